"""Prints verdicts and findings as tables in the words of the reports; as plain columns into pipes and files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.table import Table

from auditor.cli.messages import localized
from auditor.cli.terminal import out
from auditor.findings.headline_figures import fault_figures
from auditor.findings.waivers import ending
from auditor.model import Evidence, Outcome, SiteEvidence, SiteState
from auditor.pipeline.reports import evidence_of
from auditor.pipeline.run import RunResult
from auditor.report.html.cards import card
from auditor.report.html.figures import counting
from auditor.report.html.row_status import status_counts
from auditor.report.html.single_pages import examined_lines, worst_first
from auditor.report.html.views import Report, Status
from auditor.report.words import Words, words_in
from auditor.store import Store

_MARKS = {Status.MET: "✓", Status.NOT_MET: "✕", Status.CANT_TELL: "?", Status.UNTESTED: "–"}
_MOST_SITES = 60
_MOST_FINDINGS = 40
_LONGEST_LINE = 400


def print_verdicts(store: Store, result: RunResult, language: str) -> None:
    """Print the verdicts of a run: rows of the form over the sites, coverage, waivers that end, place of the report."""
    evidence = evidence_of(store, result.run)
    _print_form_rows(evidence, words_in(language))
    _print_sites(evidence)
    audited = sum(row.state is SiteState.AUDITED for row in result.sites)
    out.print(localized("terminal.sites_audited", n=audited, of=len(result.sites)))
    for row in result.missed[:_MOST_SITES]:
        why = f"{row.state}{f' ({row.reason})' if row.reason else ''}"
        out.print(localized("terminal.site_not_audited", site=row.site, why=why))
    out.print(localized("terminal.new_serious", n=result.new_serious))
    for waiver in ending(evidence.judgement.waivers, evidence.run.day):
        what = {"day": waiver.until, "check": waiver.check, "site": waiver.site, "id": waiver.id}
        out.print(localized("terminal.waiver_ends", **what))
    out.print(localized("terminal.report", file=str(result.index)))


def _print_form_rows(evidence: Evidence, words: Words) -> None:
    """Each row of the form: on how many sites it is met, not met, undecided or untested, counted as in the report."""
    table = _table(words("head.rows"))
    table.add_column(localized("terminal.column_row"))
    for status in Status:
        table.add_column(f"{_MARKS[status]} {words.of(status)}", justify="right")
    sites = counting(evidence.sites)
    for name in sorted({row.row for site in sites for row in site.rows}):
        counts = status_counts(sites, name)
        table.add_row(name, *(str(counts[status]) for status in Status))
    out.print(table)


def _print_sites(evidence: Evidence) -> None:
    """One line a site: pages, targets, faults found, mended and unexamined, questions."""
    table = _table()
    table.add_column(localized("terminal.column_audited"))
    for heading in ("pages", "targets", "faults", "mended", "unexamined", "questions"):
        table.add_column(localized(f"terminal.column_{heading}"), justify="right")
    for site in evidence.sites:
        if site.run.state is SiteState.AUDITED:
            faults = fault_figures(site.findings, evidence.mended)
            asked = sum(finding.outcome is Outcome.CANT_TELL and finding.life.is_open for finding in site.findings)
            counts = (site.run.pages, site.run.targets, faults.open, faults.mended, faults.unexamined, asked)
            table.add_row(site.site.id, *(f"{count:,}" for count in counts))
    out.print(table)


def print_page_findings(report: Report) -> None:
    """Print every page with its findings, worst first, and how much of it was examined."""
    for site in report.evidence.sites:
        out.print(f"\n{site.site.url}", style="bold")
        _print_findings(report, site)
        for line in examined_lines(report.words, site):
            out.print(line)


def _print_findings(report: Report, site: SiteEvidence) -> None:
    """Findings one below the other, worst first, each with its first places."""
    words, ranked = report.words, sorted(site.findings, key=worst_first)
    for finding in ranked[:_MOST_FINDINGS]:
        view = card(report, site, finding)
        out.print(f"{_MARKS[view.status]} {view.title} · {view.severity_word} · {finding.check}")
        for key, text in (("question", view.question), ("remedy", view.remedy)):
            if text:
                out.print(f"    {words(f'single_pages.{key}', text=text)}")
        if view.codes:
            out.print(f"    {_facts_line(words, view.codes)}")
        for place in view.first:
            where = filter(None, (place.url, place.position or place.selector, _facts_line(words, place.facts)))
            out.print(f"    {'  '.join(where)}"[:_LONGEST_LINE])
            if place.snippet:
                out.print(f"      {place.snippet}")
        if finding.places > len(view.first):
            out.print(f"    {words('single_pages.more_places', n=finding.places - len(view.first))}")
    if len(ranked) > _MOST_FINDINGS:
        out.print(words("single_pages.more_findings", n=len(ranked) - _MOST_FINDINGS))


def _facts_line(words: Words, facts: Iterable[tuple[str, str]]) -> str:
    return words.joined((words("single_pages.fact", name=name, fact=fact) for name, fact in facts), by="semicolon")


def print_columns(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table without a title."""
    table = _table()
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*row)
    out.print(table)


def _table(title: str | None = None) -> Table:
    """A table with lines on a terminal, without lines elsewhere."""
    return Table(title=title, title_justify="left", box=box.HEAVY_HEAD if out.is_terminal else None, pad_edge=False)
