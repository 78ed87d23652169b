"""Round after round: the chart, the table beside it, and how fast what was found was mended."""

from __future__ import annotations

from statistics import median

from auditor.findings.history import History, Round
from auditor.model import SiteState
from auditor.report.exports.spreadsheet import Sheet
from auditor.report.html.views import Chart, ChartBar, Column, Figure, Grid, Report, Row, TableCell
from auditor.report.words import Words

COUNTED = ("audited", "pages", "links", "dead", "unverified", "open", "new", "returned", "fixed", "waived")


def rounds(report: Report, history: History) -> Grid:
    """Every run of the span with its figures over the bureau and its units."""
    words = report.words
    columns = [Column(words("column.round"))] + [Column(words(f"trend.{name}"), numeric=True) for name in COUNTED]
    rows = tuple(
        Row(
            TableCell(words("trend.round", n=number, day=words.day(one.day))),
            tuple(TableCell(words.number(value)) for value in counts(one)),
        )
        for number, one in enumerate(history.rounds, start=1)
    )
    return Grid("rounds", words("caption.rounds"), tuple(columns), rows)


def counts(one: Round) -> tuple[int, ...]:
    """The figures of a run in the order of ``COUNTED``; not audited sites count in none but as missing."""
    sites = [site for site in one.counting() if site.state is SiteState.AUDITED]
    return (len(sites), *(sum(getattr(site, name) for site in sites) for name in COUNTED[1:]))


def charts(report: Report, history: History) -> tuple[Chart, ...]:
    """Dead links and open faults over the rounds; none where there is one round only."""
    if len(history.rounds) < 2:
        return ()
    return tuple(_chart(report.words, history, name) for name in ("dead", "open", "fixed"))


def months(report: Report, history: History) -> Grid:
    """In which month of the span how many sites were fully checked, and what is missing."""
    words, rows = report.words, []
    for month in history.months:
        runs = [one for one in history.rounds if one.day[:7] == month]
        seen = {site.site for one in runs for site in one.counting() if site.state is SiteState.AUDITED}
        listed = {site.site for one in runs for site in one.counting()}
        days = words("say.comma").join(words.day(one.day) for one in runs) or words("trend.no_run")
        said = (
            TableCell(days),
            TableCell(words.number(len(runs))),
            TableCell(words.number(len(seen))),
            TableCell(words.number(len(listed))),
        )
        rows.append(Row(TableCell(words.period(month)), said))
    columns = [Column(words("column.month")), Column(words("column.days"))]
    columns += [Column(words(f"column.{name}"), numeric=True) for name in ("runs", "sites_audited", "sites_listed")]
    return Grid("months", words("caption.months"), tuple(columns), tuple(rows))


def full_months(history: History) -> int:
    """Months of the span in which every site of the list was audited."""
    full = 0
    for month in history.months:
        sites = [site for one in history.rounds if one.day[:7] == month for site in one.counting()]
        seen = {site.site for site in sites if site.state is SiteState.AUDITED}
        full += bool(sites) and seen == {site.site for site in sites}
    return full


def repair_figures(report: Report, history: History) -> tuple[Figure, ...]:
    """What became of the faults of the span; the first figure is the sum of the next three."""
    words, found = report.words, history.faults
    figures = [
        Figure(words(f"ledger.{name}"), words.number(getattr(found, name)))
        for name in ("found", "fixed", "open", "waived")
    ]
    if history.repairs:
        days = [one.days for one in history.repairs]
        timed = [one.in_time for one in history.repairs if one.in_time is not None]
        figures.append(Figure(words("ledger.repairs"), words.number(len(days))))
        figures.append(Figure(words("ledger.median"), words.number(median(days))))
        figures.append(Figure(words("ledger.longest"), words.number(max(days))))
        figures.append(Figure(words("ledger.in_time"), words.share(sum(timed), len(timed))))
    return tuple(figures)


def by_site(report: Report, history: History) -> Grid:
    """What was mended on each site, one row a site, zero rows included."""
    words = report.words
    names = ("months", "new", "returned", "fixed", "median_days", "longest_days", "open", "waived")
    columns = [Column(words("column.site"))] + [Column(words(f"trend.{name}"), numeric=True) for name in names]
    last = {site.site: site for one in history.rounds for site in one.sites}
    rows = []
    for site in (site for site in report.evidence.sites if site.site.kind.counts):
        mine = [each for one in history.rounds for each in one.sites if each.site == site.site.id]
        days = [one.days for one in history.repairs if one.site == site.site.id]
        took = (words.number(median(days)), words.number(max(days))) if days else (words("say.none"),) * 2
        now = last.get(site.site.id)
        values = (
            words("trend.months_of", n=history.months_of(site.site.id), of=len(history.months)),
            *(words.number(sum(getattr(each, name) for each in mine)) for name in ("new", "returned", "fixed")),
            *took,
            *(words.number(getattr(now, name) if now else 0) for name in ("open", "waived")),
        )
        rows.append(Row(TableCell(words.name(site.site)), tuple(TableCell(value) for value in values)))
    return Grid("repairs", words("caption.repairs"), tuple(columns), tuple(rows))


def trend_sheet(report: Report, history: History) -> Sheet:
    """The figures of every run and site as a spreadsheet."""
    words = report.words
    names = {site.site.id: words.name(site.site) for site in report.evidence.sites}
    keys = COUNTED[1:]
    rows = tuple(
        (one.run, one.day, names.get(site.site, site.site), words.of(site.state), *(getattr(site, key) for key in keys))
        for one in history.rounds
        for site in one.sites
    )
    head = (words("trend.run"), words("column.days"), words("column.site"), words("export.life"))
    return Sheet(
        words("caption.rounds"), (*head, *(words(f"trend.{key}") for key in keys)), rows, report.evidence.run.day
    )


def _chart(words: Words, history: History, name: str) -> Chart:
    values = [(one, counts(one)[COUNTED.index(name)]) for one in history.rounds]
    most = max(1, *(value for _, value in values))
    bars = tuple(
        ChartBar(words.day(one.day), words.number(value), round(100 * value / most, 2)) for one, value in values
    )
    label = words(f"trend.{name}")
    summary = words("trend.summary", what=label, first=values[0][1], last=values[-1][1], n=len(values))
    return Chart(f"trend-{name}", label, summary, bars)
