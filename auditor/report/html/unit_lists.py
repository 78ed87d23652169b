"""The list of each owning unit: every open fault on the pages it answers for, over all sites."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import msgspec

from auditor.model import Finding, SiteEvidence
from auditor.report.html import ages
from auditor.report.html.cards import anchor, card_title, subject
from auditor.report.html.figures import faults
from auditor.report.html.views import Column, Grid, Report, Row, TableCell

ROWS = 1000
"""How many rows one page of a list carries before the next begins."""


Faults = list[tuple[SiteEvidence, Finding]]


class OwningUnit(msgspec.Struct, frozen=True):
    """An owning unit with its open faults. ``stem`` is its page's path without the ending.

    ``owner`` is empty for the faults that nobody answers for.
    """

    name: str
    stem: str
    faults: tuple[tuple[SiteEvidence, Finding], ...]
    pages: int
    sites: int
    owner: str = ""
    email: str = ""


def units_with_faults(report: Report) -> tuple[OwningUnit, ...]:
    """All units that own an open fault, by name; last, under a name of its own, what nobody answers for.

    Units of one name with mailboxes of their own, such as the same office of two sites, are two units.
    """
    found: dict[tuple[str, str], Faults] = {}
    for site in report.evidence.sites:
        for fault in faults(site.findings):
            found.setdefault((fault.owner, fault.owner_email), []).append((site, fault))
    alike = Counter(owner for owner, _ in found)
    keys = sorted(found, key=lambda key: (not key[0], key))
    return tuple(
        _unit(report, key, found[key], number, alone=alike[key[0]] == 1) for number, key in enumerate(keys, start=1)
    )


def unit_tables(report: Report, unit: OwningUnit, where: Mapping[str, str]) -> tuple[Grid, ...]:
    """A unit's list, cut into tables of at most ``ROWS`` rows; ``where`` names the page of each finding."""
    words = report.words
    names = (
        ("what_fault", False),
        ("severity", False),
        ("site", False),
        ("places", True),
        ("pages_touched", True),
        ("deadline", False),
        ("age", False),
    )
    columns = tuple(Column(words(f"column.{name}"), numeric) for name, numeric in names)
    rows = [_row(report, site, fault, where) for site, fault in unit.faults]
    caption = words("caption.unit", unit=unit.name)
    return cut(Grid("unit", caption, columns, tuple(rows)))


def cut(grid: Grid) -> tuple[Grid, ...]:
    """A table as tables of at most ``ROWS`` rows; one without rows stays as it is."""
    starts = range(0, max(len(grid.rows), 1), ROWS)
    return tuple(msgspec.structs.replace(grid, rows=grid.rows[start : start + ROWS]) for start in starts)


def _unit(report: Report, key: tuple[str, str], found: Faults, number: int, *, alone: bool) -> OwningUnit:
    owner, email = key
    sites = {site.site.id: report.words.name(site.site) for site, _ in found}
    apart = next(iter(sites.values())) if len(sites) == 1 else email or report.words("card.no_owner")
    name = owner or report.words("unit.nobody")
    return OwningUnit(
        name=name if alone else report.words("unit.apart", unit=name, which=apart),
        stem=f"units/{number}" if owner else "units/unrouted",
        faults=tuple(sorted(found, key=lambda pair: (pair[1].severity.rank, -pair[1].pages, pair[1].fingerprint))),
        pages=sum(fault.pages for _, fault in found),
        sites=len(sites),
        owner=owner,
        email=email,
    )


def _row(report: Report, site: SiteEvidence, fault: Finding, where: Mapping[str, str]) -> Row:
    words = report.words
    link = f"{where[anchor(fault)]}#{anchor(fault)}"
    limit = ages.deadline(report, fault)
    what = TableCell(card_title(words, report.checks.get(fault.check), fault), href=link, note=subject(words, fault))
    cells = (
        TableCell(words.of(fault.severity)),
        TableCell(words.name(site.site)),
        TableCell(words.number(fault.places)),
        TableCell(words.number(fault.pages)),
        TableCell(words.day(limit) if limit else words("say.not_set")),
        TableCell(ages.deadline_state(report, fault)),
    )
    return Row(what, cells)
