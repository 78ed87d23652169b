"""Link targets judged once for all sites, and their faults carried to every place that points to them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from auditor import urls
from auditor.crawl.link_state import ending_soon, like_missing, not_asked, own_network, soft_missing
from auditor.judging import run_checks
from auditor.model import (
    Check,
    Judged,
    Link,
    LinkDetail,
    LinkState,
    LinkTarget,
    NotJudged,
    Outcome,
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
_NEVER_ASKED = frozenset({"", "http", "https", "mailto", "tel", "sms", "callto", "data", "about", "blob"})

Said = tuple[tuple[str, Tally], ...]
"""What all link checks said of one target, as tallies by check; most targets share one and the same value."""


class TargetJudging:
    """What became of every link target of a run, and the survey that told. Faults are kept whole, else tallies."""

    def __init__(self, store: Store, run: int, checks: tuple[Check, ...], survey: Survey) -> None:
        self._checks = checks
        self.survey = survey
        self._said: dict[str, Said] = {}
        self._faults: dict[str, list[tuple[str, Verdict]]] = {}
        self._known: dict[Said, Said] = {}
        for target in completed_targets(store, run, survey):
            self._judge(target)

    def places(self, link: Link, site: str) -> Iterator[Judged]:
        """The faults of a link's target, as verdicts at the link's own place on a page of a site."""
        for check, verdict in self._faults_at(link.url):
            data: dict[str, Any] = {**verdict.data, "text": link.text, "target": verdict.place.url}
            if check == _BROKEN and verdict.outcome is Outcome.FAILED and (now := self._successor(link, site)):
                data["suggested"] = now
            here = msgspec.structs.replace(
                verdict, place=link.place, cause=verdict.cause or verdict.place.url, data=data
            )
            yield Judged(check, verdict.place.url, (here,))

    def is_sound(self, url: str) -> bool:
        """Whether no check found a fault at an address or, where it has a fragment, at that part of it."""
        return not any(self._faults_at(url))

    def _faults_at(self, url: str) -> Iterator[tuple[str, Verdict]]:
        address = urls.without_fragment(url)
        faults = self._faults.get(address, ())
        return (fault for fault in faults if fault[1].place.url in (url, address))

    def _successor(self, link: Link, site: str) -> str:
        gone = urls.without_fragment(link.url)
        now = self.survey.successors.of(site, gone, link.text, besides=(link.place.url,))
        return "" if now in self.survey.missing else now

    def tallies(self, addresses: Iterable[str]) -> list[SiteTally]:
        """The tallies of a site whose pages point to these addresses (without fragment), one a link check."""
        counts = Counter(self._said_of(address) for address in addresses)
        things: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
        untested: dict[str, Counter[Untested]] = defaultdict(Counter)
        for said, times in counts.items():
            for check, tally in said:
                if tally.untested is not None:
                    untested[check][tally.untested] += times
                    continue
                parts = (tally.passed, tally.failed, tally.cant_tell, 1, bool(tally.failed))
                things[check] = [total + part * times for total, part in zip(things[check], parts, strict=True)]
        return [_tally(check, things[check], untested[check]) for check in sorted({*things, *untested})]

    def passed(self, check: str, cause: str) -> bool:
        """Whether a check truly looked at a target (or its part after ``#``) in this run and found no fault there."""
        address, _, part = cause.partition("#")
        tally = dict(self._said.get(address, ())).get(check, Tally())
        asked = not part or any(one.name == part for one in self.survey.fragments.get(address, ()))
        faults = ((name, verdict.cause or verdict.place.url) for name, verdict in self._faults.get(address, ()))
        return asked and tally.examined > 0 and (check, cause) not in faults

    def _said_of(self, address: str) -> Said:
        """What was said of an address; one that no program can ask is judged when it is met."""
        if address not in self._said and not urls.is_web(address) and (detail := _unaskable(address)):
            self._judge(not_asked(address, detail))
        return self._said.get(address, ())

    def _judge(self, target: LinkTarget) -> None:
        judged = run_checks.judge_target(self._checks, target)
        said = tuple((one.check, tally_of(one)) for one in judged if isinstance(one, NotJudged) or one.verdicts)
        self._said[target.url] = self._known.setdefault(said, said)
        faults = [(one.check, verdict) for one in judged if isinstance(one, Judged) for verdict in one.verdicts]
        faults = [(check, verdict) for check, verdict in faults if verdict.outcome is not Outcome.PASSED]
        if faults:
            self._faults[target.url] = faults


def _unaskable(address: str) -> LinkDetail | None:
    """Why a link that is no web address was not asked; None for what nobody would ask (mail, telephone, data)."""
    scheme = urls.scheme_of(address)
    return LinkDetail.SCRIPT if scheme in _SCRIPTS else None if scheme in _NEVER_ASKED else LinkDetail.NOT_HTTP


def completed_targets(store: Store, run: int, survey: Survey) -> Iterator[LinkTarget]:
    """Every link target of a run with what only the whole run can tell: soft 404s, fragments, a network that was down.

    An address that was not asked is a target too, with the reason.
    """
    for target in store.facts.link_targets(run):
        yield _informed(target, survey)
    for ask in store.queue.skipped_requests(run):
        yield not_asked(ask.url, _REASONS.get(ask.skipped or Untested.BUDGET, LinkDetail.BUDGET))


def _informed(target: LinkTarget, survey: Survey) -> LinkTarget:
    answered = target.state.is_alive
    if answered and target.url in survey.missing:
        target = soft_missing(target)
    if answered and target.url in survey.unsure:
        target = like_missing(target)
    if not survey.reached and target.state is LinkState.UNREACHABLE:
        target = own_network(target)
    target = ending_soon(target, survey.day)
    fragments = survey.fragments.get(target.url, ())
    return msgspec.structs.replace(target, fragments=fragments) if fragments else target


def _tally(check: str, counts: list[int], untested: Counter[Untested]) -> SiteTally:
    passed, failed, cant_tell, looked_at, with_fault = counts
    return SiteTally(check, Tally(passed, failed, cant_tell), looked_at, with_fault, dict(untested))


def tally_of(one: Judged | NotJudged) -> Tally:
    """Count what one check said of one subject."""
    if isinstance(one, NotJudged):
        return Tally(untested=one.reason)
    outcomes = [verdict.outcome for verdict in one.verdicts]
    passed, failed, cant_tell = map(outcomes.count, _COUNTED)
    return Tally(passed, failed, cant_tell)
