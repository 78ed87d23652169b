"""Trend over the runs of a period: figures of each run, charts, months that are covered, and repairs by site."""

from __future__ import annotations

from collections import Counter
from statistics import median

from auditor.findings.deadlines import Timing
from auditor.findings.history import History, Round, SiteRound
from auditor.model import SiteEvidence, SiteState
from auditor.report.exports.spreadsheet import Sheet
from auditor.report.html.table_builder import ReportTable, TableBuilder
from auditor.report.html.views import Chart, ChartBar, Figure, Report
from auditor.report.words import Words

COUNTED = (
    "audited",
    "pages",
    "links",
    "dead",
    "changed_names",
    "unverified",
    "open",
    "unexamined",
    "new",
    "returned",
    "fixed",
    "waived",
)
"""The figures of a run: the number of audited sites, then fields of ``SiteRound`` added over them.

``unexamined`` is added over all sites: what a site that was not reached has, nobody examined.
"""

_REPAIRS = ("months", "new", "returned", "fixed", "median_days", "longest_days", "open", "unexamined", "waived")


def rounds_table(report: Report, history: History) -> ReportTable:
    """Return every run of the period with its figures over the bureau and its units."""
    words = report.words
    made = TableBuilder(words, "rounds").texts("round").numbers(*(f"trend.{name}" for name in COUNTED))
    for number, run in enumerate(history.rounds, start=1):
        made.row(words("trend.round", n=number, day=words.day(run.day)), *round_counts(run))
    return made.table()


def round_counts(run: Round) -> tuple[int, ...]:
    """Return the figures of a run in the order of ``COUNTED``; sites that were not audited add nothing."""
    sites = _audited(run)
    counted = {name: run.counting() if name == "unexamined" else sites for name in COUNTED[1:]}
    return (len(sites), *(sum(getattr(site, name) for site in chosen) for name, chosen in counted.items()))


def trend_charts(report: Report, history: History) -> tuple[Chart, ...]:
    """Return bars of dead links, open and fixed faults over the runs of one month; none where there is one run only."""
    if len(history.rounds) < 2 or len(history.months) > 1:
        return ()
    return tuple(_chart(report.words, history, name) for name in ("dead", "open", "fixed"))


def months_table(report: Report, history: History) -> ReportTable:
    """Return each month of the period: when it was audited, how often, and how many sites of how many."""
    words = report.words
    made = TableBuilder(words, "months").texts("month", "days").numbers("runs", "sites_audited", "sites_listed")
    for month in history.months:
        runs = _runs_of(history, month)
        days = words.joined(words.day(run.day) for run in runs) or words("trend.no_run")
        audited = {site.site for run in runs for site in _audited(run)}
        listed = {site.site for run in runs for site in run.counting()}
        made.row(words.period(month), days, len(runs), len(audited), len(listed))
    return made.table()


def full_months(history: History) -> int:
    """Return the number of months of the period in which every site of the list was audited."""
    full = 0
    for month in history.months:
        runs = _runs_of(history, month)
        listed = {site.site for run in runs for site in run.counting()}
        full += bool(listed) and listed == {site.site for run in runs for site in _audited(run)}
    return full


def repair_figures(report: Report, history: History) -> tuple[Figure, ...]:
    """Return what became of the faults of the period; the first figure is the sum of the next four."""
    words = report.words
    figures = [
        Figure(words(f"ledger.{name}"), words.number(getattr(history.faults, name)))
        for name in ("found", "fixed", "open", "unexamined", "waived")
    ]
    if history.repairs:
        days = [repair.days for repair in history.repairs]
        timings = Counter(repair.timing for repair in history.repairs)
        timed = history.repairs_with_deadline
        figures.append(Figure(words("ledger.repairs"), words.number(len(days))))
        figures.append(Figure(words("ledger.median"), words.number(median(days))))
        figures.append(Figure(words("ledger.longest"), words.number(max(days))))
        figures.append(Figure(words("ledger.gap"), words.number(max(repair.gap for repair in history.repairs))))
        figures.append(Figure(words("ledger.in_time"), words.share(timings[Timing.IN_TIME], timed)))
        figures.append(Figure(words("ledger.late"), words.number(timings[Timing.LATE])))
        figures.append(Figure(words("ledger.unknown"), words.number(timings[Timing.UNKNOWN])))
    return tuple(figures)


def repairs_by_site(report: Report, history: History) -> ReportTable:
    """Return what was mended on each site, one row a site, sites without a fault included."""
    words = report.words
    made = TableBuilder(words, "repairs").texts("site").numbers(*(f"trend.{name}" for name in _REPAIRS))
    for site in (site for site in report.evidence.sites if site.site.kind.counts):
        made.row(words.name(site.site), *_site_repairs(words, history, site))
    return made.table()


def _site_repairs(words: Words, history: History, site: SiteEvidence) -> tuple[str | float, ...]:
    rounds = [row for run in history.rounds for row in run.sites if row.site == site.site.id]
    days = [repair.days for repair in history.repairs if repair.site == site.site.id]
    none = words("phrase.none")
    last = rounds[-1] if rounds else None
    return (
        words("trend.months_of", n=history.months_of(site.site.id), of=len(history.months)),
        *(sum(getattr(row, name) for row in rounds) for name in ("new", "returned", "fixed")),
        *((median(days), max(days)) if days else (none, none)),
        *(getattr(last, name) if last else 0 for name in ("open", "unexamined", "waived")),
    )


def trend_sheet(report: Report, history: History) -> Sheet:
    """Return the figures of every run and site as a spreadsheet."""
    words, names = report.words, COUNTED[1:]
    site_names = {site.site.id: words.name(site.site) for site in report.evidence.sites}
    rows = tuple(
        (run.run, run.day, site_names.get(row.site, row.site), words.of(row.state), *(getattr(row, n) for n in names))
        for run in history.rounds
        for row in run.sites
    )
    head = (words("trend.run"), words("column.days"), words("column.site"), words("export.life"))
    return Sheet(
        words("caption.rounds"), (*head, *(words(f"trend.{name}") for name in names)), rows, report.evidence.run.day
    )


def _runs_of(history: History, month: str) -> list[Round]:
    return [run for run in history.rounds if run.day[:7] == month]


def _audited(run: Round) -> list[SiteRound]:
    """The sites of the bureau and its units that this run audited."""
    return [site for site in run.counting() if site.state is SiteState.AUDITED]


def _chart(words: Words, history: History, name: str) -> Chart:
    values = [(run, round_counts(run)[COUNTED.index(name)]) for run in history.rounds]
    most = max(1, *(value for _, value in values))
    bars = tuple(
        ChartBar(words.day(run.day), words.number(value), round(100 * value / most, 2)) for run, value in values
    )
    label = words(f"trend.{name}")
    summary = words("trend.summary", what=label, first=values[0][1], last=values[-1][1], n=len(values))
    return Chart(f"trend-{name}", label, summary, bars)
