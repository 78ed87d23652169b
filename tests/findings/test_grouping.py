"""Verdicts become findings: one cause, all its places; and the same fault of many sites becomes one."""

from __future__ import annotations

import random
from collections import defaultdict

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from auditor.findings.grouping import Grouping
from auditor.findings.sharing import shared_faults_of
from auditor.model import (
    Finding,
    Judged,
    Life,
    Outcome,
    Place,
    Region,
    Severity,
    Verdict,
    cant_tell,
    failed,
    fingerprint,
    passed,
)

FOOTER = Region.FOOTER
LINKS = frozenset({"網站導覽", "最新消息", "園區簡介", "表單下載", "聯絡我們"})
"""The texts of a frame's links."""


def place(page: str = "http://a/1", selector: str = "img", region: Region = Region.MAIN, line: int = 1) -> Place:
    return Place(page, selector, line, 1, "<img>", region)


def judged(*verdicts: Verdict, check: str = "image-alt-missing") -> Judged:
    return Judged(check, "http://a/1", verdicts)


def grouped(*added: tuple[str, str, Judged]) -> list[Finding]:
    grouping = Grouping(defaultdict(lambda: Severity.SERIOUS))
    for site, family, one in added:
        grouping.add(site, family, one)
    for site in {site for site, _, _ in added}:
        grouping.add_pages(site, (), {}, {family: LINKS for name, family, _ in added if name == site})
    return grouping.findings()


def test_passed_verdicts_are_no_findings() -> None:
    assert grouped(("a", "t", judged(passed(place()), passed(place(line=2))))) == []


def test_a_component_is_one_finding_wherever_it_stands_in_its_family_of_pages() -> None:
    one = failed(place("http://a/news/1.html", "#n-7 > p:nth-of-type(2) > img"))
    two = failed(place("http://a/news/2.html", "#n-8 > p:nth-of-type(1) > img:nth-child(3)"))
    elsewhere = failed(place("http://a/about/1.html", "#n-7 > p > img"))
    other = failed(place("http://a/news/2.html", "#n-8 > div > img"))
    found = grouped(("a", "t", judged(one, two, elsewhere, other)))
    assert [(found.cause, found.places, found.pages, found.shared) for found in found] == [
        ("component|/about/*.html|p > img", 1, 1, ""),
        ("component|/news/*.html|img", 1, 1, ""),
        ("component|/news/*.html|p > img", 2, 2, ""),
    ]
    assert [one.fingerprint for one in found] == [fingerprint("image-alt-missing", "a", one.cause) for one in found]


def test_a_component_keeps_its_name_on_another_scheme_and_host() -> None:
    old, new = (failed(place(f"{origin}/news.do?method=info&id=3")) for origin in ("http://a", "https://www.a"))
    (cause,) = {one.cause for one in grouped(("a", "t", judged(old, new)))}
    assert cause == "component|/news.do?method=info|img"


def test_a_habit_that_a_check_names_is_one_finding_on_the_whole_site() -> None:
    verdicts = [failed(place(f"http://a/{n}/b.html", line=n), cause=f"http://a/{n}/b.html|更多") for n in (1, 2)]
    (found,) = grouped(("a", "t", judged(*verdicts)))
    assert (found.cause, found.places) == ("component|更多", 2)


def test_a_fault_of_the_template_is_one_finding_with_900_places() -> None:
    pages = [judged(failed(place(f"http://a/{number:03}", region=FOOTER))) for number in range(900)]
    (found,) = grouped(*(("a", "t", page) for page in pages))
    assert (found.cause, found.places, found.pages) == ("footer|img", 900, 900)
    assert [spot.place.url for spot in found.spots] == [f"http://a/{number:03}" for number in range(900)]


def test_a_links_target_is_the_cause_wherever_the_link_stands() -> None:
    here = [place("http://a/2", line=9), place("http://a/1", region=FOOTER), place("http://a/2", line=3)]
    (found,) = grouped(("a", "t", judged(*(failed(one, cause="http://gone/") for one in here), check="link-broken")))
    assert (found.cause, found.places, found.pages) == ("http://gone/", 3, 2)
    assert [(spot.place.url, spot.place.line) for spot in found.spots] == [
        ("http://a/1", 1),
        ("http://a/2", 3),
        ("http://a/2", 9),
    ]


def test_the_same_place_reported_twice_counts_once() -> None:
    (found,) = grouped(("a", "t", judged(failed(place(), src="1.png"), failed(place(), src="2.png"))))
    assert (found.places, found.spots[0].data) == (1, {"src": "1.png"})


def test_failed_and_undecided_places_of_one_cause_are_two_findings_of_one_fingerprint() -> None:
    found = grouped(("a", "t", judged(failed(place()), cant_tell(place(line=2), "image-not-loaded"))))
    assert [(one.outcome, one.spots[0].reason) for one in found] == [
        (Outcome.CANT_TELL, "image-not-loaded"),
        (Outcome.FAILED, ""),
    ]
    assert len({one.fingerprint for one in found}) == 1


def test_two_templates_whose_elements_share_a_selector_are_one_finding_with_all_places() -> None:
    news, home = (judged(failed(place(f"http://a/{name}", region=FOOTER))) for name in ("news", "home"))
    (found,) = grouped(("a", "news", news), ("a", "home", home))
    assert found.pages == 2


