"""Sentences to paste into the form, filled from data only; where there are no data, there is no sentence."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from auditor.findings.history import History
from auditor.model import Outcome, SiteState, Topic
from auditor.report.compliance.trend import full_months
from auditor.report.html.figures import CountedShare, audited, counting, passed_share
from auditor.report.html.summary import topics_left_out
from auditor.report.html.views import Report


def form_sentences(report: Report, history: History) -> tuple[tuple[str, str], ...]:
    """Return the sentences as (row of the form, text), in the form's order."""
    return tuple((row, text + report.words("punctuation.full_stop")) for row, text in _all(report, history))


def _all(report: Report, history: History) -> Iterator[tuple[str, str]]:
    words = report.words
    when, runs = words.span(history.span), len(history.rounds)
    if not history.rounds:
        yield "1.2.2", words("sentence.no_run", when=when)
        return
    yield "1.2.2", _links(report, history, when)
    if (share := _passed(report, Topic.METADATA)).total:
        yield "1.2.2.4", words("sentence.metadata", share=words.share(share.good, share.total))
    months = len(history.months)
    yield "1.2.2.6", words("sentence.months", when=when, months=months, full=full_months(history), runs=runs)
    if history.repairs:
        days = [repair.days for repair in history.repairs]
        yield (
            "1.2.2.6",
            words(
                "sentence.repairs",
                n=len(days),
                median=median(days),
                longest=max(days),
                gap=max(repair.gap for repair in history.repairs),
            ),
        )
    if (share := _passed(report, Topic.ACCESSIBILITY)).total:
        yield "1.2.2.8", words("sentence.accessibility", share=words.share(share.good, share.total))


def _passed(report: Report, topic: Topic) -> CountedShare:
    sites = audited(counting(report.evidence.sites))
    return sum((passed_share(site, topic, report.checks) for site in sites), CountedShare())


def _links(report: Report, history: History, when: str) -> str:
    words, last = report.words, history.rounds[-1]
    sites = [site for site in last.counting() if site.state is SiteState.AUDITED]
    listed, dead = len(last.counting()), history.dead_links
    known = sum(site.run.pages_known for site in audited(counting(report.evidence.sites)))
    clauses = [
        words("sentence.runs", when=when, runs=len(history.rounds)),
        words("sentence.reach", sites=len(sites), listed=listed, pages=sum(site.pages for site in sites), known=known),
        words("sentence.links", links=sum(site.links for site in sites)),
        words("sentence.dead", dead=dead.found),
    ]
    if changed := sum(site.changed_names for site in sites):
        clauses.append(words("sentence.changed_names", n=changed))
    clauses.append(words("sentence.mended", fixed=dead.fixed, left=dead.open, unexamined=dead.unexamined))
    if dead.waived:
        clauses.append(words("sentence.waived", n=dead.waived))
    clauses.append(words("sentence.unsure", n=sum(site.unverified for site in sites)))
    if left_out := topics_left_out(report):
        clauses.append(words("sentence.topics_left_out", topics=left_out))
    return words.joined(clauses, by="clause")


def open_questions(report: Report) -> int:
    """Return the number of findings that a person still has to decide."""
    findings = (finding for site in report.evidence.sites for finding in site.findings)
    return sum(finding.outcome is Outcome.CANT_TELL and finding.life.is_open for finding in findings)
