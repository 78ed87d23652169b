"""Judges each link target once for all sites, and places its faults at every link that leads to it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from auditor import urls
from auditor.crawl.answered_content import is_script_type
from auditor.crawl.link_state import (
    ending_soon,
    like_missing,
    missing_for_robots,
    not_fetched,
    own_network,
    soft_missing,
)
from auditor.judging import run_checks
from auditor.model import (
    Check,
    Judged,
    Link,
    LinkDetail,
    LinkState,
    LinkTarget,
    Notice,
    NotJudged,
    Outcome,
    Response,
    SeenThing,
    SiteTally,
    Tally,
    Untested,
    Verdict,
)
from auditor.pipeline.judgement.survey import Survey
from auditor.store import Store

_REASONS = {
    Untested.ROBOTS: LinkDetail.ROBOTS,
    Untested.EXCLUDED: LinkDetail.EXCLUDED,
    Untested.TRAP: LinkDetail.TRAP,
    Untested.TIMED_OUT: LinkDetail.TIMEOUT,
}

_BROKEN = "link-broken"
_COUNTED = (Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL)
_SCRIPTS = frozenset({"javascript", "vbscript"})
_NEVER_REQUESTED = frozenset({"", "http", "https", "mailto", "tel", "sms", "callto", "data", "about", "blob"})

TargetTallies = tuple[tuple[str, Tally], ...]
"""The results of all link checks for one target, as tallies by check; most targets share one and the same value."""


class TargetJudging:
    """The results of the link checks for every target of a run; only faults are kept in full, else tallies."""

    def __init__(self, store: Store, run: int, checks: tuple[Check, ...], survey: Survey) -> None:
        self._checks = checks
        self.survey = survey
        """What the targets were completed with."""
        self._tallies: dict[str, TargetTallies] = {}
        self._faults: dict[str, list[tuple[str, Verdict]]] = {}
        self._known: dict[TargetTallies, TargetTallies] = {}
        self._fetched: set[str] = set()
        self._dead: set[str] = set()
        self._statuses: dict[str, int] = {}
        for target in completed_targets(store, run, survey):
            self._judge(target)
            if target.answer is not None:
                self._fetched.add(target.url)
            if isinstance(target.answer, Response):
                self._statuses[target.url] = target.answer.status
            if target.state.is_dead:
                self._dead.add(target.url)

    def faults_at(self, link: Link, site: str) -> Iterator[Judged]:
        """The faults of a link's target, as verdicts at the link's own place on a page of a site."""
        for check, verdict in self._faults_of(link.url):
            data: dict[str, Any] = {**verdict.data, "text": link.text, "target": verdict.place.url}
            if check == _BROKEN and verdict.outcome is Outcome.FAILED and (now := self._successor(link, site)):
                data["suggested"] = now
            here = msgspec.structs.replace(
                verdict, place=link.place, cause=verdict.cause or verdict.place.url, data=data
            )
            yield Judged(check, verdict.place.url, (here,))

    def was_fetched(self, url: str) -> bool:
        """Whether an address (without fragment) was fetched in this run, whatever came of it."""
        return url in self._fetched

    def is_dead(self, url: str) -> bool:
        """Whether an address (without fragment) leads nowhere."""
        return url in self._dead

    def is_sound(self, url: str) -> bool:
        """Whether no check found a fault at an address or, where it has a fragment, at that part of it."""
        return not any(self._faults_of(url))

    def _faults_of(self, url: str) -> Iterator[tuple[str, Verdict]]:
        address = urls.without_fragment(url)
        faults = self._faults.get(address, ())
        return (fault for fault in faults if fault[1].place.url in (url, address))

    def _successor(self, link: Link, site: str) -> str:
        gone = urls.without_fragment(link.url)
        now = self.survey.successors.of(site, gone, link.text, besides=(link.place.url,))
        return "" if now in self.survey.missing else now

    def tallies(self, addresses: Iterable[str]) -> list[SiteTally]:
        """The tallies of a site whose pages link to these addresses (without fragment), one a link check."""
        counts, seen = Counter[TargetTallies](), dict[str, list[SeenThing]]()
        for address in addresses:
            counts[tallies := self._tallies_of(address)] += 1
            for check, tally in tallies:
                if tally.passed and len(known := seen.setdefault(check, [])) < _SHOWN:
                    known.append(SeenThing(address, status=self._statuses.get(address, 0)))
        things: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
        untested: dict[str, Counter[Untested]] = defaultdict(Counter)
        for tallies, times in counts.items():
            for check, tally in tallies:
                if tally.untested is not None:
                    untested[check][tally.untested] += times
                    continue
                parts = (tally.passed, tally.failed, tally.cant_tell, 1, bool(tally.failed))
                things[check] = [total + part * times for total, part in zip(things[check], parts, strict=True)]
        return [
            _tally(check, things[check], untested[check], seen.get(check, ())) for check in sorted({*things, *untested})
        ]

    def passed(self, check: str, cause: str) -> bool:
        """Whether a check examined a target (or its part after ``#``) in this run and found no fault there."""
        address, _, part = cause.partition("#")
        tally = dict(self._tallies.get(address, ())).get(check, Tally())
        linked = not part or any(fragment.name == part for fragment in self.survey.fragments.get(address, ()))
        faults = ((name, verdict.cause or verdict.place.url) for name, verdict in self._faults.get(address, ()))
        return linked and tally.examined > 0 and (check, cause) not in faults

    def _tallies_of(self, address: str) -> TargetTallies:
        """The tallies of an address; one that cannot be requested is judged when it is met."""
        if address not in self._tallies and not urls.is_web(address) and (detail := _unrequestable(address)):
            self._judge(not_fetched(address, detail))
        return self._tallies.get(address, ())

    def _judge(self, target: LinkTarget) -> None:
        results = run_checks.judge_target(self._checks, target)
        tallies = tuple(
            (result.check, tally_of(result)) for result in results if isinstance(result, NotJudged) or result.verdicts
        )
        self._tallies[target.url] = self._known.setdefault(tallies, tallies)
        faults = [
            (result.check, verdict) for result in results if isinstance(result, Judged) for verdict in result.verdicts
        ]
        faults = [(check, verdict) for check, verdict in faults if verdict.outcome is not Outcome.PASSED]
        if faults:
            self._faults[target.url] = faults


def _unrequestable(address: str) -> LinkDetail | None:
    """Why a link that is no web address was not requested; None for what nobody requests (mail, telephone, data)."""
    scheme = urls.scheme_of(address)
    return LinkDetail.SCRIPT if scheme in _SCRIPTS else None if scheme in _NEVER_REQUESTED else LinkDetail.NOT_HTTP


def completed_targets(store: Store, run: int, survey: Survey) -> Iterator[LinkTarget]:
    """Every link target of a run with what only the whole run shows: soft 404s, fragments, a network that was down.

    An address that was not requested is a target too, with the reason.
    """
    for target in store.facts.link_targets(run):
        yield _completed(target, survey)
    for request in store.queue.skipped_requests(run):
        yield not_fetched(request.url, _REASONS.get(request.skipped or Untested.BUDGET, LinkDetail.BUDGET))


def _completed(target: LinkTarget, survey: Survey) -> LinkTarget:
    answered = target.state.is_alive
    if answered and target.url in survey.missing:
        target = soft_missing(target)
    if answered and target.url in survey.unsure:
        target = like_missing(target)
    if target.detail is LinkDetail.MISSING and target.attempts == 1 and _host(target) in survey.only_for_browsers:
        target = missing_for_robots(target)  # unlike others of its host, it was not requested as a browser
    if not survey.reached and target.state is LinkState.UNREACHABLE:
        target = own_network(target)
    target = ending_soon(target, survey.day)
    fragments, signals = survey.fragments.get(target.url, ()), survey.signals.get(target.url, ())
    notices = (*target.notices, *_script_notices(target, survey))
    if not fragments and not signals and notices == target.notices:
        return target
    return msgspec.structs.replace(target, fragments=fragments, signals=signals, notices=notices)


def _script_notices(target: LinkTarget, survey: Survey) -> tuple[Notice, ...]:
    """Whether a script comes from a host that earlier months knew; empty for what is none, and where none are known."""
    is_new = survey.script_hosts.get(urls.host_of(target.url))
    if is_new is None or not isinstance(target.answer, Response) or not is_script_type(target.answer.media_type):
        return ()
    return (Notice.SCRIPT_HOST_NEW if is_new else Notice.SCRIPT_HOST_KNOWN,)


def _host(target: LinkTarget) -> str:
    return urls.host_of(target.answer.final_url if target.answer else target.url)


def _tally(check: str, counts: list[int], untested: Counter[Untested], seen: Iterable[SeenThing]) -> SiteTally:
    passed, failed, cant_tell, looked_at, with_fault = counts
    return SiteTally(check, Tally(passed, failed, cant_tell), looked_at, with_fault, dict(untested), tuple(seen))


_SHOWN = 3
_WITH_DETAIL = frozenset({Untested.SHEETS_MISSING})


def tally_of(result: Judged | NotJudged) -> Tally:
    """Count the outcomes of one check on one subject."""
    if isinstance(result, NotJudged):
        return Tally(untested=result.reason, detail=result.detail if result.reason in _WITH_DETAIL else "")
    outcomes = [verdict.outcome for verdict in result.verdicts]
    passed, failed, cant_tell = map(outcomes.count, _COUNTED)
    return Tally(passed, failed, cant_tell)
