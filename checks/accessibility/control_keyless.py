"""Controls that take the focus and act on clicks alone."""

from collections.abc import Iterator

from auditor.model import ObservationKind, Rendered, Severity, Text, Verdict, page_check
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
    """What takes the focus and listens to clicks has a listener of keys: itself, around it, or the page (F42)."""
    yield from judge_observations(rendered, ObservationKind.KEYLESS)
