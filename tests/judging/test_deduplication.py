"""A fault that two checks see at one element is reported once."""

from __future__ import annotations

from auditor.judging import registry
from auditor.judging.deduplication import criteria_of, deduplicate
from auditor.model import Judged, Place, Verdict, cant_tell, failed, passed

PREFERRED = {"axe-image-alt": "image-alt-missing", "axe-svg": "image-alt-missing"}
PAGE = "https://a.gov.tw/"


def at(selector: str) -> Place:
    return Place(PAGE, selector=selector)


def kept(*judged: tuple[str, list[Verdict]]) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """By check, the selector of each verdict that is kept and the checks whose verdicts were dropped for it."""
    page = [Judged(check, PAGE, tuple(verdicts)) for check, verdicts in judged]
    return {
        result.check: [(verdict.place.selector, verdict.also) for verdict in result.verdicts]
        for result in deduplicate(page, PREFERRED)
    }


def test_a_fault_at_one_element_is_kept_by_our_own_check_which_names_the_others() -> None:
    ours = ("image-alt-missing", [failed(at("img")), failed(at("p > img"))])
    theirs = ("axe-image-alt", [failed(at("body > img")), failed(at("td > img"))])
    third = ("axe-svg", [failed(at("html > body > img"))])
    assert kept(theirs, ours, third) == {
        "axe-image-alt": [("td > img", ())],
        "image-alt-missing": [("img", ("axe-image-alt", "axe-svg")), ("p > img", ())],
        "axe-svg": [],
    }


def test_a_verdict_on_the_whole_page_is_one_on_its_root() -> None:
    assert kept(("image-alt-missing", [failed(Place(PAGE))]), ("axe-svg", [failed(at("html"))])) == {
        "image-alt-missing": [("", ("axe-svg",))],
        "axe-svg": [],
    }


def test_a_doubt_is_not_the_same_as_a_fault_and_a_pass_hides_nothing() -> None:
    ours = ("image-alt-missing", [passed(at("img")), cant_tell(at("p > img"), "why")])
    theirs = ("axe-image-alt", [failed(at("img")), failed(at("p > img"))])
    assert kept(ours, theirs) == {
        "image-alt-missing": [("img", ()), ("p > img", ())],
        "axe-image-alt": [("img", ()), ("p > img", ())],
    }


def test_a_check_keeps_its_verdicts_where_the_preferred_check_did_not_run() -> None:
    assert kept(("axe-image-alt", [failed(at("img"))])) == {"axe-image-alt": [("img", ())]}


def test_every_preferred_check_is_one_of_ours() -> None:
    checks = {check.id: check for check in registry.load_checks(packs=False)}
    preferred = {check.same_as for check in checks.values() if check.same_as}
    assert preferred
    assert preferred <= checks.keys()
    assert not any(checks[name].same_as for name in preferred)


def test_the_criteria_are_those_of_all_checks_named() -> None:
    checks = {check.id: check for check in registry.load_checks(packs=False)}
    assert criteria_of(checks, ("image-alt-missing", "axe-image-alt", "unheard-of")) == ("1.1.1",)
    assert criteria_of(checks, ("axe-link-name",)) == ("2.4.4", "4.1.2")
