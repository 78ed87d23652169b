"""Skip links that do not bring the keyboard to their target."""

from collections.abc import Iterator

from auditor.model import ObservationKind, Rendered, Severity, Text, Verdict, failed, page_check, passed, require_probe


@page_check(
    id="skip-link-ineffective",
    severity=Severity.SERIOUS,
    # No criterion: headings and landmarks pass WCAG 2.4.1 where the link fails.
    manual_codes={"110.07": ("GN1240100E",), "115.11": ("GN1240100E",)},
    title=Text(zh="「跳到主要內容」連結按了沒有作用", en="The skip link does not skip"),
    remedy=Text(
        zh='請確認連結的 # 後面與主要內容元件的 id 相同，並在該元件加上 tabindex="-1"；程式不要攔下這個連結。',
        en='Give the main part the id that the link names, and tabindex="-1"; no script may swallow the link.',
    ),
    effect=Text(
        zh="用鍵盤的民眾按了以後，還是得走過整排選單。",
        en="People who use a keyboard press it and still have to go through the whole menu.",
    ),
)
def skip_link_ineffective(rendered: Rendered) -> Iterator[Verdict]:
    """After Enter on the skip link, the focus or the next Tab is at its target or behind it (WCAG 2.4.1, G1).

    ``fault``: target (no such part), focus (the part is there, the keyboard stays where it was). The walk follows the
    first such link; of all others on the page it is seen whether the part is there.
    """
    skip = require_probe(rendered.driven.walk).skip
    for observation in rendered.observations or ():
        is_other = skip is None or observation.place.selector != skip.place.selector
        if observation.kind is ObservationKind.SKIP_DEAD and is_other:
            yield failed(observation.place, fault="target", text=observation.text)
    if skip is None:
        return
    if skip.arrived:
        yield passed(skip.place)
    else:
        yield failed(skip.place, fault="focus" if skip.target else "target")
