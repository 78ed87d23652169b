"""Rounds of a span: whatever happened, the counts add up, and each repair is counted once."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from auditor.findings import waivers
from auditor.findings.history import History, HistoryBuilder
from auditor.findings.lifecycle import compare_runs
from auditor.findings.periods import parse_period
from auditor.model import (
    Evidence,
    Finding,
    FindingPlace,
    Judgement,
    Life,
    Name,
    Outcome,
    Place,
    Portfolio,
    Run,
    RunState,
    Settings,
    Severity,
    Site,
    SiteCoverage,
    SiteEvidence,
    SiteKind,
    SiteState,
    Waiver,
    WaiverReason,
    WaiverScope,
    fingerprint,
)

CAUSES = ("x", "y", "z")
HERE = Site("a", (Name("甲"),), SiteKind.BUREAU)
SETTINGS = Settings(Portfolio((HERE,)))


def found(cause: str, life: Life = Life.NEW) -> Finding:
    spots = (FindingPlace(Place("http://a/1", "a")),)
    name = fingerprint("link-broken", "a", cause)
    return Finding(name, "link-broken", "a", cause, Outcome.FAILED, Severity.SERIOUS, spots, 1, 1, life=life)


def evidence(number: int, findings: tuple[Finding, ...], site: Site = HERE) -> Evidence:
    day = f"2026-{number:02}-01"
    run = Run(number, day[:7], day, RunState.REPORTED, SETTINGS, f"{day}T02:00:00+08:00")
    state = SiteCoverage(site.id, SiteState.AUDITED, pages=1)
    return Evidence(run, Judgement(number, 1, "r", (), day), (SiteEvidence(site, state, findings=findings),))


def waiver(cause: str, month: int) -> Waiver:
    days = (f"2026-{month:02}-01", f"2026-{month + 1:02}-15")
    reason, scope = WaiverReason.PLANNED, WaiverScope.CAUSE
    return Waiver("link-broken", "a", scope, reason, "o", "p", *days, cause=cause, places=("http://a/1",))


_PRESENT = st.dictionaries(st.sampled_from(CAUSES), st.sampled_from([Life.NEW, Life.SUSPECTED, Life.UNEXAMINED]))
_MONTH = st.tuples(_PRESENT, st.sets(st.sampled_from(CAUSES)))
_WAIVERS = st.lists(st.tuples(st.sampled_from(CAUSES), st.integers(1, 9)), max_size=3)


def lived(months: list[tuple[dict[str, Life], set[str]]], granted: list[Waiver]) -> list[tuple[Finding, ...]]:
    """The findings of each month of a random history."""
    state, all_months = (), list[tuple[Finding, ...]]()
    for number, (present, examined) in enumerate(months, 1):
        day = f"2026-{number:02}-01"
        current = [found(cause, life) for cause, life in present.items()]
        after = compare_runs(state, current, lambda one, seen=examined: one.cause in seen, run=number, day=day)
        state = tuple(waivers.apply_waivers(after, granted, day))
        all_months.append(state)
    return all_months


def history(months: list[tuple[Finding, ...]]) -> History:
    writer = HistoryBuilder(parse_period("2026"), {})
    for number, findings in enumerate(months, 1):
        writer.add(evidence(number, findings))
    return writer.history()


@given(st.lists(_MONTH, min_size=1, max_size=8), _WAIVERS)
def test_the_ledger_adds_up_and_repairs_are_ends_of_open_times(
    months: list[tuple[dict[str, Life], set[str]]], granted: list[tuple[str, int]]
) -> None:
    states = lived(months, [waiver(*one) for one in granted])
    made = history(states)
    ledger = made.faults
    assert ledger.found == ledger.fixed + ledger.open + ledger.waived + ledger.unexamined
    assert ledger == made.dead_links
    ever = {one.fingerprint for state in states for one in state}
    assert ledger.found == len(ever)
    fixes = sum(
        one.life is Life.FIXED and all(before.life is not Life.FIXED for before in earlier if before.cause == one.cause)
        for earlier, state in zip([(), *states], states, strict=False)
        for one in state
    )
    assert len(made.repairs) == fixes == sum(site.fixed for one in made.rounds for site in one.sites)
    assert all(repair.days >= 0 for repair in made.repairs)
    for number, state in enumerate(states):
        (site,) = made.rounds[number].sites
        assert (site.open, site.unexamined, site.waived) == (
            sum(one.life.is_open and one.life is not Life.UNEXAMINED for one in state),
            sum(one.life is Life.UNEXAMINED for one in state),
            sum(one.life is Life.WAIVED for one in state),
        )


@given(st.lists(_MONTH, min_size=2, max_size=8), _WAIVERS)
def test_an_open_time_never_begins_before_the_finding_nor_after_the_day(
    months: list[tuple[dict[str, Life], set[str]]], granted: list[tuple[str, int]]
) -> None:
    for number, state in enumerate(lived(months, [waiver(*one) for one in granted]), 1):
        for one in state:
            assert one.since == "" or one.first_seen <= one.since <= f"2026-{number:02}-01"
            assert one.life not in {Life.NEW, Life.RETURNED} or one.since == f"2026-{number:02}-01"


def test_commissioned_sites_count_in_no_ledger() -> None:
    writer = HistoryBuilder(parse_period("2026"), {})
    apart = msgspec.structs.replace(HERE, kind=SiteKind.COMMISSIONED)
    writer.add(evidence(1, (found("x"),), apart))
    made = writer.history()
    assert (made.faults.found, made.repairs, made.rounds[0].counting()) == (0, (), ())
    assert made.rounds[0].sites[0].open == 1
