"""List of each owning unit: every open fault on the pages it answers for, over all sites."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import msgspec

from auditor.findings.headline_figures import FaultFigures, fault_figures
from auditor.model import Finding, SiteEvidence
from auditor.report.html import ages
from auditor.report.html.figures import faults
from auditor.report.html.finding_texts import anchor, finding_subject, finding_title
from auditor.report.html.table_builder import ReportTable, TableBuilder, TableCell, split_table
from auditor.report.html.views import Report

MOST_ROWS_OF_PAGE = 1000
"""How many rows one page of a list has before the next begins."""

_Faults = list[tuple[SiteEvidence, Finding]]


class OwningUnit(msgspec.Struct, frozen=True):
    """An owning unit with its open faults."""

    name: str
    """Its name in lists; with the site or mailbox where two units have the same name."""

    stem: str
    """The path of its page without the ending."""

    faults: tuple[tuple[SiteEvidence, Finding], ...]
    """Its open faults with their sites, worst and widest first."""

    pages: int
    """The pages of all its faults, added."""

    count: FaultFigures
    """Its faults that the run found, found mended, and could not examine again."""

    sites: int
    """On how many sites its faults stand."""

    owner: str = ""
    """The unit as configured; empty for the faults that nobody answers for."""

    email: str = ""
    """Its mailbox; empty where none is configured."""


def units_with_faults(report: Report) -> tuple[OwningUnit, ...]:
    """Return all units that own an open fault, by name; last, under a name of its own, what nobody answers for.

    Units of one name with mailboxes of their own, such as the same office of two sites, are two units.
    """
    owned: dict[tuple[str, str], _Faults] = {}
    all_of: dict[tuple[str, str], list[Finding]] = {}
    for site in report.evidence.sites:
        for finding in site.findings:
            all_of.setdefault((finding.owner, finding.owner_email), []).append(finding)
        for fault in faults(site.findings):
            owned.setdefault((fault.owner, fault.owner_email), []).append((site, fault))
    alike = Counter(owner for owner, _ in owned)
    keys = sorted(owned, key=lambda key: (not key[0], key))
    return tuple(
        _unit(
            report,
            key,
            owned[key],
            number,
            alone=alike[key[0]] == 1,
            count=fault_figures(all_of[key], report.evidence.mended),
        )
        for number, key in enumerate(keys, start=1)
    )


def unit_tables(report: Report, unit: OwningUnit, pages: Mapping[str, str]) -> tuple[ReportTable, ...]:
    """Return a unit's list as tables of at most a page; ``pages`` names the page of each finding's card."""
    words = report.words
    made = TableBuilder(words, "unit", words("caption.unit", unit=unit.name)).texts("what_fault", "severity", "site")
    made.numbers("places", "pages_touched").texts("deadline", "age")
    for site, fault in unit.faults:
        title = finding_title(words, report.checks.get(fault.check), fault)
        href, limit = f"{pages[anchor(fault)]}#{anchor(fault)}", ages.deadline(report, fault)
        made.row(
            TableCell(title, href=href, note=finding_subject(words, fault)),
            words.of(fault.severity),
            words.name(site.site),
            fault.places,
            fault.pages,
            words.day(limit) if limit else words("phrase.not_set"),
            ages.deadline_state(report, fault),
        )
    return split_table(made.table(), MOST_ROWS_OF_PAGE)


def _unit(  # noqa: PLR0913 - what a unit is named by, and its counts
    report: Report, key: tuple[str, str], owned: _Faults, number: int, *, alone: bool, count: FaultFigures
) -> OwningUnit:
    owner, email = key
    sites = {site.site.id: report.words.name(site.site) for site, _ in owned}
    apart = next(iter(sites.values())) if len(sites) == 1 else email or report.words("card.no_owner")
    name = owner or report.words("unit.nobody")
    return OwningUnit(
        name=name if alone else report.words("unit.apart", unit=name, which=apart),
        stem=f"units/{number}" if owner else "units/unrouted",
        faults=tuple(sorted(owned, key=lambda pair: (pair[1].severity.rank, -pair[1].pages, pair[1].fingerprint))),
        pages=sum(fault.pages for _, fault in owned),
        sites=len(sites),
        count=count,
        owner=owner,
        email=email,
    )
