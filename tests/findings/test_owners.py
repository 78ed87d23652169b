"""Whose page is it? By list, by address, by section, else the default; a template is the default owner's."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.findings.owners import NOBODY, assign_owners, owner_of, unrouted
from auditor.model import (
    Finding,
    FindingPlace,
    Life,
    Name,
    Outcome,
    Owner,
    Place,
    Portfolio,
    Region,
    Severity,
    Site,
    SiteKind,
    fingerprint,
)

LISTED = Owner("資訊室", "it@a.test", pages=("http://a/ctlr?PRO=news&id=7",))
NEWS = Owner("推廣組", "news@a.test", patterns=("http://a/ctlr?PRO=news*",))
LAND = Owner("地政組", sections=("土地資訊",))
DEFAULT = Owner("管理處", "office@a.test")
SITE = Site(
    "a", (Name("甲"),), SiteKind.SERVICE_CENTER, "http://a/", owners=(NEWS, LAND, LISTED), default_owner=DEFAULT
)


def fault(*places: Place, site: str = "a") -> Finding:
    spots = tuple(map(FindingPlace, places))
    name = fingerprint("x", site, "y")
    return Finding(name, "x", site, "y", Outcome.FAILED, Severity.MINOR, spots, len(spots), len(spots))


def routed(finding: Finding, site: Site = SITE) -> tuple[str, str]:
    (one,) = assign_owners([finding], Portfolio((site,)))
    return one.owner, one.owner_email


@pytest.mark.parametrize(
    ("url", "section", "owner"),
    [
        ("http://a/ctlr?PRO=news&id=7", "土地資訊", LISTED),
        ("http://a/ctlr?PRO=news&id=8", "土地資訊", NEWS),
        ("http://a/ctlr?PRO=land", "土地資訊", LAND),
        ("http://a/ctlr?PRO=land", "其他", DEFAULT),
        ("http://a/ctlr?PRO=land", "", DEFAULT),
        ("http://a/x?next=http://a/ctlr?PRO=news", "", DEFAULT),
    ],
)
def test_list_goes_before_address_before_section_before_default(url: str, section: str, owner: Owner) -> None:
    assert owner_of(SITE, url, section) == owner


def test_a_site_without_owners_has_nobody() -> None:
    assert owner_of(msgspec.structs.replace(SITE, owners=(), default_owner=None), "http://a/", "土地資訊") == NOBODY


def test_a_finding_goes_to_the_unit_with_most_of_its_places() -> None:
    news, land = (Place(f"http://a/ctlr?PRO={name}") for name in ("news&id=1", "land"))
    assert routed(fault(news, land, news)) == ("推廣組", "news@a.test")
    assert routed(fault(news, land, land)) == ("管理處", "office@a.test")


def test_a_place_in_the_template_is_the_default_owners() -> None:
    footer = Place("http://a/ctlr?PRO=news&id=1", region=Region.FOOTER)
    main = Place("http://a/ctlr?PRO=news&id=1", region=Region.MAIN)
    assert routed(fault(footer)) == ("管理處", "office@a.test")
    assert routed(fault(footer, footer, main)) == ("管理處", "office@a.test")
    assert routed(fault(footer, main, main)) == ("推廣組", "news@a.test")


def test_a_finding_without_places_goes_to_the_default_owner() -> None:
    assert routed(fault()) == ("管理處", "office@a.test")


def test_findings_of_unknown_sites_stay_without_owner_and_are_counted_while_open() -> None:
    stray, mended = fault(Place("http://b/"), site="b"), fault(Place("http://b/2"), site="c")
    both = list(assign_owners([stray, msgspec.structs.replace(mended, life=Life.FIXED)], Portfolio((SITE,))))
    assert [one.owner for one in both] == ["", ""]
    assert unrouted(both) == 1
    assert unrouted(assign_owners([fault(Place("http://a/"))], Portfolio((SITE,)))) == 0


@given(order=st.permutations(["http://a/ctlr?PRO=news&id=1", "http://a/ctlr?PRO=land", "http://a/ctlr?PRO=news&id=7"]))
def test_a_tie_does_not_depend_on_the_order_of_places(order: list[str]) -> None:
    assert routed(fault(*map(Place, order))) == routed(fault(*map(Place, sorted(order))))
