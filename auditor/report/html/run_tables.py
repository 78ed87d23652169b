"""Tables of the page about the run: the run itself, hosts, settings of the sites, thresholds, versions of the tools."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.findings.field_precision import LEAST_JUDGED, LEAST_PRECISION, is_doubted
from auditor.findings.form_items import effective_thresholds
from auditor.report.html.row_status import described
from auditor.report.html.site_cells import site_cell
from auditor.report.html.table_builder import ReportTable, TableBuilder, TableCell
from auditor.report.html.views import Report


def conduct_table(report: Report) -> ReportTable:
    """Return the run in figures: dates, duration, judgement, settings; one row a fact."""
    made = TableBuilder(report.words, "conduct").texts("what", "value")
    for key, value in (*_run_facts(report), *_settings_facts(report)):
        made.row(report.words(f"run.{key}"), value or report.words("phrase.not_set"))
    return made.table()


def _run_facts(report: Report) -> Iterator[tuple[str, str]]:
    words, run, judgement = report.words, report.evidence.run, report.evidence.judgement
    zone = run.settings.portfolio.time_zone
    yield "number", words.number(run.number)
    yield "day", words.day(run.day)
    yield "started", words.moment(run.started, zone)
    yield "ended", words.moment(run.ended, zone) if run.ended else words("run.not_ended")
    if run.ended:
        seconds = (datetime.fromisoformat(run.ended) - datetime.fromisoformat(run.started)).total_seconds()
        yield "duration", words.duration(seconds)
    yield "judgement", words("run.judgement_of", n=judgement.number, made=words.moment(judgement.made, zone))
    yield "ruleset", judgement.ruleset
    yield "checks", words.number(len(judgement.checks))


def _settings_facts(report: Report) -> Iterator[tuple[str, str]]:
    words, settings = report.words, report.evidence.run.settings
    yield "topics", words.joined(words(f"topic.{topic}") for topic in settings.topics)
    yield "agent", settings.portfolio.agent
    yield "contact", settings.portfolio.contact
    yield "source", settings.source


def hosts_table(report: Report) -> ReportTable:
    """Return how often and at which delay each host was requested, and how it answered."""
    words = report.words
    made = TableBuilder(words, "hosts").texts("host", "robots")
    made.numbers("requests", "opinions", "delay", "crawl_delay", "median", "parked")
    for host in sorted(report.evidence.hosts, key=lambda host: host.host):
        robots = words.named("robots", host.robots) or words("phrase.none")
        figures = (host.requests, host.opinions, host.delay, host.crawl_delay, host.median_ms, host.parked)
        made.row(TableCell(host.host, code=True), robots, *figures)
    return made.table()


def settings_table(report: Report) -> ReportTable:
    """Return the settings by which each site was audited: standard, level, budget, politeness."""
    words = report.words
    made = TableBuilder(words, "terms").texts("site", "standard", "level")
    made.numbers("budget_pages", "budget_depth", "budget_visits", "delay", "concurrency").texts("obeys_robots")
    for evidence in report.evidence.sites:
        site, budget, politeness = evidence.site, evidence.site.budget, evidence.site.politeness
        limits = (budget.pages, budget.depth, budget.visits, politeness.delay, politeness.concurrency)
        obeys = words.value(politeness.robots)
        made.row(site_cell(words, evidence), site.version, site.level, *limits, obeys)
    return made.table()


def thresholds_table(report: Report) -> ReportTable:
    """Return the thresholds that no rule gives, and whether the bureau or the tool chose them."""
    words, chosen = report.words, report.evidence.run.settings.portfolio.thresholds
    made = TableBuilder(words, "thresholds").texts("item").numbers("threshold").texts("origin")
    for name, share in effective_thresholds(chosen).items():
        label = words("caption.coverage_threshold") if name == "coverage" else described(words, name)
        made.row(label, f"{share:.0%}", words("method.chosen" if name in chosen else "method.shipped"))
    return made.table()


def precision_table(report: Report) -> ReportTable:
    """Return what people made of the findings of each rule: all that were judged, and how many were false alarms."""
    words = report.words
    made = TableBuilder(words, "precision").texts("check")
    made.numbers("judged", "mended_faults", "accepted_faults", "false_alarms", "right").texts("consequence")
    for found in sorted(report.evidence.judgement.precision, key=lambda found: (found.share, found.check)):
        check = report.checks.get(found.check)
        title = words.sentence(check.title, {}) if check else found.check
        right = words.share(found.judged - found.false_alarms, found.judged)
        known = "asks" if is_doubted(found) else "counts" if found.judged >= LEAST_JUDGED else "few"
        counts = (found.judged, found.mended, found.accepted, found.false_alarms)
        limits = {"judged": LEAST_JUDGED, "percent": round(LEAST_PRECISION * 100)}
        made.row(TableCell(title, note=found.check), *counts, right, words(f"precision.{known}", **limits))
    return made.table()


def tools_table(report: Report) -> ReportTable:
    """Return the tools with their versions."""
    made = TableBuilder(report.words, "tools").texts("tool", "version")
    for name, version in sorted(report.evidence.run.tools.items()):
        made.row(name, version)
    return made.table()
