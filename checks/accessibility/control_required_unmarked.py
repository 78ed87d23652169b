"""Required fields that nothing visible marks as required."""

from collections.abc import Iterator

from auditor.model import ObservationKind, Rendered, Severity, Text, Verdict, page_check
from checks.judges.observed_faults import judge_observations


@page_check(
    id="control-required-unmarked",
    severity=Severity.MINOR,
    wcag=("3.3.2",),
    manual_codes={
        "110.07": (
            "GN1330201E",
            "GN1330206E",
        ),
        "115.11": (
            "GN1330201E",
            "GN1330206E",
        ),
    },
    title=Text(
        zh="必填欄位沒有標示",
        en="Required field without a visible mark",
    ),
    remedy=Text(
        zh="請在必填欄位的標籤寫上「（必填）」或 *，並在表單開頭說明 * 的意思。",
        en="Write “(required)” or * into the label of the required field, and explain the * at the "
        "beginning of the form.",
    ),
    effect=Text(
        zh="民眾送出後才知道漏填，要回頭找是哪一欄。",
        en="People learn only after sending that something is missing, and have to look for it.",
    ),
    question=Text(
        zh="欄位「{text}」設為必填，附近看不到必填的標示。表單上有說明哪些必填嗎？",
        en="The field “{text}” is required and no mark is seen near it. Does the form say which fields are required?",
    ),
)
def control_required_unmarked(rendered: Rendered) -> Iterator[Verdict]:
    """Required fields that no star or word near them marks are for a person (WCAG 3.3.2)."""
    yield from judge_observations(rendered, ObservationKind.REQUIRED, reason="no-mark-seen")
