"""Long passages in capitals, in italics or justified."""

from collections.abc import Iterator

from auditor.model import ObservationKind, Rendered, Severity, Text, Verdict, page_check
from checks.judges.observed_faults import judge_observations


@page_check(
    id="text-hard-to-read",
    severity=Severity.NOTICE,
    wcag=("1.4.8",),
    manual_codes={"110.07": ("CS3140803E",), "115.11": ("CS3140803E",)},
    title=Text(
        zh="文字的樣式不易閱讀",
        en="Text set in a way that is hard to read",
    ),
    remedy=Text(
        zh="「{text}…」請不要整段用大寫、斜體或左右對齊：改為一般大小寫、正體、靠左對齊。",
        en="Set “{text} …” in ordinary letters, upright, even on the left edge only, rather than all in "
        "capitals, in italics or justified.",
    ),
    effect=Text(
        zh="閱讀障礙或低視力的民眾較難辨認字形與行首。",
        en="People with dyslexia or low vision recognise words and lines less easily.",
    ),
)
def text_hard_to_read(rendered: Rendered) -> Iterator[Verdict]:
    """No passage of 80 letters is in capitals or italics, none of 160 justified (WCAG 1.4.8 for the last)."""
    yield from judge_observations(rendered, ObservationKind.CAPITALS, ObservationKind.ITALIC, ObservationKind.JUSTIFIED)
