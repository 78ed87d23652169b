"""Folds the judged runs of a period into a history: figures of each run, repairs between them, and where faults ended.

Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

import msgspec

from auditor.findings.deadlines import Timing, days_to_repair, days_unseen, repair_timing
from auditor.findings.headline_figures import (
    INVALID_LINK_CHECKS,
    Key,
    Lives,
    fault_figures,
    key_of,
    link_figures,
    lives_by_key,
    mended_since,
)
from auditor.findings.periods import Period
from auditor.model import Deadlines, Evidence, Finding, Life, Outcome, SiteEvidence, SiteState


class Repair(msgspec.Struct, frozen=True):
    """One fault that a run or a re-check found mended."""

    fingerprint: str
    site: str
    check: str
    day: str
    """The day on which it was found mended (ISO)."""
    days: int
    """Days from the day it was open to ``day``: the repair took no longer."""
    gap: int
    """Days from the last day on which it was found to ``day``."""
    timing: Timing
    """Whether it was mended by its deadline."""


class SiteRound(msgspec.Struct, frozen=True):
    """One site in one run: its coverage, its link targets, and its faults by their life."""

    site: str
    counts: bool
    """Whether it is counted: the bureau and its units are, commissioned sites are not."""
    state: SiteState
    pages: int
    links: int
    """Link targets that could be judged: valid, invalid, or of a name that changed hands."""
    dead: int
    """Invalid link targets."""
    unverified: int
    """Link targets of which a machine cannot decide whether they are valid."""
    open: int
    """Faults that the run found; see ``FaultFigures``."""
    new: int
    returned: int
    fixed: int
    """Faults that the run before had and this one found mended."""
    waived: int
    unexamined: int = 0
    """Faults of earlier runs that this one could not examine again."""
    changed_names: int = 0
    """Link targets whose name changed hands: neither valid nor invalid."""


class Round(msgspec.Struct, frozen=True):
    """One judged run of the period."""

    run: int
    period: str
    day: str
    ruleset: str
    """The version of the rules that it was judged by."""
    sites: tuple[SiteRound, ...]
    tools: dict[str, str] = {}
    """Versions of the tools by name."""

    def counting(self) -> tuple[SiteRound, ...]:
        """The bureau and its units; commissioned sites are counted apart."""
        return tuple(site for site in self.sites if site.counts)


class Ledger(msgspec.Struct, frozen=True):
    """Faults that stood in some run of a period, by their life after its last run."""

    found: int = 0
    """All of them: the sum of the next four."""
    fixed: int = 0
    open: int = 0
    waived: int = 0
    unexamined: int = 0
    """Faults that the last run could not examine again."""


class History(msgspec.Struct, frozen=True):
    """What the judged runs of a period found, and what became of it."""

    span: Period
    rounds: tuple[Round, ...]
    """The judged runs, oldest first."""
    repairs: tuple[Repair, ...]
    faults: Ledger
    """Over all faults."""
    dead_links: Ledger
    """Over faults of invalid links only."""
    today: str = ""
    """The day of the report (ISO) in a period that is not over yet; empty where it is over."""

    @property
    def repairs_with_deadline(self) -> int:
        """The number of repairs of faults that had a deadline."""
        return sum(repair.timing is not Timing.NO_DEADLINE for repair in self.repairs)

    @property
    def months(self) -> tuple[str, ...]:
        """The months in which a run was due: not those to come, nor the present one as long as it has none."""
        if not self.today:
            return self.span.months
        done = {run.day[:7] for run in self.rounds}
        return tuple(month for month in self.span.months if month < self.today[:7] or month in done)

    @property
    def rulesets(self) -> tuple[str, ...]:
        """The versions of the rules, in order; more than one means that runs are not wholly comparable."""
        return tuple(dict.fromkeys(run.ruleset for run in self.rounds))

    def months_of(self, site: str) -> int:
        """In how many months of the period a site was audited."""
        audited = {
            run.day[:7]
            for run in self.rounds
            for row in run.sites
            if row.site == site and row.state is SiteState.AUDITED
        }
        return len(audited & set(self.months))


class HistoryBuilder:
    """Folds the evidence of a period's runs, oldest first, into a ``History``; keeps no evidence."""

    def __init__(self, span: Period, before: Lives) -> None:
        self._span = span
        self._before: Lives = before
        self._rounds: list[Round] = []
        self._repairs: list[Repair] = []
        self._ever: dict[Key, Finding] = {}
        self._mended: set[Key] = set()

    def add(self, evidence: Evidence) -> None:
        """Add the next run of the period."""
        terms = evidence.run.settings.portfolio.deadlines
        mended = mended_since((finding for site in evidence.sites for finding in site.findings), self._before)
        self._mended |= mended
        self._rounds.append(
            Round(
                evidence.run.number,
                evidence.run.period,
                evidence.run.day,
                evidence.judgement.ruleset,
                tuple(_site_round(site, mended) for site in evidence.sites),
                evidence.run.tools,
            )
        )
        counted = [site for site in evidence.sites if site.site.kind.counts]
        for name in ((name, fault.outcome) for site in counted for fault in site.findings for name in fault.continues):
            self._ever.pop(name, None)  # the fault goes on under another fingerprint
        for site in counted:
            repaired = (finding for finding in site.findings if _is_fault(finding) and key_of(finding) in mended)
            self._repairs += [_repair(finding, terms) for finding in repaired]
            for finding in filter(_is_fault, site.findings):
                if finding.life.is_standing or key_of(finding) in self._ever or self._was_standing(finding):
                    self._ever[key_of(finding)] = msgspec.structs.replace(finding, spots=())
        self._before = lives_by_key(finding for site in evidence.sites for finding in site.findings)

    @property
    def mended(self) -> frozenset[Key]:
        """The findings that some run of the period found mended."""
        return frozenset(self._mended)

    def history(self, today: str = "") -> History:
        """The history of all runs added; ``today`` (ISO) where the period may not be over yet."""
        dead = [finding for finding in self._ever.values() if finding.check in INVALID_LINK_CHECKS]
        all_faults, day = _ledger(self._ever.values()), today if today and today <= self._span.last else ""
        return History(self._span, tuple(self._rounds), tuple(self._repairs), all_faults, _ledger(dead), day)

    def _was_standing(self, finding: Finding) -> bool:
        life = self._before.get(key_of(finding))
        return life is not None and life.is_standing


