"""Controls that act when the pointer goes down."""

from collections.abc import Iterator

from auditor.model import ObservationKind, Rendered, Severity, Text, Verdict, page_check
from checks.judges.observed_faults import judge_observations


@page_check(
    id="pointer-down-acts",
    severity=Severity.MODERATE,
    wcag=("2.5.2",),
    manual_codes={
        "110.07": (
            "FA1250202E",
            "GN1250201E",
        ),
        "115.11": (
            "FA1250202E",
            "GN1250201E",
        ),
    },
    title=Text(
        zh="一按下就動作，無法反悔",
        en="Acts when the pointer is pressed and cannot be cancelled",
    ),
    remedy=Text(
        zh="請把動作從 onmousedown、ontouchstart 移到 onclick，放開時才執行，移開就取消。",
        en="Move the action from onmousedown or ontouchstart to onclick, so that it happens on release and "
        "can be cancelled by moving away.",
    ),
    effect=Text(
        zh="手會抖或誤觸的民眾來不及取消。",
        en="People whose hands shake, or who touch by mistake, cannot take it back.",
    ),
)
def pointer_down_acts(rendered: Rendered) -> Iterator[Verdict]:
    """No control leaves the page by its handler of a pressed pointer (WCAG 2.5.2, F101)."""
    yield from judge_observations(rendered, ObservationKind.POINTER_DOWN)
