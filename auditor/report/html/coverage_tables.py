"""Tables of coverage: what was read of each site, which addresses and subjects were left out, and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from auditor.model import SiteEvidence, Untested
from auditor.report.html.figures import is_audited, untested
from auditor.report.html.finding_subjects import safe_href
from auditor.report.html.site_cells import not_audited_cell, site_cell
from auditor.report.html.summary import site_reason
from auditor.report.html.table_builder import ReportTable, TableBuilder, TableCell
from auditor.report.html.views import Report
from auditor.report.words import Words

_PAGES = ("pages_known", "pages", "pages_failed", "pages_not_asked", "pages_refused", "script_pages")
_COUNTS = (*_PAGES, "targets", "visits", "visits_failed", "carried")


def coverage_table(report: Report) -> ReportTable:
    """Return every site with what was read of it; a site that was not audited has its reason across the row."""
    words = report.words
    made = TableBuilder(words, "coverage").texts("site").numbers(*_COUNTS)
    for site in report.evidence.sites:
        counts = [getattr(site.run, name) for name in _COUNTS]
        made.row(
            site_cell(words, site), *(counts if is_audited(site) else [not_audited_cell(words, site, len(_COUNTS))])
        )
    return made.table()


def reach_sentences(words: Words, sites: Sequence[SiteEvidence]) -> tuple[str, ...]:
    """Return what of the known pages was read, and how many more there are at least, with the reason."""
    names = ("pages_known", "pages_listed", "pages", "pages_failed", "pages_not_asked", "pages_refused")
    count = {name: sum(getattr(site.run, name) for site in sites) for name in (*names, "script_pages", "posted_forms")}
    known = words("coverage.known", **{name: count[name] for name in names})
    if not count["script_pages"] and not count["posted_forms"]:
        return (known, words("coverage.nothing_hidden"))
    estimate = count["pages_known"] + count["script_pages"]
    hidden = {"script_pages": count["script_pages"], "forms": count["posted_forms"], "estimate": estimate}
    return (known, words("coverage.hidden", **hidden))


def refusal_sentences(words: Words, site: SiteEvidence) -> tuple[str, ...]:
    """Return what a site answered that refused pages; nothing where none was refused."""
    refused = site.run.pages_refused
    return (words("coverage.refused", n=refused, answer=site.run.refusal),) if refused else ()


def skipped_table(words: Words, sites: Iterable[SiteEvidence], *, named: bool) -> ReportTable:
    """Return the addresses that were not fetched, by reason, with an example; ``named``: with a column for the site."""
    made = TableBuilder(words, "skipped").texts(*["site"] * named, "reason", "kind").numbers("count").texts("example")
    for site in sites:
        for skipped in sorted(site.skipped, key=lambda skipped: (skipped.reason, skipped.kind, skipped.example)):
            example = skipped.example or words("phrase.none")
            made.row(
                *[site_cell(words, site)] * named,
                words.of(skipped.reason),
                words.named("queuekind", skipped.kind),
                skipped.count,
                TableCell(example, href=safe_href(skipped.example), outside=True, code=True),
            )
    return made.table()


def unjudged_table(report: Report, sites: Sequence[SiteEvidence]) -> ReportTable:
    """Return for each reason the checks that could not examine some subjects, most subjects first."""
    words = report.words
    reasons: dict[Untested, list[tuple[int, str]]] = defaultdict(list)
    for (name, reason), subjects in untested(sites).items():
        check = report.checks.get(name)
        reasons[reason].append((subjects, words.sentence(check.title, {}) if check else name))
    made = TableBuilder(words, "unjudged").texts("reason").numbers("checks", "subjects").texts("check")
    for reason, checks in sorted(reasons.items(), key=lambda each: (-sum(count for count, _ in each[1]), each[0])):
        named = (
            words("unseen.check", name=name, n=count)
            for count, name in sorted(checks, key=lambda each: (-each[0], each[1]))
        )
        made.row(words.of(reason), len(checks), sum(count for count, _ in checks), words.joined(named, by="semicolon"))
    return made.table()


def settings_missing(report: Report, site: SiteEvidence) -> str:
    """Return one sentence on the settings that this site lacks and the checks that wait for them; empty for none."""
    waiting = [tally.check for tally in site.tallies if Untested.SETTING_MISSING in tally.untested]
    if not waiting:
        return ""
    settings = {check.setting for name in waiting if (check := report.checks.get(name)) and check.setting}
    return report.words("unseen.settings", names=report.words.joined(sorted(settings)), n=len(waiting))


def parts_table(words: Words, sites: Iterable[SiteEvidence], *, named: bool) -> ReportTable:
    """Return the parts of examined pages that were not examined, by reason; ``named``: with a column for the site."""
    made = TableBuilder(words, "parts").texts(*["site"] * named, "reason").numbers("count", "pages").texts("example")
    for site in sites:
        for part in site.run.parts:
            example = TableCell(part.example, note=part.selector, href=safe_href(part.example), outside=True, code=True)
            made.row(*[site_cell(words, site)] * named, words.of(part.reason), part.count, part.pages, example)
    return made.table()


def not_audited(report: Report) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the sites that were not audited, as (reason, names)."""
    groups: dict[str, list[str]] = {}
    for site in report.evidence.sites:
        if not is_audited(site):
            groups.setdefault(site_reason(report.words, site), []).append(report.words.name(site.site))
    return tuple((reason, tuple(names)) for reason, names in groups.items())


def skipped_by_reason(sites: Iterable[SiteEvidence]) -> tuple[tuple[Untested, int], ...]:
    """Return the number of addresses that were not fetched, by reason, most first."""
    count: Counter[Untested] = Counter()
    for skipped in (skipped for site in sites for skipped in site.skipped):
        count[skipped.reason] += skipped.count
    return tuple(sorted(count.items(), key=lambda pair: (-pair[1], pair[0])))
