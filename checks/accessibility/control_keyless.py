"""Controls that take the focus and act on clicks alone."""

from collections.abc import Iterator

from auditor.model import ObservationKind, Rendered, Severity, Text, Verdict, failed, page_check, passed
from checks.judges.observed_faults import judge_observations


@page_check(
    id="control-keyless",
    severity=Severity.SERIOUS,
    wcag=("2.1.1",),
    manual_codes={"110.07": ("GN1210100E", "GN1210101E"), "115.11": ("GN1210100E", "FA1210102E")},
    title=Text(
        zh="鍵盤到得了，按 Enter 卻沒有作用",
        en="The keyboard reaches it, and Enter does nothing",
    ),
    remedy=Text(
        zh="「{text}」請改用 <button>（或 <a href>）；不能改的，程式要在 Enter 與空白鍵時做與點選相同的事。",
        en="Make “{text}” a <button> (or <a href>); otherwise let the script do on Enter and Space what a click does.",
    ),
    effect=Text(
        zh="用鍵盤的民眾停在這個按鈕上，怎麼按都沒有反應。",
        en="People who use a keyboard stop on it, press it, and nothing happens.",
    ),
)
def control_keyless(rendered: Rendered) -> Iterator[Verdict]:
    """What takes the focus and listens to clicks has a listener of keys: itself, around it, or the page (F42).

    On pages of the sample Enter, Space and a click were tried: what the keys do passes whoever listens, and what a
    click alone does fails wherever the click is listened to.
    """
    tried = rendered.probes.tried if rendered.probes else None
    by_selector = {control.place.selector: control for control in tried or ()} if isinstance(tried, tuple) else {}
    for verdict in judge_observations(rendered, ObservationKind.KEYLESS):
        control = by_selector.pop(verdict.place.selector, None)
        yield passed(verdict.place) if control and control.by_key else verdict
    for control in by_selector.values():
        if control.by_key:
            yield passed(control.place)
        elif control.by_click:
            yield failed(control.place, text=control.text)
