"""Corrections of figures that earlier reports published, in sentences."""

from __future__ import annotations

from auditor.model import Correction
from auditor.report.html.views import Report
from auditor.report.words import Words


def correction_sentences(report: Report, day: str) -> tuple[str, ...]:
    """Return the corrections of earlier reports, each with the day (ISO) on which it is made."""
    return tuple(_correction(report.words, correction, day) for correction in report.evidence.corrections)


def _correction(words: Words, correction: Correction, day: str) -> str:
    return words(
        "correction.sentence",
        day=words.day(day),
        period=words.period(correction.period),
        run=correction.run,
        figure=words(f"corrected.{correction.figure}"),
        published=correction.published,
        right=correction.right,
        reason=words.of(correction.reason),
    )
