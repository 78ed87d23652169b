"""Prints verdicts and findings as tables in the words of the reports; as plain columns into pipes and files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.table import Table

from auditor.cli.terminal import counted, out
from auditor.findings.headline_figures import fault_figures
from auditor.findings.waivers import ending
from auditor.judging.registry import load_checks
from auditor.model import Evidence, Finding, FindingPlace, Outcome, SiteState
from auditor.pipeline.reports import evidence_of
from auditor.pipeline.run import RunResult
from auditor.report.html.figures import counting
from auditor.report.html.row_status import status_counts
from auditor.report.html.summary import site_reason
from auditor.report.html.views import Status
from auditor.report.words import Words, words_in
from auditor.store import Store

_MARKS = {Status.MET: "✓", Status.NOT_MET: "✕", Status.CANT_TELL: "?", Status.UNTESTED: "–"}
_MOST_SITES = 60
_MOST_FINDINGS = 40


def print_verdicts(store: Store, result: RunResult, language: str) -> None:
    """Print the verdicts of a run: rows of the form over the sites, coverage, waivers that end, place of the report."""
    evidence = evidence_of(store, result.run)
    _print_form_rows(evidence, words_in(language))
    _print_sites(evidence)
    out.print(f"Sites audited: {sum(row.state is SiteState.AUDITED for row in result.sites)} of {len(result.sites)}.")
    for row in result.missed[:_MOST_SITES]:
        out.print(f"  not audited: {row.site} ({row.state}{f': {row.reason}' if row.reason else ''})")
    out.print(f"New findings, serious or worse: {result.new_serious}.")
    for waiver in ending(evidence.judgement.waivers, evidence.run.day):
        out.print(f"  waiver ends on {waiver.until}: {waiver.check} on {waiver.site} [{waiver.id}]")
    out.print(f"Report: {result.index}")


def _print_form_rows(evidence: Evidence, words: Words) -> None:
    """Each row of the form: on how many sites it is met, not met, undecided or untested, counted as in the report."""
    table = _table(words("head.rows"))
    table.add_column("row")
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
    table.add_column("site")
    for heading in ("pages", "targets", "faults", "mended", "unexamined", "questions"):
        table.add_column(heading, justify="right")
    for site in evidence.sites:
        if site.run.state is SiteState.AUDITED:
            faults = fault_figures(site.findings, evidence.mended)
            asked = sum(finding.outcome is Outcome.CANT_TELL and finding.life.is_open for finding in site.findings)
            counts = (site.run.pages, site.run.targets, faults.open, faults.mended, faults.unexamined, asked)
            table.add_row(site.site.id, *(f"{count:,}" for count in counts))
    out.print(table)


def print_page_findings(evidence: Evidence, language: str) -> None:
    """Print every page with its findings, worst first, and how many elements were examined."""
    words = words_in(language)
    titles = {check.id: words.text(check.title) for check in load_checks()}
    for site in evidence.sites:
        out.print(f"\n{site.site.url}", style="bold")
        if site.run.state is not SiteState.AUDITED:
            out.print(f"  not examined: {site_reason(words, site)}")
            continue
        _print_findings(site.findings, titles)
        examined = sum(tally.things.examined for tally in site.tallies)
        untested = sorted(
            {str(reason) for tally in site.tallies for reason in tally.untested}
            | {f"{part.reason} ({part.count})" for part in site.run.parts}
        )
        out.print(f"{counted(examined, 'element')} examined by {counted(len(site.tallies), 'check')}, "
                  f"{counted(site.run.targets, 'link target')}."
                  f"{' Not tested: ' + ', '.join(untested) + '.' if untested else ''}")  # fmt: skip


def _print_findings(findings: Iterable[Finding], titles: dict[str, str]) -> None:
    """Findings one below the other, worst first, each with its first places."""
    ranked = sorted(findings, key=_worst_first)
    for finding in ranked[:_MOST_FINDINGS]:
        mark = "✕" if finding.outcome is Outcome.FAILED else "?"
        title = titles.get(finding.check, finding.check)
        out.print(f"{mark} {title} · {finding.severity} · {finding.check}")
        for place in finding.spots[:3]:
            out.print(f"    {_place_line(place)}"[:400])
        if finding.places > 3:
            out.print(f"    and {counted(finding.places - 3, 'more place')}")
    if len(ranked) > _MOST_FINDINGS:
        out.print(f"… and {len(ranked) - _MOST_FINDINGS} more; --json prints all.")


def _worst_first(finding: Finding) -> tuple[bool, int, int]:
    return (finding.outcome is not Outcome.FAILED, finding.severity.rank, -finding.places)


def _place_line(spot: FindingPlace) -> str:
    where = f"line {spot.place.line}" if spot.place.line else spot.place.selector
    details = " ".join(f"{key}={value}" for key, value in spot.data.items() if value)
    return f"{spot.place.url} {where} {details}"


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
