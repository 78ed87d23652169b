"""Re-checks findings: crawls and judges again only their pages and targets, in seconds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from auditor import urls
from auditor.crawl.progress import Watch
from auditor.judging import registry
from auditor.model import (
    Budget,
    Finding,
    Judgement,
    Life,
    Outcome,
    Portfolio,
    Recheck,
    Scope,
    Settings,
    Site,
)
from auditor.pipeline.ad_hoc import run_in_temporary_store
from auditor.store import Store

MOST_PAGES = 40
"""Pages fetched again for one finding; its other places are counted as not examined."""


class RecheckedFinding(msgspec.Struct, frozen=True):
    """One finding after its re-check."""

    finding: Finding
    """The finding as it was before."""
    life: Life
    """Lasting, fixed, or unexamined where not every place could be examined."""
    examined: int
    """Places that were examined."""
    places: int
    """All places of the finding."""


def latest_judgement(store: Store) -> Judgement:
    """The judgement whose findings are re-checked: the latest of the latest judged run. Raises ``LookupError``."""
    judgement = next(filter(None, (store.judgements.latest(run.number) for run in reversed(store.runs.all()))), None)
    if judgement is None:
        raise LookupError("no judged run in this store; start with `auditor run`")
    return judgement


def find_findings(store: Store, judgement: Judgement, words: Sequence[str]) -> list[Finding]:
    """Find the open findings of a judgement that the words name: fingerprints (or their beginning) or addresses.

    Of a fault and a question with one cause it is the fault. Raises ``LookupError`` with the word that names nothing.
    """
    findings = [finding for finding in store.judgements.findings(judgement) if finding.life.is_open]
    chosen: dict[str, Finding] = {}
    for word in words:
        named = [finding for finding in findings if _names(word, finding)]
        if not named:
            raise LookupError(f"{word}: no open finding has this number, page or target in run {judgement.run}")
        chosen |= {finding.fingerprint: finding for finding in named}
    return list(chosen.values())


def findings_of_unit(store: Store, judgement: Judgement, unit: str) -> list[Finding]:
    """The open findings of a judgement on a unit's pages. Raises ``LookupError`` where there are none."""
    findings = [
        finding for finding in store.judgements.findings(judgement) if finding.life.is_open and finding.owner == unit
    ]
    if not findings:
        raise LookupError(f"{unit}: no open finding is owned by this unit in run {judgement.run}")
    return list({finding.fingerprint: finding for finding in findings}.values())


def recheck(portfolio: Portfolio, findings: Sequence[Finding], now: datetime, watch: Watch) -> list[RecheckedFinding]:
    """Crawl the findings' pages and targets again and decide the life of each finding."""
    settings = _selection(portfolio, findings)
    return run_in_temporary_store(
        settings, now, watch, lambda store, _, judgement: _compare(store, judgement, findings)
    )


def record_recheck(store: Store, run: int, results: Sequence[RecheckedFinding], now: datetime) -> None:
    """Save the results of a re-check of a run's findings, with the moment."""
    moment = now.isoformat(timespec="seconds")
    store.rechecks.save(
        Recheck(
            result.finding.fingerprint, moment, run, result.finding.site, result.life, result.examined, result.places
        )
        for result in results
    )


def _names(word: str, finding: Finding) -> bool:
    if "://" in word:
        return finding.cause == word or any(spot.place.url == word for spot in finding.spots)
    return finding.fingerprint.startswith(word)


def _selection(portfolio: Portfolio, findings: Sequence[Finding]) -> Settings:
    checks = {check.id: check for check in registry.load_checks()}
    pages: dict[str, dict[str, None]] = {}
    only: dict[str, None] = {}
    for finding in findings:
        urls_of = dict.fromkeys(spot.place.url for spot in finding.spots)
        pages.setdefault(finding.site, {}).update(dict.fromkeys(list(urls_of)[:MOST_PAGES]))
        if checks[finding.check].scope is Scope.LINK:
            only[urls.without_fragment(finding.cause)] = None
    topics = tuple(dict.fromkeys(str(checks[finding.check].topic) for finding in findings))
    sites = tuple(_narrowed(portfolio.site(site), list(addresses)) for site, addresses in pages.items())
    chosen = msgspec.structs.replace(portfolio, sites=sites)
    return Settings(chosen, topics=topics, source="recheck", only=tuple(only))


def _narrowed(site: Site, pages: list[str]) -> Site:
    starts = tuple(dict.fromkeys((site.url, *pages)))
    return msgspec.structs.replace(site, starts=starts, budget=Budget(pages=len(starts), visits=len(starts)))


def _compare(store: Store, judgement: Judgement, findings: Sequence[Finding]) -> list[RecheckedFinding]:
    now = {finding.fingerprint: finding for finding in store.judgements.findings(judgement)}
    return [_rechecked(store, judgement, finding, now.get(finding.fingerprint)) for finding in findings]


def _rechecked(store: Store, judgement: Judgement, before: Finding, after: Finding | None) -> RecheckedFinding:
    places = len(before.spots)
    judged = [store.judgements.page_judged(judgement, spot.place.url, before.check) for spot in before.spots]
    examined = sum(judged) if _target_is_known(store, judgement, before) else 0
    if after is not None:
        sure = after.outcome in (before.outcome, Outcome.FAILED)
        return RecheckedFinding(before, Life.LASTING if sure else Life.UNEXAMINED, examined, places)
    return RecheckedFinding(before, Life.FIXED if examined == places else Life.UNEXAMINED, examined, places)


def _target_is_known(store: Store, judgement: Judgement, finding: Finding) -> bool:
    """Whether the cause, where it is an address that was fetched again, is now known to be alive."""
    target = (
        store.facts.fetch_record(judgement.run, urls.without_fragment(finding.cause))
        if "://" in finding.cause
        else None
    )
    return target is None or target.target.state.is_alive
