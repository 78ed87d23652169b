"""The tables of coverage, comparison and conduct: what was asked, what was not and why, and how hosts were treated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from auditor.model import SiteEvidence, SiteState, Topic, Untested
from auditor.report.html.cards import safe_href
from auditor.report.html.figures import Share, audited, faults, questions, things, untested, valid_links_share
from auditor.report.html.summary import site_reason
from auditor.report.html.views import Chart, ChartBar, Column, Grid, Report, Row, Status, TableCell
from auditor.report.words import Words


def coverage_table(report: Report) -> Grid:
    """Every site with what was read of it; a site that was not audited carries its reason across the row."""
    words = report.words
    keys = ("pages", "pages_failed", "pages_not_asked", "targets", "visits", "visits_failed", "carried")
    columns = [Column(words("column.site"))] + [Column(words(f"column.{key}"), numeric=True) for key in keys]
    rows = []
    for site in report.evidence.sites:
        numbers = tuple(_number(words, getattr(site.run, key)) for key in keys)
        rows.append(Row(site_cell(words, site), numbers if seen(site) else (absent(words, site, len(keys)),)))
    return Grid("coverage", words("caption.coverage"), tuple(columns), tuple(rows))


def comparison_table(report: Report) -> Grid:
    """Sites side by side, by page where sizes differ, each share with its denominator."""
    words = report.words
    keys = ("pages", "faults", "per_page", "links", "accessibility", "metadata", "questions")
    columns = [Column(words("column.site"))] + [Column(words(f"column.{key}"), numeric=True) for key in keys]
    rows = []
    for site in report.evidence.sites:
        cells = _compared(report, site) if seen(site) else (absent(words, site, len(keys)),)
        rows.append(Row(site_cell(words, site), cells))
    return Grid("comparison", words("caption.comparison"), tuple(columns), tuple(rows))


def per_page_chart(report: Report) -> Chart | None:
    """Faults per hundred pages of each audited site, longest bar first; None where nothing was audited."""
    words = report.words
    sites = [site for site in audited(report.evidence.sites) if site.run.pages]
    rates = sorted(((100 * len(faults(site.findings)) / site.run.pages, site) for site in sites), key=_by_rate)
    if not rates:
        return None
    most = max(rates[0][0], 1e-9)
    bars = [
        ChartBar(words.name(site.site), words.number(round(rate, 1)), round(100 * rate / most, 2))
        for rate, site in rates
    ]
    summary = words("chart.summary", sites=len(bars), most=bars[0].label, rate=bars[0].value)
    return Chart("per-page", words("chart.per_page"), summary, tuple(bars))


def skipped_table(words: Words, sites: Iterable[SiteEvidence], *, named: bool) -> Grid:
    """Addresses that were not looked at, by reason, with an example; ``named`` says whose they are."""
    head = [Column(words("column.site"))] if named else []
    columns = [
        *head,
        Column(words("column.reason")),
        Column(words("column.kind")),
        Column(words("column.count"), numeric=True),
    ]
    rows = []
    for site in sites:
        for left in sorted(site.skipped, key=lambda left: (left.reason, left.kind, left.example)):
            example = TableCell(
                left.example or words("say.none"), href=safe_href(left.example), outside=True, code=True
            )
            cells = (TableCell(_kind(words, left.kind)), _number(words, left.count), example)
            reason = TableCell(words.of(left.reason))
            rows.append(Row(site_cell(words, site), (reason, *cells)) if named else Row(reason, cells))
    return Grid("skipped", words("caption.skipped"), (*columns, Column(words("column.example"))), tuple(rows))


def unjudged_table(report: Report, sites: Sequence[SiteEvidence]) -> Grid:
    """Checks that could not look at some subjects, by reason."""
    words = report.words
    columns = (
        Column(words("column.check")),
        Column(words("column.reason")),
        Column(words("column.subjects"), numeric=True),
    )
    rows = []
    for (check, reason), count in sorted(untested(sites).items()):
        known = report.checks.get(check)
        header = TableCell(words.sentence(known.title, {}) if known else check, note=check if known else "")
        rows.append(Row(header, (TableCell(words.of(reason)), _number(words, count))))
    return Grid("unjudged", words("caption.unjudged"), columns, tuple(rows))


def not_audited(report: Report) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Sites that were not audited, as (reason, names)."""
    groups: dict[str, list[str]] = {}
    for site in report.evidence.sites:
        if not seen(site):
            groups.setdefault(site_reason(report.words, site), []).append(report.words.name(site.site))
    return tuple((reason, tuple(names)) for reason, names in groups.items())


def unseen_reasons(sites: Iterable[SiteEvidence]) -> tuple[tuple[Untested, int], ...]:
    """Addresses that were not looked at, counted by reason, most first."""
    count: Counter[Untested] = Counter()
    for site in sites:
        for left in site.skipped:
            count[left.reason] += left.count
    return tuple(sorted(count.items(), key=lambda pair: (-pair[1], pair[0])))


def hosts_table(report: Report) -> Grid:
    """How each host was asked, and how it answered."""
    words = report.words
    columns = [Column(words("column.host")), Column(words("column.robots"))]
    columns += [
        Column(words(f"column.{key}"), numeric=True) for key in ("requests", "delay", "crawl_delay", "median", "parked")
    ]
    rows = [
        Row(
            TableCell(host.host, code=True),
            (
                TableCell(_robots(words, host.robots)),
                _number(words, host.requests),
                _number(words, host.delay),
                _number(words, host.crawl_delay),
                _number(words, host.median_ms),
                _number(words, host.parked),
            ),
        )
        for host in sorted(report.evidence.hosts, key=lambda host: host.host)
    ]
    return Grid("hosts", words("caption.hosts"), tuple(columns), tuple(rows))


