"""Fields that leave the page when they change or get the focus."""

from collections.abc import Iterator

from auditor.model import ObservationKind, Rendered, Severity, Text, Verdict, page_check
from checks.judges.observed_faults import judge_observations


@page_check(
    id="context-changes-unasked",
    severity=Severity.SERIOUS,
    wcag=(
        "3.2.1",
        "3.2.2",
    ),
    manual_codes={
        "110.07": (
            "GN1320100E",
            "GN1320201E",
        ),
        "115.11": (
            "GN1320100E",
            "GN1320201E",
        ),
    },
    title=Text(
        zh="一選取或取得焦點就換頁",
        en="Page changes as soon as a choice is made or the focus arrives",
    ),
    remedy=Text(
        zh="請加上「前往」按鈕，按下才換頁；選單 (select)、選項與取得焦點本身不要觸發換頁、送出或開新視窗。",
        en="Add a “Go” button that leaves the page; a choice in a list or the focus alone must not "
        "navigate, submit or open a window.",
    ),
    effect=Text(
        zh="用鍵盤的民眾按方向鍵看選項，還沒選好就被帶走。",
        en="People at a keyboard who go through the choices by arrow keys are taken away before they have chosen.",
    ),
)
def context_changes_unasked(rendered: Rendered) -> Iterator[Verdict]:
    """No change of a field, and no focus, leaves the page by its own handler (WCAG 3.2.1, 3.2.2, F36, F37)."""
    yield from judge_observations(rendered, ObservationKind.JUMP_ON_INPUT, ObservationKind.JUMP_ON_FOCUS)
