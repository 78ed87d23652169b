"""What the checks make of the rows of the form: each item of a row, and the row, on one site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType

import msgspec

from auditor.model import (
    FormStatus,
    ItemStatus,
    Outcome,
    RowStatus,
    Site,
    SiteEvidence,
    SiteKind,
    SiteState,
    SiteTally,
    Text,
    Untested,
)
from auditor.standards import table
from auditor.standards.criteria import levels_up_to

MONTHLY = "monthly-check"
"""The item that no single run can decide."""

SYSTEMS = "system-unavailable"
"""The check whose verdicts on single systems decide the items that name systems."""

NEEDS_PERSON = "needs-person"
NOTHING_TO_JUDGE = "nothing-to-judge"
SYSTEM_NOT_ASKED = "system-not-asked"
BUREAU_ONLY = "bureau-only"

# These say that there was nothing for the check to see, or that it was not wanted; they leave no gap in the coverage.
_NO_GAP = frozenset(
    {
        Untested.NOT_HTML, Untested.EXCLUDED, Untested.NOT_SELECTED, Untested.NOT_SAMPLED, Untested.NOT_HTTP,
        Untested.SCRIPT,
    }
)  # fmt: skip
_NOT_SELECTED = Untested.NOT_SELECTED.value


class How(StrEnum):
    """What meets an item: that nothing failed, or that enough is good."""

    ALL = "all"
    SHARE = "share"


class Count(StrEnum):
    """What a share counts."""

    THINGS = "things"
    PAGES = "pages"


class Threshold(msgspec.Struct, frozen=True):
    """A share from 0 to 1. ``ours`` marks a figure that no rule gives."""

    value: float
    ours: bool


class Further(msgspec.Struct, frozen=True):
    """A check that speaks only from a level on, or only under one version of the specification."""

    check: str
    level: str = "A"
    standard: str = ""


class RowItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that a row asks to be proved, as ``indicator.yaml`` has it.

    ``systems`` are those that the row names: the item is about them alone, and asked of the bureau only.
    """

    zh: str
    en: str
    checks: tuple[str, ...] = ()
    also: tuple[Further, ...] = ()
    how: How = How.ALL
    count: Count = Count.THINGS
    threshold: Threshold | None = None
    unit: str = ""
    reason: str = ""
    systems: tuple[str, ...] = ()

    def checks_for(self, site: Site) -> tuple[str, ...]:
        """The checks that speak for this item under the site's level and version of the specification."""
        reached = levels_up_to(site.level)
        further = (more.check for more in self.also if more.level in reached and more.standard in {"", site.version})
        return (*self.checks, *further)


