"""Fields whose name is not what their label shows."""

from collections.abc import Iterator

from auditor.model import ObservationKind, Rendered, Severity, Text, Verdict, page_check
from checks.judges.observed_faults import judge_observations


@page_check(
    id="control-name-differs",
    severity=Severity.SERIOUS,
    wcag=("2.5.3",),
    manual_codes={
        "110.07": (
            "GN1250300E",
            "FA1250303E",
        ),
        "115.11": (
            "GN1250300E",
            "FA1250303E",
        ),
    },
    title=Text(
        zh="欄位看得見的標籤不在它的名稱裡",
        en="Visible label of a field is not part of its name",
    ),
    remedy=Text(
        zh="畫面上寫「{text}」，給程式的名稱 (aria-label 等) 卻是「{name}」。請移除，或讓它以「{text}」開頭。",
        en="The page shows “{text}”, and the name that software gets (aria-label, aria-labelledby) is "
        "“{name}”. Remove the aria-label, or let it begin with “{text}”.",
    ),
    effect=Text(
        zh="用聲音操作的民眾說出看到的字，欄位沒有反應；聽網頁的民眾聽到的與畫面不同。",
        en="People who operate by voice say what they see, and the field does not react; those who listen "
        "hear something else.",
    ),
)
def control_name_differs(rendered: Rendered) -> Iterator[Verdict]:
    """The words of a visible label are part of the ARIA name (WCAG 2.5.3); signs and brackets are not spoken."""
    yield from judge_observations(rendered, ObservationKind.LABEL_IN_NAME)