def _is_fault(finding: Finding) -> bool:
    return finding.outcome is Outcome.FAILED


def _site_round(site: SiteEvidence, mended: Collection[Key]) -> SiteRound:
    figures = fault_figures(site.findings, mended)
    count, links = Counter(finding.life for finding in filter(_is_fault, site.findings)), link_figures(site)
    return SiteRound(
        site=site.site.id,
        counts=site.site.kind.counts,
        state=site.run.state,
        pages=site.run.pages,
        links=links.judged,
        dead=links.invalid,
        unverified=links.unverified,
        open=figures.open,
        new=count[Life.NEW],
        returned=count[Life.RETURNED],
        fixed=figures.mended,
        waived=count[Life.WAIVED],
        unexamined=figures.unexamined,
        changed_names=links.changed,
    )


def _repair(finding: Finding, terms: Deadlines) -> Repair:
    return Repair(
        finding.fingerprint,
        finding.site,
        finding.check,
        finding.fixed_on,
        days_to_repair(finding) or 0,
        days_unseen(finding),
        repair_timing(finding, terms),
    )


def _ledger(findings: Iterable[Finding]) -> Ledger:
    count = Counter(finding.life for finding in findings)
    ended = (count[Life.FIXED], count[Life.WAIVED], count[Life.UNEXAMINED])
    fixed, waived, unexamined = ended
    return Ledger(count.total(), fixed, count.total() - sum(ended), waived, unexamined)
