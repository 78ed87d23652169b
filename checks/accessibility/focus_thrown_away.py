"""Elements that blur themselves when they get the focus."""

from collections.abc import Iterator

from auditor.model import ObservationKind, Rendered, Severity, Text, Verdict, page_check
from checks.judges.observed_faults import judge_observations


@page_check(
    id="focus-thrown-away",
    severity=Severity.SERIOUS,
    wcag=(
        "2.1.1",
        "2.4.7",
        "3.2.1",
    ),
    manual_codes={"110.07": ("GN1320100E",), "115.11": ("GN1320100E",)},
    title=Text(
        zh="元件一取得焦點就把焦點丟掉",
        en="Element gives the focus away as soon as it gets it",
    ),
    remedy=Text(
        zh='請移除 onfocus="this.blur()"；不想看到虛線框時，請改用樣式表設計清楚的焦點樣式。',
        en='Remove onfocus="this.blur()"; design a clear focus style in the style sheet where the dotted '
        "line is not wanted.",
    ),
    effect=Text(
        zh="用鍵盤的民眾按 Tab 到不了這裡，按 Enter 也沒有作用。",
        en="People at a keyboard cannot reach it by Tab, nor press it by Enter.",
    ),
)
def focus_thrown_away(rendered: Rendered) -> Iterator[Verdict]:
    """No element blurs itself when it gets the focus (WCAG F55)."""
    yield from judge_observations(rendered, ObservationKind.BLURRED)
