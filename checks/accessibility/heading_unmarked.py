"""Texts that look like headings and are not marked up as headings."""

from collections.abc import Iterator

from auditor.model import ObservationKind, Rendered, Severity, Text, Verdict, page_check
from checks.judges.observed_faults import judge_observations


@page_check(
    id="heading-unmarked",
    severity=Severity.MODERATE,
    wcag=("1.3.1",),
    manual_codes={
        "110.07": (
            "HM1130104E",
            "HM1130105E",
        ),
        "115.11": (
            "HM1130104E",
            "HM1130105E",
        ),
    },
    title=Text(
        zh="標題只靠粗體或大字，沒有標題標記",
        en="Heading made of bold or large text alone",
    ),
    remedy=Text(
        zh="「{text}」看起來是標題，請在編輯器套用「標題」段落格式 (h2、h3)，不要只把字放大加粗。",
        en="“{text}” looks like a heading: give it the paragraph format “Heading” (h2, h3) instead of bold "
        "or large text alone.",
    ),
    effect=Text(
        zh="使用螢幕報讀器的民眾無法用標題鍵跳到這一段。",
        en="People who use a screen reader cannot jump to this part by its heading.",
    ),
    question=Text(
        zh="「{text}」用粗體或大字自成一行。它是下面那段文字的標題嗎？",
        en="“{text}” stands alone in bold or large type. Is it the heading of the text below it?",
    ),
)
def heading_unmarked(rendered: Rendered) -> Iterator[Verdict]:
    """No text that stands alone in bold or large type above plain text lacks a heading element (WCAG 1.3.1, F2).

    Bold and large, or several on one page, fail; one that is only bold or only large is for a person.
    """
    yield from judge_observations(rendered, ObservationKind.HEADING, reason="looks-like-heading")
