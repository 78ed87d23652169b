"""Re-checks findings: crawls their pages and targets again and judges them as a run that follows theirs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

import msgspec

from auditor.crawl.progress import Watch
from auditor.model import (
    Finding,
    Judgement,
    Life,
    Outcome,
    Portfolio,
    Recheck,
    Run,
    RunState,
    Settings,
)
from auditor.pipeline.ad_hoc import run_in_temporary_store
from auditor.pipeline.recheck_selection import (
    MOST_PAGES,
    RecheckSelection,
    RequestSelector,
    pages_of,
    targets_of,
)
from auditor.pipeline.resume import open_run
from auditor.store import Store


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
    ruleset: str = ""
    """The version of the rules that examined it; empty where nothing was requested for it."""
    reason: str = ""
    """Why it is unexamined: a ``NotRequested``, or how the first address that prevented it answered: a detail of a
    link, why it was not requested (``Untested``), ``visit_failed``, ``more_pages`` or ``undecided``; else empty."""
    address: str = ""
    """That address; empty where the reason is none of one address."""


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


def recheck(  # noqa: PLR0913 - the findings, what they are re-checked with, and when
    store: Store, judgement: Judgement, portfolio: Portfolio, findings: Sequence[Finding], now: datetime, watch: Watch
) -> list[RecheckedFinding]:
    """Crawl the pages and targets of a judgement's findings again and decide the life of each, in their order.

    The findings stand in a temporary store as those of a run before; the judgement of what was crawled decides as that
    of any later run does. What nothing was requested for is unexamined.
    """
    run, coverage = store.runs.find(judgement.run), store.runs.site_coverage(judgement.run)
    results: dict[str, RecheckedFinding] = {}
    selector = RequestSelector(portfolio, coverage, run.settings.topics)
    for selection in selector.selections(findings):

        def begin(
            temporary: Store, settings: Settings, moment: datetime, *, selection: RecheckSelection = selection
        ) -> Run:
            _keep_as_earlier_run(temporary, run, judgement, selection.findings)
            temporary.runs.save_site_coverage(1, coverage)
            began = open_run(temporary, settings, moment)
            temporary.queue.plan(began.number, selection.requests)
            return began

        read = partial(_rechecked_findings, findings=selection.findings)
        results |= run_in_temporary_store(selection.settings, now, watch, read, begin)
    return [
        results.get(finding.fingerprint)
        or RecheckedFinding(
            finding, Life.UNEXAMINED, 0, finding.places, reason=selector.reason_not_requested(finding).value
        )
        for finding in findings
    ]


def record_recheck(store: Store, run: int, results: Sequence[RecheckedFinding], now: datetime) -> None:
    """Save the results of a re-check of a run's findings, with the moment."""
    moment = now.isoformat(timespec="seconds")
    store.rechecks.save(
        Recheck(
            result.finding.fingerprint, moment, run, result.finding.site, result.life, result.examined, result.places,
            result.ruleset,
        )
        for result in results
    )  # fmt: skip


def _names(word: str, finding: Finding) -> bool:
    if "://" in word:
        return finding.cause == word or any(place.place.url == word for place in finding.spots)
    return finding.fingerprint.startswith(word)


def _keep_as_earlier_run(store: Store, run: Run, judgement: Judgement, findings: Sequence[Finding]) -> None:
    """Store findings as those of a judged and reported run, with its day."""
    earlier = store.runs.create("earlier", run.day, run.settings, run.tools, run.started).number
    kept = store.judgements.create(
        earlier, ruleset=judgement.ruleset, checks=judgement.checks, made=judgement.made, waivers=judgement.waivers
    )
    store.judgements.save_findings(kept, findings)
    store.runs.set_state(earlier, RunState.REPORTED)


def _rechecked_findings(
    store: Store, run: Run, judgement: Judgement, *, findings: Sequence[Finding]
) -> dict[str, RecheckedFinding]:
    judged = list(store.judgements.findings(judgement))
    after = {(name, finding.outcome): finding for finding in judged for name in finding.continues}
    after |= {(finding.fingerprint, finding.outcome): finding for finding in judged}
    return {
        finding.fingerprint: _rechecked(
            store,
            run,
            judgement,
            finding,
            after.get((finding.fingerprint, finding.outcome)) or after[finding.fingerprint, Outcome.FAILED],
        )
        for finding in findings
    }


def _rechecked(store: Store, run: Run, judgement: Judgement, before: Finding, after: Finding) -> RecheckedFinding:
    """The result of one finding: ``after`` is the finding as the judgement of the re-check keeps it."""
    life = after.life if after.life in {Life.FIXED, Life.UNEXAMINED} else Life.LASTING
    examined = before.places
    if life is not Life.FIXED:
        seen = {place.place.url for place in after.spots} if life is Life.LASTING else set[str]()
        pages = {place.place.url for place in before.spots}
        seen |= {url for url in pages if store.judgements.page_judged(judgement, url, before.check)}
        examined = sum(place.place.url in seen for place in before.spots)
    reason, address = _obstacle(store, run, before) if life is Life.UNEXAMINED else ("", "")
    return RecheckedFinding(before, life, examined, before.places, judgement.ruleset, reason, address)


def _obstacle(store: Store, run: Run, finding: Finding) -> tuple[str, str]:
    """What prevented the examination of a finding, and at which of its addresses."""
    for url in (*pages_of(finding), *targets_of(finding)):
        fetched = store.facts.fetch_record(run.number, url)
        if fetched is None:
            requests = store.queue.requests_for(run.number, url)
            return next((known.skipped.value for known in requests if known.skipped), "not_requested"), url
        visited = store.facts.visit_record(run.number, url)
        if not fetched.target.state.is_alive:
            return fetched.target.detail.value, url
        if visited and visited.failure:
            return "visit_failed", url
    return ("more_pages" if finding.pages > MOST_PAGES else "undecided"), ""
