"""Tables on the terminal, in the reports' own words; plain columns where nobody watches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.table import Table

from auditor.cli.app import out
from auditor.findings.waivers import ending
from auditor.model import Evidence, Finding, FormStatus, SiteState
from auditor.pipeline.reports import evidence_of
from auditor.pipeline.run import RunResult
from auditor.report.words import Words, words_in
from auditor.store import Store

MARKS = {FormStatus.MET: "✓", FormStatus.NOT_MET: "✕", FormStatus.CANT_TELL: "?", FormStatus.NOT_ASKED: "–"}
MOST_SITES = 60


def verdicts(store: Store, done: RunResult, language: str) -> None:
    """The verdict table of a run: rows of the form over the sites, coverage, where the report is, what to do next."""
    words = words_in(language)
    evidence = evidence_of(store, done.run)
    rows_table(evidence, words)
    sites_table(evidence)
    out.print(f"Sites audited: {sum(row.state is SiteState.AUDITED for row in done.sites)} of {len(done.sites)}.")
    for row in done.missed[:MOST_SITES]:
        out.print(f"  not audited: {row.site} ({row.state}{f': {row.reason}' if row.reason else ''})", markup=False)
    out.print(f"New findings, serious or worse: {done.new_serious}.")
    for waiver in ending(evidence.judgement.waivers, evidence.run.day):
        out.print(f"  waiver ends on {waiver.until}: {waiver.check} on {waiver.site} [{waiver.id}]", markup=False)
    out.print(f"Report: {done.index}", markup=False)


def rows_table(evidence: Evidence, words: Words) -> None:
    """Each row of the indicator: on how many sites it is met, not met, or cannot be told."""
    table = _table(words("head.rows"))
    table.add_column("row")
    for standing in FormStatus:
        table.add_column(f"{MARKS[standing]} {words.of(standing)}", justify="right")
    rows = sorted({row.row for site in evidence.sites for row in site.rows})
    for name in rows:
        standings = [row.standing for site in evidence.sites for row in site.rows if row.row == name]
        table.add_row(name, *(str(standings.count(standing)) for standing in FormStatus))
    out.print(table)


def sites_table(evidence: Evidence) -> None:
    """One line a site: pages, targets, open findings."""
    table = _table()
    table.add_column("site")
    for heading in ("pages", "targets", "faults", "to look at"):
        table.add_column(heading, justify="right")
    for site in evidence.sites:
        if site.run.state is SiteState.AUDITED:
            open_ = [finding for finding in site.findings if finding.life.is_open]
            failed = sum(finding.outcome == "failed" for finding in open_)
            counts = (site.run.pages, site.run.targets, failed, len(open_) - failed)
            table.add_row(site.site.id, *(f"{count:,}" for count in counts))
    out.print(table)


def findings_list(findings: Iterable[Finding], titles: dict[str, str], most: int = 40) -> None:
    """Findings one below the other, worst first, each with its first places."""
    ranked = sorted(findings, key=lambda one: (one.outcome != "failed", one.severity.rank, -one.places))
    for finding in ranked[:most]:
        mark = "✕" if finding.outcome == "failed" else "?"
        out.print(
            f"{mark} {titles.get(finding.check, finding.check)} · {finding.severity} · {finding.check}", markup=False
        )
        for spot in finding.spots[:3]:
            where = f"line {spot.place.line}" if spot.place.line else spot.place.selector
            told = " ".join(f"{key}={value}" for key, value in spot.data.items() if value)
            out.print(f"    {spot.place.url} {where} {told}"[:400], markup=False)
        if finding.places > 3:
            out.print(f"    and {finding.places - 3:,} more places", markup=False)
    if len(ranked) > most:
        out.print(f"… and {len(ranked) - most} more; --json gives all.")


def columns(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A plain table."""
    table = _table()
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*row)
    out.print(table)


def _table(title: str | None = None) -> Table:
    """A table with lines on a terminal, plain columns elsewhere."""
    return Table(title=title, title_justify="left", box=box.HEAVY_HEAD if out.is_terminal else None, pad_edge=False)
