"""Faults that two checks see at one element are told once."""

from __future__ import annotations

from auditor.judging import registry
from auditor.judging.deduplication import criteria_of, deduplicate
from auditor.model import Judged, Place, Verdict, cant_tell, failed, passed

TWINS = {"axe-image-alt": "image-alt-missing", "axe-svg": "image-alt-missing"}
PAGE = "https://a.gov.tw/"


def at(selector: str) -> Place:
    return Place(PAGE, selector=selector)


def told(*judged: tuple[str, list[Verdict]]) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """What is left: by check, the selector of each verdict and who else says so."""
    page = [Judged(check, PAGE, tuple(verdicts)) for check, verdicts in judged]
    return {one.check: [(v.place.selector, v.also) for v in one.verdicts] for one in deduplicate(page, TWINS)}


def test_a_fault_at_one_element_is_kept_by_our_own_check_which_names_the_others() -> None:
    ours = ("image-alt-missing", [failed(at("img")), failed(at("p > img"))])
    theirs = ("axe-image-alt", [failed(at("body > img")), failed(at("td > img"))])
    third = ("axe-svg", [failed(at("img"))])
    assert told(theirs, ours, third) == {
        "axe-image-alt": [("td > img", ())],
        "image-alt-missing": [("img", ("axe-image-alt", "axe-svg")), ("p > img", ())],
        "axe-svg": [],
    }


def test_what_is_said_of_the_whole_page_is_the_same_as_what_is_said_of_its_root() -> None:
    assert told(("image-alt-missing", [failed(Place(PAGE))]), ("axe-svg", [failed(at("html"))])) == {
        "image-alt-missing": [("", ("axe-svg",))],
        "axe-svg": [],
    }


def test_a_doubt_is_not_the_same_as_a_fault_and_a_pass_hides_nothing() -> None:
    ours = ("image-alt-missing", [passed(at("img")), cant_tell(at("p > img"), "why")])
    theirs = ("axe-image-alt", [failed(at("img")), failed(at("p > img"))])
    assert told(ours, theirs) == {
        "image-alt-missing": [("img", ()), ("p > img", ())],
        "axe-image-alt": [("img", ()), ("p > img", ())],
    }


def test_a_check_whose_preferred_check_did_not_look_keeps_all_it_says() -> None:
    assert told(("axe-image-alt", [failed(at("img"))])) == {"axe-image-alt": [("img", ())]}


def test_every_preferred_check_is_one_of_ours() -> None:
    checks = {check.id: check for check in registry.load_checks(packs=False)}
    preferred = {check.same_as for check in checks.values() if check.same_as}
    assert preferred
    assert preferred <= checks.keys()
    assert not any(checks[name].same_as for name in preferred)


def test_the_criteria_are_those_of_all_that_say_so() -> None:
    checks = {check.id: check for check in registry.load_checks(packs=False)}
    assert criteria_of(checks, ("image-alt-missing", "axe-image-alt", "unheard-of")) == ("1.1.1",)
    assert criteria_of(checks, ("axe-link-name",)) == ("2.4.4", "4.1.2")
