"""A random sample to be looked at by hand: seeded, so that anybody can draw the same one again."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import msgspec

from auditor.report.exports.spreadsheet import Sheet
from auditor.report.html.views import Column, Grid, Report, Row, TableCell

LEAST = 20
"""Items in a sample: the rule of 臺中市政府民政局 (2016) asks for at least so many a month."""

_HAND = ("seen", "agrees", "checked_by", "checked_on", "signed")


class SampledPage(msgspec.Struct, frozen=True, order=True):
    """One page to look at: what the audit said of it, as numbers of faults and of questions."""

    site: str
    url: str
    faults: int
    questions: int


def draw(population: Sequence[SampledPage], seed: str, size: int = LEAST) -> tuple[SampledPage, ...]:
    """So many items at random, the same for the same seed and pages; all of them where there are fewer."""
    ordered = sorted(population)
    return tuple(sorted(Random(seed).sample(ordered, min(size, len(ordered)))))  # noqa: S311 - a sample, no secret


def sample_table(report: Report, items: Sequence[SampledPage]) -> Grid:
    """The sample as a table with room for a hand and two signatures."""
    made = sample_sheet(report, items)
    columns = tuple(Column(label) for label in made.columns)
    rows = tuple(
        Row(
            TableCell(str(number)),
            tuple(TableCell(str(value), code=place == 1) for place, value in enumerate(row[1:])),
        )
        for number, row in enumerate(made.rows, start=1)
    )
    return Grid("sample", report.words("caption.sample"), columns, rows)


def sample_sheet(report: Report, items: Sequence[SampledPage]) -> Sheet:
    """The sample as a spreadsheet."""
    words = report.words
    names = {site.site.id: words.name(site.site) for site in report.evidence.sites}
    rows: tuple[tuple[str | int, ...], ...] = tuple(
        (number, names.get(item.site, item.site), item.url, _said(report, item), *[""] * len(_HAND))
        for number, item in enumerate(items, start=1)
    )
    columns = ("number", "site", "page", "said", *_HAND)
    return Sheet(
        words("caption.sample"), tuple(words(f"sample.{name}") for name in columns), rows, report.evidence.run.day
    )


def _said(report: Report, item: SampledPage) -> str:
    words = report.words
    if not item.faults and not item.questions:
        return words("sample.nothing")
    return words("sample.found", faults=item.faults, questions=item.questions)
