"""Paste-ready sentences for the form, filled only from data; what there is no data for is not said."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from auditor.findings.history import History
from auditor.model import Life, Outcome, SiteState, Topic
from auditor.report.compliance.trend import full_months
from auditor.report.html.figures import Share, audited, counting, things
from auditor.report.html.views import Report


def sentences(report: Report, history: History) -> tuple[tuple[str, str], ...]:
    """Sentences as (row of the form, text), in the form's order."""
    return tuple((row, text + report.words("say.full_stop")) for row, text in _all(report, history))


def _all(report: Report, history: History) -> Iterator[tuple[str, str]]:
    words = report.words
    when, runs = words.span(history.span), len(history.rounds)
    if not history.rounds:
        yield "1.2.2", words("sentence.no_run", when=when)
        return
    yield "1.2.2", _links(report, history, when)
    topics = (("1.2.2.4", Topic.METADATA), ("1.2.2.8", Topic.ACCESSIBILITY))
    seen = audited(counting(report.evidence.sites))
    shares = {topic: sum((things(site, topic, report.checks) for site in seen), Share()) for _, topic in topics}
    if (share := shares[Topic.METADATA]).total:
        yield "1.2.2.4", words("sentence.metadata", share=words.share(share.good, share.total))
    months = len(history.months)
    yield "1.2.2.6", words("sentence.months", when=when, months=months, full=full_months(history), runs=runs)
    if history.repairs:
        days = [one.days for one in history.repairs]
        yield "1.2.2.6", words("sentence.repairs", n=len(days), median=median(days), longest=max(days))
    if (share := shares[Topic.ACCESSIBILITY]).total:
        yield "1.2.2.8", words("sentence.accessibility", share=words.share(share.good, share.total))


def _links(report: Report, history: History, when: str) -> str:
    words, last = report.words, history.rounds[-1]
    sites = [site for site in last.counting() if site.state is SiteState.AUDITED]
    listed, dead = len(last.counting()), history.dead_links
    said = [
        words("sentence.runs", when=when, runs=len(history.rounds)),
        words("sentence.reach", sites=len(sites), listed=listed, pages=sum(site.pages for site in sites)),
        words("sentence.links", links=sum(site.links for site in sites)),
        words("sentence.dead", dead=dead.found),
    ]
    if len(history.rounds) > 1:
        said.append(words("sentence.mended", fixed=dead.fixed, left=dead.open))
    if dead.waived:
        said.append(words("sentence.waived", n=dead.waived))
    unsure = sum(site.unverified for site in sites)
    said.append(words("sentence.unsure", n=unsure))
    return words("say.clause").join(said)


def open_questions(report: Report) -> int:
    """Findings that a person still has to look at."""
    found = (one for site in report.evidence.sites for one in site.findings)
    return sum(one.outcome is Outcome.CANT_TELL and one.life.is_open and one.life is not Life.WAIVED for one in found)
