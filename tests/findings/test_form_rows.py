"""The rows of the form: what checks decide of them, and that nothing is met that was not examined."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.findings import form_rows
from auditor.findings.form_items import Count, How, Indicator, describe, indicator
from auditor.findings.form_rows import BUREAU_ONLY, NEEDS_PERSON, SYSTEM_NOT_ASKED, judge_rows
from auditor.judging import registry
from auditor.model import (
    FormStatus,
    ItemStatus,
    Name,
    Outcome,
    Site,
    SiteCoverage,
    SiteEvidence,
    SiteKind,
    SiteState,
    SiteTally,
    Tally,
    Topic,
    Untested,
)
from auditor.standards import table

CHECKS = {check.id: check for check in registry.load_checks(packs=False)}
KNOWN = indicator()
EIGHT = tuple(f"1.2.2.{number}" for number in range(1, 9))


def site(**terms: str) -> Site:
    return Site(
        "zone", (Name("範例工業區服務中心"),), SiteKind.SERVICE_CENTER, url="https://zone.example.gov.tw/", **terms
    )


def tally(check: str, things: Tally, *, looked_at: int = 0, failed: int = 0, **untested: int) -> SiteTally:
    reasons = {Untested(reason): number for reason, number in untested.items()}
    return SiteTally(check, things, looked_at or things.examined, failed or things.failed, reasons)


def evidence(*tallies: SiteTally, state: SiteState = SiteState.AUDITED, where: Site | None = None) -> SiteEvidence:
    return SiteEvidence(where or site(), SiteCoverage("zone", state), tallies)


def everything_passes(*others: SiteTally, where: Site | None = None) -> SiteEvidence:
    given_ = {each.check: each for each in others}
    clean = [given_.get(check) or tally(check, Tally(passed=100)) for check in CHECKS]
    return evidence(*clean, where=where)


def item(name: str, where: SiteEvidence, **more: object) -> ItemStatus:
    standings = judge_rows(where, judged=CHECKS, **more)  # type: ignore[arg-type]
    return next(each for row in standings for each in row.items if each.item == name)


def standing_of(row: str, where: SiteEvidence) -> FormStatus:
    return next(each.standing for each in judge_rows(where, judged=CHECKS) if each.row == row)


def items_with_checks() -> list[str]:
    return [name for name, each in KNOWN.items.items() if each.checks and not each.systems]


def items_with_systems() -> list[str]:
    return [name for name, each in KNOWN.items.items() if each.systems]


def bureau(**systems: Outcome) -> SiteEvidence:
    where = Site("idb", (Name("經濟部產業發展署"),), SiteKind.BUREAU, url="https://www.example.gov.tw/")
    asked = {system.replace("_", "-"): outcome for system, outcome in systems.items()}
    return SiteEvidence(where, SiteCoverage("idb", SiteState.AUDITED, systems=asked))


# --- the tables -------------------------------------------------------------------------------------------------


def test_the_eight_rows_are_judged_and_rows_come_in_the_forms_order() -> None:
    in_form = [row["id"] for part in table("form")["form"] for each in part["items"] for row in each["rows"]]
    judged = [row.row for row in judge_rows(evidence())]
    assert set(EIGHT) <= set(judged)
    assert judged == [row for row in in_form if row in judged]


def test_the_form_has_its_43_rows_and_names_only_systems_it_lists() -> None:
    form = table("form")
    listed = [row for part in form["form"] for each in part["items"] for row in each["rows"]]
    assert len({row["id"] for row in listed}) == len(listed) == 43
    assert {row["verify"] for row in listed} == {"automatic", "partly", "manual"}
    assert {system for row in listed for system in row.get("systems", ())} <= set(form["systems"])
    assert [row["id"] for row in listed if (row["verify"] == "manual") == bool(row.get("prove"))] == []


@pytest.mark.parametrize("name", KNOWN.items)
def test_every_item_names_existing_checks_or_the_reason_for_none(name: str) -> None:
    each = KNOWN.items[name]
    named = (*each.checks, *(more.check for more in each.also))
    assert [check for check in named if check not in CHECKS] == []
    assert bool(each.checks) is not bool(each.reason)
    if each.reason:
        assert each.reason in KNOWN.reasons
    else:
        assert each.unit in KNOWN.units
    assert (each.how is How.SHARE) == (each.threshold is not None)


def test_every_item_stands_in_a_row_and_every_row_names_items_there_are() -> None:
    placed = {name for names in KNOWN.rows.values() for name in names}
    assert placed == set(KNOWN.items)


def test_the_accessibility_item_names_every_check_of_the_official_software_at_its_level() -> None:
    codes = table("taiwan_codes")["machine"]
    for standard in ("110.07", "115.11"):
        for level in ("A", "AA"):
            named = set(KNOWN.items["accessible-by-machine"].checks_for(site(standard=standard, level=level)))
            wanted = {
                check.id
                for check in CHECKS.values()
                if check.topic is Topic.ACCESSIBILITY
                and not check.id.startswith("axe-")
                and any(codes[standard][code]["level"] <= level for code in check.taiwan.get(standard, ()))
            }
            assert named == wanted, (standard, level)


def test_thresholds_that_no_rule_gives_are_marked_as_ours() -> None:
    thresholds = [KNOWN.coverage, *(each.threshold for each in KNOWN.items.values() if each.threshold)]
    assert all(threshold.ours and 0 < threshold.value <= 1 for threshold in thresholds)


def test_a_misspelt_key_of_the_table_is_named() -> None:
    with pytest.raises(msgspec.ValidationError, match="treshold"):
        msgspec.convert({"items": {"a": {"zh": "甲", "en": "a", "treshold": 1}}}, Indicator)


def test_every_key_has_words_in_both_languages() -> None:
    keys = [*KNOWN.rows, *KNOWN.items, *KNOWN.units, *KNOWN.reasons]
    assert len(set(keys)) == len(keys)
    for key in keys:
        assert describe(key).zh.strip()
        assert describe(key).en.strip()
    assert describe("1.2.2.3").zh == "內容正確性及有效連結"
    with pytest.raises(KeyError):
        describe("9.9.9.9")


# --- one item ---------------------------------------------------------------------------------------------------


def test_an_item_is_met_when_its_check_passed() -> None:
    found = item("search-box", evidence(tally("search-box-missing", Tally(passed=1))))
    assert found == ItemStatus("search-box", FormStatus.MET, 1, 1, "items", ("search-box-missing",))


def test_an_item_is_not_met_when_its_check_failed() -> None:
    found = item("search-box", evidence(tally("search-box-missing", Tally(failed=1))))
    assert (found.standing, found.good, found.total) == (FormStatus.NOT_MET, 0, 1)


def test_a_fault_counts_even_where_little_was_examined() -> None:
    found = item("open-formats", evidence(tally("open-format-missing", Tally(passed=5, failed=1), budget=900)))
    assert found.standing is FormStatus.NOT_MET


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (tally("badge-expired", Tally(cant_tell=1)), "needs-person"),
        (tally("badge-expired", Tally()), "nothing-to-judge"),
        (tally("badge-expired", Tally(), fetch_failed=1), "fetch_failed"),
        (tally("badge-expired", Tally(), not_selected=1), "not_selected"),
    ],
)
def test_an_undecided_item_gives_the_reason(found: SiteTally, reason: str) -> None:
    got = item("badge-valid", evidence(found))
    assert (got.standing, got.reason) == (FormStatus.CANT_TELL, reason)


def test_a_check_of_the_judgement_without_a_tally_found_nothing_and_hinders_nothing() -> None:
    where = evidence(tally("image-alt-missing", Tally(passed=9)))
    assert item("accessible-by-machine", where).standing is FormStatus.MET


def test_a_check_that_was_not_run_hinders_its_item() -> None:
    where = evidence(tally("image-alt-missing", Tally(passed=9)))
    (got,) = (
        each
        for row in judge_rows(where, judged=["image-alt-missing"])
        for each in row.items
        if each.item == "accessible-by-machine"
    )
    assert (got.standing, got.reason) == (FormStatus.CANT_TELL, "not_selected")


def test_level_and_version_decide_which_checks_speak() -> None:
    pixels = tally("font-size-absolute", Tally(failed=3))
    assert item("accessible-by-machine", everything_passes(pixels, where=site(level="A"))).standing is FormStatus.MET
    assert (
        item("accessible-by-machine", everything_passes(pixels, where=site(level="AA"))).standing is FormStatus.NOT_MET
    )
    old = tally("element-obsolete", Tally(failed=3))
    newer, older = site(standard="115.11"), site(standard="110.07")
    assert item("accessible-by-machine", everything_passes(old, where=newer)).standing is FormStatus.MET
    assert item("accessible-by-machine", everything_passes(old, where=older)).standing is FormStatus.NOT_MET


# --- shares and thresholds --------------------------------------------------------------------------------------


def links(ok: int, broken: int, unreachable: int = 0, unsure: int = 0, blocked: int = 0) -> SiteEvidence:
    """As the two link checks count: the second passes every host that answers, blocked ones too."""
    return evidence(
        tally("link-broken", Tally(ok, broken)),
        tally("link-unreachable", Tally(ok + broken + blocked, unreachable, unsure)),
    )


@pytest.mark.parametrize(
    ("where", "standing", "good", "total"),
    [
        (links(98, 2), FormStatus.MET, 98, 100),
        (links(98, 1, 1), FormStatus.MET, 98, 100),
        (links(979, 21), FormStatus.NOT_MET, 979, 1000),
        (links(97, 2, 1), FormStatus.NOT_MET, 97, 100),
        (links(98, 2, blocked=50), FormStatus.MET, 98, 100),
        (links(99, 0, unsure=1), FormStatus.MET, 99, 99),
        (links(90, 0, unsure=10), FormStatus.CANT_TELL, 90, 90),
        (links(0, 0), FormStatus.CANT_TELL, 0, 0),
    ],
)
def test_valid_links_at_the_threshold(where: SiteEvidence, standing: FormStatus, good: int, total: int) -> None:
    got = item("valid-links", where)
    assert (got.standing, got.good, got.total, got.unit) == (standing, good, total, "links")


def test_links_that_only_refuse_robots_are_not_valid_links() -> None:
    got = item("valid-links", evidence(tally("link-unreachable", Tally(passed=40))))
    assert (got.standing, got.reason) == (FormStatus.CANT_TELL, "nothing-to-judge")


def test_a_threshold_can_be_configured() -> None:
    assert item("valid-links", links(90, 10), thresholds={"valid-links": 0.9}).standing is FormStatus.MET
    assert item("valid-links", links(90, 10), thresholds={"valid-links": 0.91}).standing is FormStatus.NOT_MET


def classified(missing: int, blank: int = 0, malformed: int = 0, unknown: int = 0) -> SiteEvidence:
    """A site of 100 pages with three fields each; the numbers are pages at fault."""
    return evidence(
        tally("classification-missing", Tally(300 - 3 * missing, 3 * missing), looked_at=100, failed=missing),
        tally("classification-blank", Tally(300 - 3 * missing - blank, blank), looked_at=100 - missing, failed=blank),
        tally(
            "classification-malformed",
            Tally(300 - malformed - unknown, malformed, unknown),
            looked_at=100 - missing,
            failed=malformed,
        ),
    )


@pytest.mark.parametrize(
    ("where", "standing", "good"),
    [
        (classified(0), FormStatus.MET, 100),
        (classified(2, 2, 1), FormStatus.MET, 95),
        (classified(2, 2, 2), FormStatus.NOT_MET, 94),
        (classified(99), FormStatus.NOT_MET, 1),
        (classified(0, unknown=5), FormStatus.MET, 100),
        (classified(0, unknown=6), FormStatus.CANT_TELL, 100),
    ],
)
def test_classified_pages_are_counted_as_pages(where: SiteEvidence, standing: FormStatus, good: int) -> None:
    got = item("pages-classified", where)
    assert (got.standing, got.good, got.total, got.unit) == (standing, good, 100, "pages")


@pytest.mark.parametrize(
    ("unseen", "standing", "reason"),
    [
        ({"budget": 5}, FormStatus.MET, ""),
        ({"budget": 4, "timed_out": 2}, FormStatus.CANT_TELL, "budget"),
        ({"not_html": 900, "excluded": 900}, FormStatus.MET, ""),
    ],
)
def test_nothing_is_met_before_enough_was_examined(unseen: dict[str, int], standing: FormStatus, reason: str) -> None:
    got = item("open-formats", evidence(tally("open-format-missing", Tally(passed=95), **unseen)))
    assert (got.standing, got.reason) == (standing, reason)


def test_the_coverage_can_be_configured() -> None:
    half = evidence(tally("open-format-missing", Tally(passed=50), budget=50))
    assert item("open-formats", half, thresholds={"coverage": 0.5}).standing is FormStatus.MET


@pytest.mark.parametrize("name", items_with_checks())
@given(reason=st.sampled_from(list(Untested)), number=st.integers(1, 500))
def test_no_item_is_met_when_one_of_its_checks_was_untested(name: str, reason: Untested, number: int) -> None:
    for check in KNOWN.items[name].checks_for(site()):
        got = item(name, everything_passes(SiteTally(check, Tally(), 0, 0, {reason: number})))
        assert (got.standing, got.reason) == (FormStatus.CANT_TELL, reason.value)


@pytest.mark.parametrize("name", items_with_checks())
def test_every_item_is_met_when_its_checks_pass_and_not_when_one_of_them_fails_all(name: str) -> None:
    assert item(name, everything_passes()).standing is FormStatus.MET
    for check in KNOWN.items[name].checks_for(site()):
        assert item(name, everything_passes(tally(check, Tally(failed=100)))).standing is FormStatus.NOT_MET


@given(good=st.integers(0, 2000), bad=st.integers(0, 50), unsure=st.integers(0, 50), unseen=st.integers(0, 200))
def test_figures_add_up_and_a_met_share_reaches_its_threshold(good: int, bad: int, unsure: int, unseen: int) -> None:
    where = evidence(
        tally("link-broken", Tally(good, bad), budget=unseen), tally("link-unreachable", Tally(good + bad, 0, unsure))
    )
    got = item("valid-links", where)
    assert (got.good, got.total) == (good, good + bad)
    if got.standing is FormStatus.MET:
        assert good / (good + bad + unsure) >= 0.98
        assert unseen <= 0.06 * (good + bad)
    if got.standing is FormStatus.CANT_TELL:
        assert got.reason


# --- systems that the form names ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", items_with_systems())
def test_items_of_systems_name_those_of_their_row_and_apply_to_the_bureau_only(name: str) -> None:
    form = [row for part in table("form")["form"] for each in part["items"] for row in each["rows"]]
    named = {row["id"]: row.get("systems", ()) for row in form}
    places = [row for row, names in KNOWN.rows.items() if name in names]
    assert all(set(KNOWN.items[name].systems) <= set(named[row]) for row in places)
    assert all(table("form")["systems"][system]["how"] == "probe" for system in KNOWN.items[name].systems)
    assert (item(name, everything_passes()).standing, item(name, everything_passes()).reason) == (
        FormStatus.NOT_ASKED,
        BUREAU_ONLY,
    )


PASSED, FAILED, OPEN = Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL


@pytest.mark.parametrize(
    ("systems", "standing", "good", "reason"),
    [
        ({"progress_query": PASSED, "green_factory": PASSED}, FormStatus.MET, 2, ""),
        ({"progress_query": PASSED, "green_factory": FAILED}, FormStatus.NOT_MET, 1, ""),
        ({"green_factory": FAILED}, FormStatus.NOT_MET, 0, ""),
        ({"progress_query": PASSED, "green_factory": OPEN}, FormStatus.CANT_TELL, 1, NEEDS_PERSON),
        ({"progress_query": PASSED}, FormStatus.CANT_TELL, 1, SYSTEM_NOT_ASKED),
        ({}, FormStatus.CANT_TELL, 0, SYSTEM_NOT_ASKED),
    ],
)
def test_every_system_of_an_item_must_have_answered(
    systems: dict[str, Outcome], standing: FormStatus, good: int, reason: str
) -> None:
    got = item("case-queries-answer", bureau(**systems))
    assert (got.standing, got.good, got.total, got.reason) == (standing, good, 2, reason)


# --- rows -------------------------------------------------------------------------------------------------------


def test_a_row_is_met_when_all_its_items_are() -> None:
    assert standing_of("1.2.2.1", everything_passes()) is FormStatus.MET
    assert standing_of("1.2.2.3", everything_passes()) is FormStatus.MET


def test_a_row_is_not_met_when_one_item_is_not() -> None:
    assert standing_of("1.2.2.1", everything_passes(tally("news-missing", Tally(failed=1)))) is FormStatus.NOT_MET


def test_one_open_item_leaves_the_row_open() -> None:
    unsure = tally("news-missing", Tally(cant_tell=1))
    assert standing_of("1.2.2.1", everything_passes(unsure)) is FormStatus.CANT_TELL


def test_items_without_a_check_are_not_asked_and_never_make_a_row_met() -> None:
    for row in judge_rows(everything_passes(), judged=CHECKS):
        unasked = [each for each in row.items if each.standing is FormStatus.NOT_ASKED]
        ours = {name for name in KNOWN.rows[row.row] if KNOWN.items[name].checks and not KNOWN.items[name].systems}
        assert {each.item for each in unasked} == set(KNOWN.rows[row.row]) - ours
        assert all(each.reason and not each.total for each in unasked)
        assert (row.standing is FormStatus.MET) == (not unasked)


def test_a_row_of_which_nothing_is_asked_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    known = msgspec.structs.replace(KNOWN, rows={"1.2.2.7": ("sources-named",)})
    monkeypatch.setattr(form_rows, "indicator", lambda: known)
    assert standing_of("1.2.2.7", everything_passes()) is FormStatus.NOT_ASKED


@pytest.mark.parametrize("state", [state for state in SiteState if state is not SiteState.AUDITED])
def test_a_site_that_was_not_audited_meets_nothing(state: SiteState) -> None:
    where = SiteEvidence(site(), SiteCoverage("zone", state), everything_passes().tallies)
    for row in judge_rows(where, judged=CHECKS):
        for each in row.items:
            asked = each.item in items_with_checks()
            assert each.standing is (FormStatus.CANT_TELL if asked else FormStatus.NOT_ASKED)
            assert each.reason == (state.value if asked else KNOWN.items[each.item].reason or BUREAU_ONLY)
        assert row.standing not in {FormStatus.MET, FormStatus.NOT_MET}


def test_a_page_share_never_counts_below_nothing() -> None:
    assert KNOWN.items["pages-classified"].count is Count.PAGES
    got = item("pages-classified", classified(60, 40, 40))
    assert (got.good, got.total) == (0, 100)