def test_one_template_of_52_sites_is_one_fault_of_the_portfolio() -> None:
    sites = [f"s{number:02}" for number in range(52)]
    pages = [(site, judged(failed(place(f"http://{site}/{n}", region=FOOTER)))) for site in sites for n in range(3)]
    (fault,) = shared_faults_of(grouped(*((site, "t", page) for site, page in pages)))
    assert (fault.sites, fault.places, fault.pages) == (tuple(sites), 156, 156)
    assert fault.findings == tuple(fingerprint("image-alt-missing", site, "footer|img") for site in sites)


def test_a_template_is_shared_although_one_site_has_a_second_one_beside_it() -> None:
    both = [("a", "zone", 1), ("a", "zone", 2), ("a", "english", 3), ("b", "zone", 1)]
    added = [(site, family, judged(failed(place(f"http://{site}/{n}", region=FOOTER)))) for site, family, n in both]
    (fault,) = shared_faults_of(grouped(*added))
    assert fault.sites == ("a", "b")


def test_templates_that_differ_share_nothing_although_the_selector_is_the_same() -> None:
    fault = judged(failed(place(region=FOOTER)))
    assert shared_faults_of(grouped(("a", "one", fault), ("b", "two", fault))) == []


def test_a_target_is_shared_by_all_sites_that_point_to_it() -> None:
    link = judged(failed(place(), cause="http://gone/"), check="link-broken")
    (fault,) = shared_faults_of(grouped(("a", "one", link), ("b", "two", link)))
    assert (fault.check, fault.cause, fault.sites) == ("link-broken", "http://gone/", ("a", "b"))


def test_what_is_mended_or_undecided_is_no_fault_of_the_portfolio() -> None:
    link = judged(failed(place(), cause="http://gone/"), check="link-broken")
    unsure = judged(cant_tell(place(), "blocked", cause="http://shy/"), check="link-blocked")
    found = grouped(("a", "", link), ("b", "", link), ("a", "", unsure), ("b", "", unsure))
    assert len(shared_faults_of(found)) == 1
    assert shared_faults_of(msgspec.structs.replace(one, life=Life.FIXED) for one in found) == []


def test_the_widest_fault_comes_first() -> None:
    wide = judged(failed(place(), cause="http://z/"), check="link-broken")
    narrow = judged(failed(place(), cause="http://a/"), check="link-broken")
    found = grouped(*((site, "", wide) for site in "abc"), *((site, "", narrow) for site in "ab"))
    assert [fault.cause for fault in shared_faults_of(found)] == ["http://z/", "http://a/"]


_PLACES = st.builds(
    place,
    page=st.sampled_from(["http://a/1", "http://a/2"]),
    selector=st.sampled_from(["img", "a"]),
    region=st.sampled_from([Region.MAIN, Region.FOOTER, Region.NAVIGATION]),
    line=st.integers(1, 3),
)
_VERDICTS = st.lists(
    st.one_of(
        _PLACES.map(passed), _PLACES.map(failed), _PLACES.map(lambda one: failed(one, cause="http://gone/")),
        _PLACES.map(lambda one: cant_tell(one, "why")),
    ),
    max_size=20,
)  # fmt: skip


@given(verdicts=_VERDICTS, seed=st.integers())
def test_no_verdict_is_lost_and_their_order_does_not_matter(verdicts: list[Verdict], seed: int) -> None:
    found = grouped(*(("a", "t", judged(one)) for one in verdicts))
    faults = {
        (one.outcome, one.cause, one.place.url, one.place.selector, one.place.line)
        for one in verdicts
        if one.outcome is not Outcome.PASSED
    }
    named = {"http://gone/"}
    kept = {
        (one.outcome, one.cause if one.cause in named else "", spot.place.url, spot.place.selector, spot.place.line)
        for one in found
        for spot in one.spots
    }
    assert kept == faults
    shuffled = random.Random(seed).sample(verdicts, len(verdicts))
    again = grouped(*(("a", "t", judged(one)) for one in shuffled))
    assert [(one.fingerprint, one.outcome, one.places, one.shared) for one in again] == [
        (one.fingerprint, one.outcome, one.places, one.shared) for one in found
    ]


def test_what_is_named_alike_on_pages_of_two_sites_is_mended_on_each() -> None:
    """A missing title, or the same wrong value of a field: nothing shows that the pages come from one template."""
    missing = judged(failed(place(selector="head"), cause="DC.Coverage"), check="dublin-core-missing")
    assert shared_faults_of(grouped(("a", "zone", missing), ("b", "zone", missing))) == []


def test_a_named_fault_is_shared_only_in_one_fragment_of_one_template() -> None:
    badge = judged(failed(place(region=FOOTER), cause="alt=x"))
    (fault,) = shared_faults_of(grouped(("a", "zone", badge), ("b", "zone", badge)))
    assert fault.sites == ("a", "b")
    other = judged(failed(place(region=FOOTER, selector="p > a"), cause="alt=x"))
    assert shared_faults_of(grouped(("a", "zone", badge), ("b", "zone", other))) == []
    assert shared_faults_of(grouped(("a", "", badge), ("b", "", badge))) == []
