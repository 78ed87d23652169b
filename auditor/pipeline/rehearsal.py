"""Rehearses the audit of one site: ten pages of it, and what a month will request of its host."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from statistics import median

import msgspec

from auditor import urls
from auditor.crawl.progress import Watch
from auditor.model import (
    Evidence,
    FetchFailure,
    FetchRecord,
    LinkState,
    Outcome,
    Run,
    Settings,
    Site,
    SiteCoverage,
    Untested,
)
from auditor.pipeline.ad_hoc import ad_hoc_settings, audit_ad_hoc_with
from auditor.pipeline.run import plan_run
from auditor.store import Store

PAGES = 10
"""Pages of the site that a rehearsal reads."""


class Rehearsal(msgspec.Struct, frozen=True):
    """What a rehearsal requested, and what a month will request."""

    site: str
    coverage: SiteCoverage
    requests: int
    """Requests made to the site's host."""
    refused: int
    """Of them those that were refused or not answered."""
    other_hosts: int
    """Other hosts that its links lead to."""
    median_ms: int
    """Median time of an answer of its host in milliseconds; 0 without an answer."""
    faults: int
    """Faults found on the pages read."""
    questions: int
    """What a person has to decide."""
    known: int
    """Pages of the site that the pages read name or are: a month will request these at least, within its budget."""
    least_hours: float
    """Hours that the known pages take at the configured delay."""
    most_pages: int
    """The site's budget of pages."""
    most_hours: float
    """Hours that the whole budget takes at the configured delay."""


def rehearse(settings: Settings, site: Site, now: datetime, watch: Watch) -> Rehearsal:
    """Audit ``PAGES`` pages of one configured site in a temporary store, on the terms of a month's run.

    Raises ``InterruptedError`` when a signal stops it.
    """
    budget = msgspec.structs.replace(
        site.budget, pages=min(PAGES, site.budget.pages), visits=min(PAGES, site.budget.visits)
    )
    small = msgspec.structs.replace(site, budget=budget)
    terms = ad_hoc_settings((small,), settings.topics, settings.portfolio)
    audit = audit_ad_hoc_with(terms, now, watch, _requests)
    if audit.waiting is not None:
        raise InterruptedError("stopped before the pages were audited; nothing was kept")
    return _rehearsal(settings, site, audit.evidence, audit.facts)


class _Requests(msgspec.Struct, frozen=True):
    """Figures of the requests, by host."""

    own: int
    refused: int
    others: int
    median_ms: int
    named: int


def _requests(store: Store, run: Run) -> _Requests:
    site = run.settings.portfolio.sites[0]
    host = urls.host_of(site.url)
    fetched = list(store.facts.fetch_records(run.number))
    own = [record for record in fetched if urls.host_of(record.url) == host]
    times = [record.answer.elapsed_ms for record in own if not isinstance(record.answer, FetchFailure)]
    named = sum(count.count for count in store.queue.skipped(run.number) if count.reason is Untested.BUDGET)
    return _Requests(
        len(own),
        sum(map(_is_refused, own)),
        len({urls.host_of(record.url) for record in fetched} - {host}),
        round(median(times)) if times else 0,
        named,
    )


def _is_refused(record: FetchRecord) -> bool:
    return isinstance(record.answer, FetchFailure) or record.target.state is LinkState.BLOCKED


def _rehearsal(settings: Settings, site: Site, evidence: Evidence, requests: _Requests) -> Rehearsal:
    (found,) = evidence.sites
    known = min(found.run.pages + requests.named, site.budget.pages)
    portfolio = settings.portfolio
    least, most = (
        plan_run(
            msgspec.structs.replace(
                settings, sites=(), portfolio=msgspec.structs.replace(portfolio, sites=(_with_pages(site, pages),))
            )
        ).hours
        for pages in (known, site.budget.pages)
    )
    return Rehearsal(
        site.id,
        found.run,
        requests.own,
        requests.refused,
        requests.others,
        requests.median_ms,
        _count(found.findings, Outcome.FAILED),
        _count(found.findings, Outcome.CANT_TELL),
        known,
        least,
        site.budget.pages,
        most,
    )


def _with_pages(site: Site, pages: int) -> Site:
    return msgspec.structs.replace(site, budget=msgspec.structs.replace(site.budget, pages=pages))


def _count(findings: Iterable[object], outcome: Outcome) -> int:
    return sum(getattr(finding, "outcome", None) is outcome for finding in findings)
