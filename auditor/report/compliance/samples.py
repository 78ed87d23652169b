"""Random sample of pages to be checked by hand: seeded, so that the same seed draws the same pages."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import msgspec

from auditor.report.exports.spreadsheet import Sheet
from auditor.report.html.table_builder import ReportTable, TableBuilder, TableCell
from auditor.report.html.views import Report

LEAST_PAGES = 20
"""Pages in a sample: the rule of 臺中市政府民政局 (2016) requires at least so many a month."""

_HAND = ("seen", "agrees", "checked_by", "checked_on", "signed")
"""Columns to be filled in by hand."""


class SampledPage(msgspec.Struct, frozen=True, order=True):
    """One page of a sample, with the audit's result for it."""

    site: str
    """The site's id."""

    url: str
    """The page's address."""

    faults: int
    """Open faults with a place on it."""

    questions: int
    """Open findings with a place on it that a person has to decide."""


def draw(population: Sequence[SampledPage], seed: str, size: int = LEAST_PAGES) -> tuple[SampledPage, ...]:
    """Draw so many pages at random, the same for the same seed and pages; all of them where there are fewer."""
    ordered = sorted(population)
    return tuple(sorted(Random(seed).sample(ordered, min(size, len(ordered)))))  # noqa: S311 - a sample, no secret


def sample_table(report: Report, pages: Sequence[SampledPage]) -> ReportTable:
    """Return the sample as a table with columns to be filled in by hand and for two signatures."""
    sheet = sample_sheet(report, pages)
    made = TableBuilder(report.words, "sample").headed(*sheet.columns)
    for number, site, url, *rest in sheet.rows:
        made.row(str(number), str(site), TableCell(str(url), code=True), *map(str, rest))
    return made.table()


def sample_sheet(report: Report, pages: Sequence[SampledPage]) -> Sheet:
    """Return the sample as a spreadsheet."""
    words = report.words
    names = {site.site.id: words.name(site.site) for site in report.evidence.sites}
    rows: tuple[tuple[str | int, ...], ...] = tuple(
        (number, names.get(page.site, page.site), page.url, _result(report, page), *[""] * len(_HAND))
        for number, page in enumerate(pages, start=1)
    )
    columns = ("number", "site", "page", "result", *_HAND)
    return Sheet(
        words("caption.sample"), tuple(words(f"sample.{name}") for name in columns), rows, report.evidence.run.day
    )


def _result(report: Report, page: SampledPage) -> str:
    words = report.words
    if not page.faults and not page.questions:
        return words("sample.nothing")
    return words("sample.found", faults=page.faults, questions=page.questions)