class Indicator(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of ``indicator.yaml``."""

    coverage: Threshold
    rows: dict[str, tuple[str, ...]]
    items: dict[str, RowItem]
    units: dict[str, Text]
    reasons: dict[str, Text]


class _Look(msgspec.Struct, frozen=True):
    """What is known of one item on one site: its tallies, figures and thresholds, and a check that was not run."""

    item: RowItem
    tallies: tuple[SiteTally, ...]
    good: int
    total: int
    threshold: float
    coverage: float
    unrun: bool


def judge_rows(
    site: SiteEvidence, judged: Iterable[str] = (), thresholds: Mapping[str, float] = MappingProxyType({})
) -> tuple[RowStatus, ...]:
    """Every row that checks speak for, on this site, in the form's order.

    ``judged`` names the checks of the judgement: one of them without a tally found nothing to judge, any other
    without one was not run, and its items cannot be met. ``effective_thresholds`` (0 to 1, by item id, or ``coverage``)
    replace those of ``indicator.yaml``.
    """
    known, run = indicator(), frozenset(judged)
    standings = {name: _standing(name, site, run, thresholds) for name in known.items}
    return tuple(_row(row, tuple(standings[name] for name in names)) for row, names in known.rows.items())


def effective_thresholds(chosen: Mapping[str, float] = MappingProxyType({})) -> dict[str, float]:
    """The thresholds that no rule gives, by item or ``coverage``: those of ``indicator.yaml`` unless ``chosen``."""
    known = indicator()
    ours = {name: item.threshold for name, item in known.items.items()} | {"coverage": known.coverage}
    return {name: chosen.get(name, each.value) for name, each in ours.items() if each and each.ours}


def over_months(rows: Iterable[RowStatus], done: int, of: int) -> tuple[RowStatus, ...]:
    """The rows of a site with the check in every month decided: ``done`` of the ``of`` months of a span."""
    return tuple(_over_months(row, done, of) for row in rows)


@cache
def indicator() -> Indicator:
    """``indicator.yaml`` as values. Raises ``msgspec.ValidationError`` that names the key at fault."""
    return msgspec.convert(table("indicator"), Indicator)


def describe(key: str) -> Text:
    """The words for a row of the form, an item, a unit or a reason. Raises ``KeyError`` for any other key."""
    known = indicator()
    if key in known.items:
        return Text(known.items[key].zh, known.items[key].en)
    words = {**_labels(), **known.units, **known.reasons}
    return words[key]


@cache
def _labels() -> dict[str, Text]:
    items = (item for dimension in table("form")["form"] for item in dimension["items"])
    return {row["id"]: Text(row["label"], row["label_en"]) for item in items for row in item["rows"]}


def _over_months(row: RowStatus, done: int, of: int) -> RowStatus:
    standing = FormStatus.MET if done == of else FormStatus.NOT_MET
    decided = ItemStatus(MONTHLY, standing, done, of, unit="months")
    if all(item.item != MONTHLY for item in row.items):
        return row
    return _row(row.row, tuple(decided if item.item == MONTHLY else item for item in row.items))


def _row(row: str, items: tuple[ItemStatus, ...]) -> RowStatus:
    found = {item.standing for item in items}
    if FormStatus.NOT_MET in found:
        return RowStatus(row, FormStatus.NOT_MET, items)
    return RowStatus(row, found.pop() if len(found) == 1 else FormStatus.CANT_TELL, items)


def _standing(name: str, site: SiteEvidence, judged: frozenset[str], thresholds: Mapping[str, float]) -> ItemStatus:
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
    good, total = _figures(item, tallies, whole=len(tallies) == len(checks))
    threshold = thresholds.get(name, item.threshold.value if item.threshold else 1.0)
    coverage = thresholds.get("coverage", known.coverage.value)
    unrun = bool({*checks} - {tally.check for tally in tallies} - judged)
    standing, reason = _verdict(_Look(item, tallies, good, total, threshold, coverage, unrun))
    return ItemStatus(name, standing, good, total, item.unit, checks, reason)


def _of_systems(name: str, item: RowItem, site: SiteEvidence, checks: tuple[str, ...]) -> ItemStatus:
    """The systems of the item that were asked, of all that it names: one that nobody asked leaves it open."""
    found = [site.run.systems.get(system) for system in item.systems]
    good = found.count(Outcome.PASSED)
    standing, reason = FormStatus.CANT_TELL, ""
    if Outcome.FAILED in found:
        standing = FormStatus.NOT_MET
    elif good == len(found):
        standing = FormStatus.MET
    else:
        reason = NEEDS_PERSON if Outcome.CANT_TELL in found else SYSTEM_NOT_ASKED
    return ItemStatus(name, standing, good, len(found), item.unit, checks, reason)


def _figures(item: RowItem, tallies: tuple[SiteTally, ...], *, whole: bool) -> tuple[int, int]:
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


def _verdict(look: _Look) -> tuple[FormStatus, str]:
    """A fault counts however little was looked at; nothing is met before enough was."""
    if look.total and look.good / look.total < look.threshold:
        return FormStatus.NOT_MET, ""
    gap = _NOT_SELECTED if look.unrun else _gap(look.tallies, look.coverage)
    if gap:
        return FormStatus.CANT_TELL, gap
    if _undecided(look):
        return FormStatus.CANT_TELL, NEEDS_PERSON
    return (FormStatus.MET, "") if look.total else (FormStatus.CANT_TELL, NOTHING_TO_JUDGE)


def _undecided(look: _Look) -> bool:
    """Whether the things nobody could decide would tip the scales if all of them were faults."""
    open_ = sum(tally.things.cant_tell for tally in look.tallies)
    if not open_:
        return False
    if look.item.count is Count.PAGES:
        return not look.total or (look.good - min(open_, look.good)) / look.total < look.threshold
    return look.good / (look.total + open_) < look.threshold


def _gap(tallies: tuple[SiteTally, ...], coverage: float) -> str:
    """Why too little was looked at, by the most frequent reason; empty when enough was."""
    for tally in tallies:
        missed = Counter(
            {reason: n for reason, n in tally.untested.items() if tally.looked_at == 0 or reason not in _NO_GAP}
        )
        unseen = sum(missed.values())
        if unseen and tally.looked_at / (tally.looked_at + unseen) < coverage:
            return missed.most_common(1)[0][0].value
    return ""
