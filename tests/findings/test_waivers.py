"""Waivers: they hide nothing that was not approved, warn before their end, and give the finding back."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.findings import waivers
from auditor.findings.waivers import WaiverState
from auditor.model import (
    Finding,
    FindingPlace,
    Life,
    Outcome,
    Place,
    Region,
    Severity,
    Waiver,
    WaiverReason,
    WaiverScope,
    fingerprint,
)

CAUSE = "http://other.example/gone"
PAGES = ("http://a/1", "http://a/2", "http://a/3")


def found(*pages: str, region: Region = Region.MAIN, cause: str = CAUSE, life: Life = Life.LASTING) -> Finding:
    spots = tuple(FindingPlace(Place(page, "p > a", region=region)) for page in pages)
    name = fingerprint("link-broken", "a", cause)
    return Finding(
        name, "link-broken", "a", cause, Outcome.FAILED, Severity.SERIOUS, spots, len(pages), len(pages), life=life
    )


def waiver(*places: str, scope: WaiverScope = WaiverScope.CAUSE, **more: str) -> Waiver:
    values = {"owner": "資訊室", "approver": "王科長", "granted": "2026-02-01", "until": "2026-04-30", "cause": CAUSE}
    reason = WaiverReason(more.pop("reason", "not-ours"))
    return Waiver("link-broken", "a", scope, reason, places=places, **values | more)


def under(finding: Finding, *given_: Waiver, day: str = "2026-03-01") -> Finding:
    (one,) = waivers.apply_waivers([finding], given_, day)
    return one


def test_a_finding_whose_places_are_all_approved_is_waived() -> None:
    one = under(found(*PAGES[:2]), waiver(*PAGES[:2]))
    assert (one.life, one.waiver, one.waived_places) == (Life.WAIVED, waiver(*PAGES[:2]).id, 2)


def test_a_new_place_of_an_old_fault_keeps_the_finding_open() -> None:
    one = under(found(*PAGES), waiver(*PAGES[:2]))
    assert (one.life, one.waived_places) == (Life.LASTING, 2)


def test_two_waivers_can_cover_a_finding_together() -> None:
    assert under(found(*PAGES), waiver(*PAGES[:2]), waiver(PAGES[2], approver="李科長")).life is Life.WAIVED


def test_the_same_template_on_a_new_page_is_no_new_place() -> None:
    granted = waiver("footer|p > a")
    assert under(found(*PAGES, region=Region.FOOTER), granted).life is Life.WAIVED
    assert under(found(*PAGES, region=Region.HEADER), granted).life is Life.LASTING


def test_another_cause_is_not_covered_but_by_a_waiver_of_the_whole_site() -> None:
    other = found(PAGES[0], cause="http://other.example/also-gone")
    assert under(other, waiver(PAGES[0])).life is Life.LASTING
    assert under(other, waiver(scope=WaiverScope.SITE, cause="")).life is Life.WAIVED


def test_a_waiver_is_in_force_from_its_first_to_its_last_day() -> None:
    one, granted = found(PAGES[0]), waiver(PAGES[0])
    lives = {day: under(one, granted, day=day).life for day in ("2026-01-31", "2026-02-01", "2026-04-30", "2026-05-01")}
    assert list(lives.values()) == [Life.LASTING, Life.WAIVED, Life.WAIVED, Life.LASTING]


def test_what_is_mended_stays_mended() -> None:
    assert under(found(PAGES[0], life=Life.FIXED), waiver(PAGES[0])).life is Life.FIXED


def test_the_end_is_announced_a_run_before() -> None:
    granted = [waiver(until="2026-04-30"), waiver(until="2026-12-31"), waiver(until="2026-04-15")]
    assert [one.until for one in waivers.ending(granted, "2026-04-01")] == ["2026-04-15", "2026-04-30"]
    assert waivers.ending(granted, "2026-03-01") == ()


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2026-01-31", WaiverState.NOT_YET),
        ("2026-02-01", WaiverState.IN_FORCE),
        ("2026-03-30", WaiverState.IN_FORCE),
        ("2026-03-31", WaiverState.ENDS_SOON),
        ("2026-04-30", WaiverState.ENDS_SOON),
        ("2026-05-01", WaiverState.ENDED),
    ],
)
def test_the_state_of_a_waiver_changes_with_the_day(day: str, state: WaiverState) -> None:
    assert waivers.waiver_state(waiver(), day) is state


def test_false_alarms_are_the_precision_in_the_field() -> None:
    wrong, right = waiver(PAGES[0], reason="false-alarm"), waiver(PAGES[1])
    after = [under(found(page), wrong, right) for page in PAGES]
    assert waivers.precision(after, [wrong, right]) == waivers.Precision(reported=3, false_alarms=1)


_PLACES = st.sets(st.sampled_from(PAGES))


@given(there=_PLACES.filter(bool), approved=_PLACES, scope=st.sampled_from([WaiverScope.PLACE, WaiverScope.CAUSE]))
def test_nothing_is_waived_beyond_what_was_approved(there: set[str], approved: set[str], scope: WaiverScope) -> None:
    one = under(found(*sorted(there)), waiver(*sorted(approved), scope=scope))
    assert (one.life is Life.WAIVED) is (there <= approved)
    assert one.waived_places == len(there & approved)
    assert msgspec.structs.replace(one, life=Life.LASTING, waiver="", waived_places=0) == found(*sorted(there))
