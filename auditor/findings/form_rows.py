"""Form rows: decides each item of a row, and the row, for one site from its tallies. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import msgspec

from auditor.findings.form_items import Count, How, RowItem, indicator
from auditor.model import (
    FormStatus,
    ItemStatus,
    Outcome,
    RowStatus,
    SiteEvidence,
    SiteKind,
    SiteState,
    SiteTally,
    Untested,
)

MONTHLY = "monthly-check"
"""The item that no single run can decide."""

SYSTEMS = "system-unavailable"
"""The check whose verdicts on single systems decide the items that name systems."""

_MOST_SEEN = 9
NEEDS_PERSON = "needs-person"
NOTHING_TO_JUDGE = "nothing-to-judge"
SYSTEM_NOT_ASKED = "system-not-asked"
BUREAU_ONLY = "bureau-only"

# These mean that there was nothing for the check to examine, or that it was not wanted: no gap in the coverage.
_NO_GAP = frozenset(
    {
        Untested.NOT_HTML, Untested.EXCLUDED, Untested.NOT_SELECTED, Untested.NOT_SAMPLED, Untested.NOT_HTTP,
        Untested.SCRIPT,
    }
)  # fmt: skip
_NOT_SELECTED = Untested.NOT_SELECTED.value


class _ItemFigures(msgspec.Struct, frozen=True):
    """What is known of one item on one site."""

    item: RowItem
    tallies: tuple[SiteTally, ...]
    good: int
    total: int
    threshold: float
    coverage: float
    unrun: bool
    """Whether a check of the item was not run."""


def judge_rows(
    site: SiteEvidence, judged: Iterable[str] = (), thresholds: Mapping[str, float] = MappingProxyType({})
) -> tuple[RowStatus, ...]:
    """Decide every row that has checks, on this site, in the form's order.

    ``judged`` names the checks of the judgement: one of them without a tally found nothing to judge, any other
    without one was not run, and its items cannot be met. ``thresholds`` (0 to 1, by item id, or ``coverage``)
    replace those of ``indicator.yaml``.
    """
    known, run = indicator(), frozenset(judged)
    statuses = {name: _status(name, site, run, thresholds) for name in known.items}
    return tuple(_row(row, tuple(statuses[name] for name in names)) for row, names in known.rows.items())


def over_months(rows: Iterable[RowStatus], done: int, of: int) -> tuple[RowStatus, ...]:
    """The rows of a site with the item of the monthly check decided: ``done`` of the ``of`` months of a period."""
    return tuple(_over_months(row, done, of) for row in rows)


def _over_months(row: RowStatus, done: int, of: int) -> RowStatus:
    status = FormStatus.MET if done == of else FormStatus.NOT_MET
    decided = ItemStatus(MONTHLY, status, done, of, unit="months")
    if all(item.item != MONTHLY for item in row.items):
        return row
    return _row(row.row, tuple(decided if item.item == MONTHLY else item for item in row.items))


def _row(row: str, items: tuple[ItemStatus, ...]) -> RowStatus:
    found = {item.standing for item in items if item.reason != BUREAU_ONLY} or {FormStatus.NOT_ASKED}
    if FormStatus.NOT_MET in found:
        return RowStatus(row, FormStatus.NOT_MET, items)
    return RowStatus(row, found.pop() if len(found) == 1 else FormStatus.CANT_TELL, items)


def _status(name: str, site: SiteEvidence, judged: frozenset[str], thresholds: Mapping[str, float]) -> ItemStatus:
    known = indicator()
    item = known.items[name]
    checks = item.checks_for(site.site)
    if item.systems and site.site.kind is not SiteKind.BUREAU:
        return ItemStatus(name, FormStatus.NOT_ASKED, unit=item.unit, reason=BUREAU_ONLY)
    if not checks:
        return ItemStatus(name, FormStatus.NOT_ASKED, unit=item.unit, reason=item.reason)
    if site.run.state is not SiteState.AUDITED:
        return ItemStatus(name, FormStatus.CANT_TELL, unit=item.unit, checks=checks, reason=site.run.state.value)
    if item.systems:
        return _of_systems(name, item, site, checks)
    tallies = tuple(tally for check in checks if (tally := site.tally(check)) is not None)
    good, total = _counts(item, tallies, whole=len(tallies) == len(checks))
    threshold = thresholds.get(name, item.threshold.value if item.threshold else 1.0)
    coverage = thresholds.get("coverage", known.coverage.value)
    unrun = bool({*checks} - {tally.check for tally in tallies} - judged)
    status, reason = _decide(_ItemFigures(item, tallies, good, total, threshold, coverage, unrun))
    showing = status is FormStatus.MET or reason == Untested.SHEETS_MISSING
    seen = tuple(dict.fromkeys(seen for tally in tallies for seen in tally.seen)) if showing else ()
    return ItemStatus(name, status, good, total, item.unit, checks, reason, seen[:_MOST_SEEN])


def _of_systems(name: str, item: RowItem, site: SiteEvidence, checks: tuple[str, ...]) -> ItemStatus:
    """Counts the requested systems of the item among all that it names: one that was not requested leaves it open."""
    found = [site.run.systems.get(system) for system in item.systems]
    good = found.count(Outcome.PASSED)
    status, reason = FormStatus.CANT_TELL, ""
    if Outcome.FAILED in found:
        status = FormStatus.NOT_MET
    elif good == len(found):
        status = FormStatus.MET
    else:
        reason = NEEDS_PERSON if Outcome.CANT_TELL in found else SYSTEM_NOT_ASKED
    return ItemStatus(name, status, good, len(found), item.unit, checks, reason)


def _counts(item: RowItem, tallies: tuple[SiteTally, ...], *, whole: bool) -> tuple[int, int]:
    """Good and all things; what nobody could decide is in neither. ``whole``: every check of the item has a tally.

    Over one and the same set of links, a link is good only when every check passes it. Pages are counted at their
    worst: faults of different checks are taken to stand on different pages.
    """
    failed = sum(tally.things.failed for tally in tallies)
    if item.how is How.ALL:
        return (good := sum(tally.things.passed for tally in tallies)), good + failed
    if item.count is Count.THINGS:
        good = min(tally.things.passed for tally in tallies) if whole else 0
        return good, good + failed
    total = max((tally.looked_at for tally in tallies), default=0)
    return max(0, total - sum(tally.failed for tally in tallies)), total


def _decide(figures: _ItemFigures) -> tuple[FormStatus, str]:
    """The status of an item with its reason: a fault counts at any coverage; nothing is met below the coverage."""
    if figures.total and figures.good / figures.total < figures.threshold:
        return FormStatus.NOT_MET, ""
    gap = _NOT_SELECTED if figures.unrun else _gap(figures.tallies, figures.coverage)
    if gap:
        return FormStatus.CANT_TELL, gap
    if _undecided(figures):
        return FormStatus.CANT_TELL, NEEDS_PERSON
    return (FormStatus.MET, "") if figures.total else (FormStatus.CANT_TELL, NOTHING_TO_JUDGE)


def _undecided(figures: _ItemFigures) -> bool:
    """Whether the item would fail if all things that nobody could decide were faults."""
    open_ = sum(tally.things.cant_tell for tally in figures.tallies)
    if not open_:
        return False
    if figures.item.count is Count.PAGES:
        return not figures.total or (figures.good - min(open_, figures.good)) / figures.total < figures.threshold
    return figures.good / (figures.total + open_) < figures.threshold


def _gap(tallies: tuple[SiteTally, ...], coverage: float) -> str:
    """The most frequent reason for which too little was examined; empty where enough was."""
    for tally in tallies:
        missed = Counter(
            {reason: n for reason, n in tally.untested.items() if tally.looked_at == 0 or reason not in _NO_GAP}
        )
        unseen = sum(missed.values())
        if unseen and tally.looked_at / (tally.looked_at + unseen) < coverage:
            return missed.most_common(1)[0][0].value
    return ""
