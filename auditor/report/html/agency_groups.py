"""Sites and owning units by agency, then branch, as of the day of the run; what no source gives is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from auditor.model import Site, SiteEvidence, Superior
from auditor.report.html.figures import CountedShare, audited, found_faults, valid_links_share
from auditor.report.html.site_cells import share_cell, site_cell
from auditor.report.html.table_builder import ReportTable, TableBuilder
from auditor.report.html.unit_lists import OwningUnit
from auditor.report.html.views import Report
from auditor.report.words import Words
from auditor.standards.agencies import superior_on, superiors


class SiteGroup(msgspec.Struct, frozen=True):
    """The sites of one branch of one agency."""

    agency: str
    """The agency's name; the word for unknown where no source gives it."""

    branch: str
    """The branch's name; empty for the main site of an agency, the word for unknown where no source gives it."""

    sites: tuple[SiteEvidence, ...]
    """Its sites."""

    emails: tuple[str, str] = ("", "")
    """The configured addresses of agency and branch; empty where there is none."""


class UnitGroup(msgspec.Struct, frozen=True):
    """The owning units of one branch of one agency."""

    title: str
    """Agency and branch."""

    units: tuple[OwningUnit, ...]
    """Its units, in the order of the list."""


def site_groups(report: Report, sites: Iterable[SiteEvidence]) -> tuple[SiteGroup, ...]:
    """Return sites by agency and branch, in the order in which each first appears; unknown branches last."""
    words, day = report.words, report.evidence.run.day
    groups: dict[tuple[str, str], list[SiteEvidence]] = {}
    for site in sites:
        groups.setdefault(belonging(words, site.site, day), []).append(site)
    order = list(dict.fromkeys(agency for agency, _ in groups))
    unknown = words("agency.unknown")
    keys = sorted(groups, key=lambda key: (order.index(key[0]), key[1] == unknown))
    return tuple(SiteGroup(*key, tuple(groups[key]), _emails(groups[key][0].site, day)) for key in keys)


def by_agency(report: Report, sites: Iterable[SiteEvidence]) -> list[SiteEvidence]:
    """Return sites in the order of their groups."""
    return [site for group in site_groups(report, sites) for site in group.sites]


def belonging(words: Words, site: Site, day: str) -> tuple[str, str]:
    """Return the names of the agency and the branch that a site belongs to on a day (ISO)."""
    agency, branch = superior_on(site, "agency", day), superior_on(site, "branch", day)
    if agency is None and not superiors(site, "agency") and superior_on(site, "parent", day):
        return words.name(site), ""  # the main site of an agency
    return _named(words, agency), _named(words, branch)


def groups_table(report: Report, sites: Sequence[SiteEvidence]) -> ReportTable:
    """Return the agencies and branches with the figures of their sites, a row each."""
    words = report.words
    made = TableBuilder(words, "agencies").texts("agency", "branch")
    made.numbers("sites_listed", "sites_audited", "pages", "faults", "links")
    for group in site_groups(report, sites):
        seen = audited(group.sites)
        made.row(
            group.agency,
            group.branch or words("phrase.none"),
            len(group.sites),
            len(seen),
            sum(site.run.pages for site in seen),
            sum(len(found_faults(site.findings)) for site in seen),
            share_cell(words, sum(map(valid_links_share, seen), CountedShare())),
        )
    return made.table()


def belonging_table(report: Report) -> ReportTable:
    """Return what each site belongs and belonged to, with days and sources; a row for each site, agency and branch."""
    words = report.words
    made = TableBuilder(words, "belonging").texts("site", "relation", "name", "from", "until", "source")
    for site in by_agency(report, report.evidence.sites):
        for relation, entries in _relations(site.site):
            for entry in entries or (None,):
                made.row(site_cell(words, site), words(f"agency.{relation}"), *_entry(words, entry))
    return made.table()


def unit_groups(report: Report, units: Iterable[OwningUnit]) -> tuple[UnitGroup, ...]:
    """Return owning units by agency and branch of the sites that their faults stand on."""
    words, day = report.words, report.evidence.run.day
    groups: dict[str, list[OwningUnit]] = {}
    for unit in units:
        places = dict.fromkeys(belonging(words, site.site, day) for site, _ in unit.faults)
        title = words("agency.several")
        if not unit.owner:
            title = unit.name
        elif len(places) == 1:
            title = group_title(words, *next(iter(places)))
        groups.setdefault(title, []).append(unit)
    return tuple(UnitGroup(title, tuple(members)) for title, members in groups.items())


def group_title(words: Words, agency: str, branch: str) -> str:
    """Return agency and branch as one heading."""
    return words("agency.group", agency=agency, branch=branch) if branch else agency


def _relations(site: Site) -> Iterator[tuple[str, tuple[Superior, ...]]]:
    """The names of a site and what it belongs to, by relation; no row for branches of an agency's own site."""
    yield "own", tuple(Superior(name.zh, name.en, "", name.until, name.source) for name in site.names)
    if not site.has_present_name:
        yield "own", ()
    for relation in ("agency", "branch", "parent"):
        entries = superiors(site, relation)
        if entries or superiors(site, "agency") or site.agency is not None:
            yield relation, entries


def _entry(words: Words, entry: Superior | None) -> tuple[str, str, str, str]:
    unknown = words("agency.unknown")
    if entry is None:
        return unknown, unknown, unknown, words("agency.no_source")
    days = (words.day(day) if day else words("phrase.not_set") for day in (entry.since, entry.until))
    name = (words.language == "en" and entry.en) or entry.zh
    since, until = days
    return name, since, until, entry.source or words("agency.no_source")


def _named(words: Words, entry: Superior | None) -> str:
    if entry is None:
        return words("agency.unknown")
    return (words.language == "en" and entry.en) or entry.zh


def _emails(site: Site, day: str) -> tuple[str, str]:
    agency, branch = superior_on(site, "agency", day), superior_on(site, "branch", day)
    return agency.email if agency else "", branch.email if branch else ""