def conduct_table(report: Report) -> Grid:
    """The run in figures: dates, duration, versions, settings."""
    words, run, judgement = report.words, report.evidence.run, report.evidence.judgement
    facts = [("run.number", words.number(run.number)), ("run.day", words.day(run.day))]
    facts.append(("run.started", words.moment(run.started)))
    if run.ended:
        seconds = (datetime.fromisoformat(run.ended) - datetime.fromisoformat(run.started)).total_seconds()
        facts += [("run.ended", words.moment(run.ended)), ("run.duration", words.duration(seconds))]
    else:
        facts.append(("run.ended", words("run.not_ended")))
    facts.append(("run.judgement", words("run.judgement_of", n=judgement.number, made=words.moment(judgement.made))))
    facts += [("run.ruleset", judgement.ruleset), ("run.checks", words.number(len(judgement.checks)))]
    settings = run.settings
    facts.append(("run.topics", words("say.comma").join(words(f"topic.{topic}") for topic in settings.topics)))
    facts += [
        ("run.agent", settings.portfolio.agent),
        ("run.contact", settings.portfolio.contact),
        ("run.source", settings.source),
    ]
    rows = [Row(TableCell(words(key)), (TableCell(value or words("say.not_set")),)) for key, value in facts]
    return Grid(
        "conduct", words("caption.conduct"), (Column(words("column.what")), Column(words("column.value"))), tuple(rows)
    )


def tools_table(report: Report) -> Grid:
    """Tools with their versions."""
    words = report.words
    rows = [Row(TableCell(name), (TableCell(version),)) for name, version in sorted(report.evidence.run.tools.items())]
    return Grid(
        "tools", words("caption.tools"), (Column(words("column.tool")), Column(words("column.version"))), tuple(rows)
    )


def settings_table(report: Report) -> Grid:
    """The terms on which each site was audited: standard, level, budget, politeness."""
    words = report.words
    keys = (
        "standard",
        "level",
        "budget_pages",
        "budget_depth",
        "budget_visits",
        "delay",
        "concurrency",
        "obeys_robots",
    )
    columns = [Column(words("column.site"))] + [
        Column(words(f"column.{key}"), numeric=key not in _WORDED) for key in keys
    ]
    rows = []
    for evidence in report.evidence.sites:
        site = evidence.site
        numbers = (
            site.budget.pages,
            site.budget.depth,
            site.budget.visits,
            site.politeness.delay,
            site.politeness.concurrency,
        )
        obeys = TableCell(words("say.yes" if site.politeness.robots else "say.no"))
        cells = (TableCell(site.version), TableCell(site.level), *(_number(words, number) for number in numbers), obeys)
        rows.append(Row(site_cell(words, evidence), cells))
    return Grid("terms", words("caption.terms"), tuple(columns), tuple(rows))


def seen(site: SiteEvidence) -> bool:
    """Whether the site was audited."""
    return site.run.state is SiteState.AUDITED


def site_cell(words: Words, site: SiteEvidence) -> TableCell:
    """A site's name with the link to its page."""
    note = words("say.commissioned") if not site.site.kind.counts else ""
    return TableCell(words.name(site.site), href=f"sites/{site.site.id}.html", note=note)


def absent(words: Words, site: SiteEvidence, span: int) -> TableCell:
    """A cell over ``span`` columns that says why there is nothing to tell."""
    return TableCell(words("say.untested_because", reason=site_reason(words, site)), status=Status.UNTESTED, span=span)


def share_cell(words: Words, share: Share) -> TableCell:
    """A share as a cell: the percentage, with the counts below."""
    if not share.total:
        return TableCell(words("say.none_counted"), status=Status.UNTESTED)
    return TableCell(
        words.percent(share.good, share.total), note=words("say.counts", good=share.good, total=share.total)
    )


_WORDED = ("standard", "level", "obeys_robots")


def _compared(report: Report, site: SiteEvidence) -> tuple[TableCell, ...]:
    words, open_faults = report.words, len(faults(site.findings))
    rate = words.number(round(100 * open_faults / site.run.pages, 1)) if site.run.pages else words("say.none_counted")
    return (
        _number(words, site.run.pages),
        _number(words, open_faults),
        TableCell(rate),
        share_cell(words, valid_links_share(site)),
        share_cell(words, things(site, Topic.ACCESSIBILITY, report.checks)),
        share_cell(words, things(site, Topic.METADATA, report.checks)),
        _number(words, len(questions(site.findings))),
    )


def _number(words: Words, number: float) -> TableCell:
    return TableCell(words.number(number))


def _by_rate(pair: tuple[float, SiteEvidence]) -> tuple[float, str]:
    return (-pair[0], pair[1].site.id)


def _kind(words: Words, kind: str) -> str:
    return words(f"queuekind.{kind}") if words.has(f"queuekind.{kind}") else kind


def _robots(words: Words, robots: str) -> str:
    return words(f"robots.{robots}") if words.has(f"robots.{robots}") else robots or words("say.none")
