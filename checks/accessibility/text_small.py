"""Texts smaller than twelve pixels."""

from collections.abc import Iterator

from auditor.model import ObservationKind, Rendered, Severity, Text, Verdict, page_check
from checks.judges.observed_faults import judge_observations


@page_check(
    id="text-small",
    severity=Severity.NOTICE,
    title=Text(
        zh="文字太小",
        en="Text too small",
    ),
    remedy=Text(
        zh="請把「{text}」等文字放大到至少 12 像素（0.75em），內文以 16 像素為宜。",
        en="Make “{text}” and the like at least 12 pixels (0.75em); 16 pixels suit a text to be read.",
    ),
    effect=Text(
        zh="看不清楚小字的民眾讀不到這些內容。",
        en="People with low vision cannot read it.",
    ),
)
def text_small(rendered: Rendered) -> Iterator[Verdict]:
    """No 80 characters of a page are smaller than 12 CSS pixels."""
    yield from judge_observations(rendered, ObservationKind.SMALL)
