"""Several judged runs of one span as rounds: what each found, what was mended between them, where it ended. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from auditor.findings.deadlines import days_to_repair, due_day
from auditor.findings.periods import Period
from auditor.model import Deadlines, Evidence, Finding, Life, Outcome, SiteEvidence, SiteState

Key = tuple[str, Outcome]
Lives = Mapping[Key, Life]

INVALID = frozenset({"link-broken", "link-unreachable"})
"""The checks whose faults are dead links."""


class Repair(msgspec.Struct, frozen=True):
    """One fault seen mended; ``in_time`` is None where no deadline was set."""

    fingerprint: str
    site: str
    check: str
    day: str
    days: int
    in_time: bool | None


class SiteRound(msgspec.Struct, frozen=True):
    """One site in one run: faults by their life, and how many of them were mended since the run before."""

    site: str
    counts: bool
    state: SiteState
    pages: int
    links: int
    dead: int
    unverified: int
    open: int
    new: int
    returned: int
    fixed: int
    waived: int


class Round(msgspec.Struct, frozen=True):
    """One judged run with what it says of each site."""

    run: int
    period: str
    day: str
    ruleset: str
    sites: tuple[SiteRound, ...]
    tools: dict[str, str] = {}

    def counting(self) -> tuple[SiteRound, ...]:
        """The bureau and its units; commissioned sites are counted apart."""
        return tuple(site for site in self.sites if site.counts)


class Ledger(msgspec.Struct, frozen=True):
    """Faults that were open in some run of a span, by where they stand after the last one; they add up to ``found``."""

    found: int = 0
    fixed: int = 0
    open: int = 0
    waived: int = 0


class History(msgspec.Struct, frozen=True):
    """All rounds of a span, the repairs seen in it, and the ledgers over all faults and over dead links.

    ``today`` (ISO) is the day on which a span that is not over yet was looked back upon; empty where it is over.
    """

    span: Period
    rounds: tuple[Round, ...]
    repairs: tuple[Repair, ...]
    faults: Ledger
    dead_links: Ledger
    today: str = ""

    @property
    def months(self) -> tuple[str, ...]:
        """The months of the span in which there had to be a run: not those to come, nor the present one without."""
        if not self.today:
            return self.span.months
        done = {one.day[:7] for one in self.rounds}
        return tuple(month for month in self.span.months if month < self.today[:7] or month in done)

    @property
    def rulesets(self) -> tuple[str, ...]:
        """The versions of the rules, in order; more than one means that runs are not wholly comparable."""
        return tuple(dict.fromkeys(one.ruleset for one in self.rounds))

    def months_of(self, site: str) -> int:
        """In how many months of the span a site was audited."""
        seen = {
            one.day[:7]
            for one in self.rounds
            for each in one.sites
            if each.site == site and each.state is SiteState.AUDITED
        }
        return len(seen & set(self.months))


class HistoryBuilder:
    """Takes the runs of a span one after the other, oldest first, and keeps of each only what a history needs."""

    def __init__(self, span: Period, before: Lives) -> None:
        self._span = span
        self._before: Lives = before
        self._rounds: list[Round] = []
        self._repairs: list[Repair] = []
        self._ever: dict[Key, Finding] = {}

    def take(self, evidence: Evidence) -> None:
        """Take up the next run."""
        terms = evidence.run.settings.portfolio.deadlines
        self._rounds.append(
            Round(
                evidence.run.number,
                evidence.run.period,
                evidence.run.day,
                evidence.judgement.ruleset,
                tuple(_site_round(site, self._mended(site.findings)) for site in evidence.sites),
                evidence.run.tools,
            )
        )
        counted = [site for site in evidence.sites if site.site.kind.counts]
        for site in counted:
            self._repairs += [_repair(one, terms) for one in self._mended(site.findings)]
            for one in filter(_is_fault, site.findings):
                if one.life.is_open or one.life is Life.WAIVED or _key(one) in self._ever or self._was_open(one):
                    self._ever[_key(one)] = msgspec.structs.replace(one, spots=())
        self._before = states_by_finding(one for site in evidence.sites for one in site.findings)

    def history(self, today: str = "") -> History:
        """All that was taken; ``today`` (ISO) where the span may not be over yet."""
        dead = [one for one in self._ever.values() if one.check in INVALID]
        all_faults, day = _ledger(self._ever.values()), today if today and today <= self._span.last else ""
        return History(self._span, tuple(self._rounds), tuple(self._repairs), all_faults, _ledger(dead), day)

    def _mended(self, findings: Iterable[Finding]) -> list[Finding]:
        return [one for one in findings if _is_fault(one) and one.life is Life.FIXED and self._was_open(one)]

    def _was_open(self, finding: Finding) -> bool:
        life = self._before.get(_key(finding))
        return life is not None and life is not Life.FIXED


def states_by_finding(findings: Iterable[Finding]) -> dict[Key, Life]:
    """Where each finding stands."""
    return {_key(one): one.life for one in findings}


def _key(finding: Finding) -> Key:
    return finding.fingerprint, finding.outcome


def _is_fault(finding: Finding) -> bool:
    return finding.outcome is Outcome.FAILED


def _site_round(site: SiteEvidence, mended: list[Finding]) -> SiteRound:
    faults = [one for one in site.findings if _is_fault(one)]
    count = Counter(one.life for one in faults)
    dead = {check: tally.things.failed for check in INVALID if (tally := site.tally(check))}
    valid = tally.things.passed if (tally := site.tally("link-broken")) else 0
    unsure = ("link-broken", "link-unreachable", "link-server-error", "link-blocked")
    return SiteRound(
        site=site.site.id,
        counts=site.site.kind.counts,
        state=site.run.state,
        pages=site.run.pages,
        links=valid + sum(dead.values()),
        dead=sum(dead.values()),
        unverified=sum(tally.things.cant_tell for check in unsure if (tally := site.tally(check))),
        open=sum(one.life.is_open for one in faults),
        new=count[Life.NEW],
        returned=count[Life.RETURNED],
        fixed=len(mended),
        waived=count[Life.WAIVED],
    )


def _repair(finding: Finding, terms: Deadlines) -> Repair:
    limit = due_day(finding, terms)
    return Repair(
        finding.fingerprint,
        finding.site,
        finding.check,
        finding.fixed_on,
        days_to_repair(finding) or 0,
        finding.fixed_on <= limit if limit else None,
    )


def _ledger(findings: Iterable[Finding]) -> Ledger:
    count = Counter(one.life for one in findings)
    still = sum(count[life] for life in Life if life.is_open)
    return Ledger(count.total(), count[Life.FIXED], still, count[Life.WAIVED])
