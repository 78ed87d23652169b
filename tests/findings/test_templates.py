"""The template of a site is learned from its pages: its faults are one finding each, whatever its tags and folders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import pytest

from auditor.findings.grouping import Grouping
from auditor.findings.lifecycle import compare_runs
from auditor.findings.sharing import shared_faults_of
from auditor.findings.templates import elements_of, pools_of, sampled
from auditor.findings.waivers import apply_waivers
from auditor.model import (
    Finding,
    FindingPlace,
    Judged,
    Life,
    Outcome,
    PageTally,
    Place,
    Region,
    Severity,
    Tally,
    Untested,
    Verdict,
    Waiver,
    WaiverReason,
    WaiverScope,
    failed,
    fingerprint,
)

CHECK = "link-text-missing"
MENU = ("body > div:nth-of-type(1) > ul > li:nth-of-type(2) > a", '<a class="logo" href="/">')
SITE = [f"http://a/{folder}/{number}.html" for folder in ("news", "about", "forms", "land") for number in range(4)]


def at(page: str, element: tuple[str, str] = MENU, region: Region = Region.BODY) -> Place:
    return Place(page, element[0], 1, 1, element[1], region)


def found(
    faults: Iterable[Verdict],
    pages: Sequence[str] = SITE,
    known: Iterable[Finding] = (),
    standing: Iterable[Place] = (),
    *,
    visited: Sequence[str] | None = None,
    divided: bool = False,
) -> list[Finding]:
    """The findings of one check on a site with these pages; ``standing`` are elements without fault."""
    grouping = Grouping(defaultdict(lambda: Severity.SERIOUS), known)
    for fault in faults:
        grouping.add("a", "", Judged(CHECK, fault.place.url, (fault,)))
    elements = defaultdict(list)
    for place in standing:
        elements[place.url].append(place)
    missed = {CHECK: Tally(untested=Untested.NOT_VISITED)}
    tallies = [PageTally(page, "a", missed if visited is not None and page not in visited else {}) for page in pages]
    if divided:
        grouping.divide("a")
    grouping.add_pages("a", tallies, {page: elements_of(places) for page, places in elements.items()}, {})
    return grouping.findings()


def plain(page: str) -> tuple[str, str]:
    """An element of a page's own content."""
    return f"#text{page[-6]} > p:nth-of-type({page[-6]}) > a", f'<a href="{page[-6]}.pdf">'


def test_a_fault_of_a_template_without_landmarks_is_one_finding_in_all_folders() -> None:
    (one,) = found(failed(at(page)) for page in SITE)
    assert (one.cause, one.places, one.pages) == ("template|ul > li > a.logo", 16, 16)
    assert {spot.place.region for spot in one.spots} == {Region.TEMPLATE}
    assert one.spots[0].formerly == "component|/about/*.html|body > div > ul > li > a"


def test_the_fault_of_one_page_stays_with_its_folder() -> None:
    faults = [failed(at(page, plain(page))) for page in SITE]
    assert {one.cause for one in found(faults)} == {
        f"component|/{folder}/*.html|p > a" for folder in ("news", "about", "forms", "land")
    }
    assert {spot.place.region for one in found(faults) for spot in one.spots} == {Region.BODY}


def test_an_element_that_stands_everywhere_is_of_the_template_though_it_is_at_fault_on_few_pages() -> None:
    faults = [failed(at(page)) for page in SITE[::4]]
    (one,) = found(faults, standing=map(at, SITE))
    assert (one.cause, one.pages) == ("template|ul > li > a.logo", 4)
    alone = found(faults)  # nothing shows that it stands elsewhere
    assert [each.cause for each in alone] == ["component|a.logo"]


def test_most_pages_are_most_of_those_that_were_examined() -> None:
    visited = SITE[::3]
    (one,) = found((failed(at(page)) for page in visited), visited=visited, pages=[*SITE, "http://a/x/1.html"])
    assert one.cause == "template|ul > li > a.logo"


def test_a_footer_that_content_moves_down_is_the_same_element() -> None:
    faults = [
        failed(at(page, (f"body > div:nth-of-type({number}) > a", '<a class="top" href="#top">')))
        for number, page in enumerate(SITE, start=3)
    ]
    (one,) = found(faults)
    assert (one.cause, one.places) == ("template|a.top", 16)


def test_two_templates_with_one_name_are_two_findings() -> None:
    """No finding holds two repairs: plain elements at other places on other pages are mended elsewhere."""
    faults = [
        failed(at(page, (f"body > div:nth-of-type({2 if '/news/' in page else 5}) > p > a", "<a href>")))
        for page in SITE
        if "/news/" in page or "/land/" in page
    ]
    assert [(one.cause, one.pages) for one in found(faults)] == [
        ("component|/news/*.html|p > a", 4),
        ("template|p > a", 4),
    ]


def test_elements_of_other_classes_are_other_repairs() -> None:
    other = (MENU[0].replace("(2)", "(5)"), '<a class="more" href="/">')
    faults = [failed(at(page, element)) for page in SITE for element in (MENU, other)]
    assert [one.cause for one in found(faults)] == ["template|ul > li > a.logo", "template|ul > li > a.more"]


def test_a_fragment_that_every_page_lacks_is_one_fault_of_the_template() -> None:
    places = [at(page, ("#skip", '<a id="skip" href="#C">')) for page in SITE]
    faults = [failed(place, cause=f"{place.url}#C", fragment="C") for place in places]
    (one,) = found(faults)
    assert (one.cause, one.places) == ("template|#C", 16)
    assert one.spots[3].formerly == f"{one.spots[3].place.url}#C"


def test_what_a_template_hash_names_is_joined_where_the_fault_is_everywhere() -> None:
    grouping = Grouping({"language-missing": Severity.SERIOUS})
    for number, page in enumerate(SITE):
        verdict = failed(Place(page, "html", 1, 1, "<html>"), cause=f"html|skeleton{number % 3}")
        grouping.add("a", f"skeleton{number % 3}", Judged("language-missing", page, (verdict,)))
    grouping.add_pages("a", [PageTally(page, "a", {}) for page in SITE], {}, {})
    assert [(one.cause, one.pages) for one in grouping.findings()] == [("template|html", 16)]


def test_values_and_addresses_stay_what_they_are() -> None:
    faults = [failed(at(page), cause="http://gone/") for page in SITE] + [failed(at(SITE[0]), cause="DC.Date")]
    assert [one.cause for one in found(faults)] == ["DC.Date", "http://gone/"]


@pytest.mark.parametrize(
    "pages", [SITE[:9], SITE[7:], SITE[::2], [*SITE, *(f"http://a/x{n}/1.html" for n in range(40))]]
)
def test_a_template_keeps_its_fault_whatever_pages_come_and_go(pages: list[str]) -> None:
    before = found(failed(at(page)) for page in SITE)
    faults = [failed(at(page)) for page in pages if page in SITE]
    (after,) = compare_runs(before, found(faults, pages, before), lambda _: True, run=2, day="2026-12-01")
    assert (after.fingerprint, after.life) == (before[0].fingerprint, Life.LASTING)


def test_a_template_keeps_its_fault_where_a_single_page_is_examined_again() -> None:
    before = found(failed(at(page)) for page in SITE)
    moved = ("body > div:nth-of-type(2) > ul > li:nth-of-type(2) > a", MENU[1])
    (after,) = found([failed(at(SITE[5], moved))], [SITE[5]], before)
    assert after.fingerprint == before[0].fingerprint


def earlier(page: str, cause: str, **more: object) -> Finding:
    """A finding as versions before had it."""
    values = {"life": Life.LASTING, "first_run": 1, "first_seen": "2026-09-01", "since": "2026-09-01"} | more
    return Finding(
        fingerprint(CHECK, "a", cause), CHECK, "a", cause, Outcome.FAILED, Severity.SERIOUS,
        (FindingPlace(at(page)),), 1, 1, last_seen="2026-10-01", **values,
    )  # type: ignore[arg-type]  # fmt: skip


FORMER = [
    earlier(page, f"component|/{page.split('/')[3]}/*.html|body > div > ul > li > a", first_seen=f"2026-0{n}-01")
    for n, page in enumerate(SITE[::4], start=2)
]


def test_the_findings_of_versions_before_go_on_as_the_one_they_are() -> None:
    (after,) = compare_runs(FORMER, found(failed(at(page)) for page in SITE), lambda _: True, run=3, day="2026-12-01")
    assert (after.life, after.first_seen, after.since) == (Life.LASTING, "2026-02-01", "2026-09-01")
    assert set(after.continues) == {one.fingerprint for one in FORMER}


def test_a_finding_of_one_page_as_the_first_versions_had_it_goes_on() -> None:
    old = earlier(SITE[0], f"{SITE[0]}|{MENU[0]}")
    (after,) = compare_runs([old], found([failed(at(SITE[0]))]), lambda _: True, run=3, day="2026-12-01")
    assert (after.life, after.continues) == (Life.LASTING, (old.fingerprint,))


def test_a_mended_fault_is_fixed_and_not_taken_over() -> None:
    own = [failed(at(page, plain(page))) for page in SITE[:1]]
    lived = compare_runs(FORMER, found(own), lambda _: True, run=3, day="2026-12-01")
    assert sorted(one.life for one in lived) == [Life.FIXED, Life.FIXED, Life.FIXED, Life.FIXED, Life.NEW]


def test_a_waiver_of_a_version_before_covers_the_same_places_and_no_other() -> None:
    (now,) = found(failed(at(page)) for page in SITE)
    waivers = [
        Waiver(CHECK, "a", WaiverScope.CAUSE, WaiverReason.PLANNED, "one", "two", "2026-01-01", "2027-01-01",
               f"component|/{folder}/*.html|body > div > ul > li > a",
               tuple(page for page in SITE if f"/{folder}/" in page))
        for folder in ("news", "about", "forms", "land")
    ]  # fmt: skip
    (waived,) = apply_waivers([now], waivers, "2026-12-01")
    assert (waived.life, waived.waived_places) == (Life.WAIVED, 16)
    (open_,) = apply_waivers([now], waivers[1:], "2026-12-01")
    assert (open_.life, open_.waived_places) == (Life.NEW, 12)


def test_units_that_answer_for_pages_have_their_own_findings_of_classed_elements() -> None:
    faults = [failed(at(page, (f"#t{page[-6]} > p > a", f'<a class="file" href="{page}">'))) for page in SITE[::4]]
    assert [one.cause for one in found(faults)] == ["component|a.file"]
    apart = found(faults, divided=True)
    assert len(apart) == 4
    before = found(faults)
    assert {one.life for one in compare_runs(before, apart, lambda _: True, run=2, day="2026-12-01")} == {Life.LASTING}


def test_plain_sites_of_one_skeleton_share_nothing() -> None:
    links = {"a": "首頁 最新消息 表單下載 園區簡介 聯絡我們", "b": "首頁 借書 還書 館藏 活動"}
    grouping = Grouping({CHECK: Severity.SERIOUS})
    for site, texts in links.items():
        for number in range(3):
            grouping.add(
                site, "plain", Judged(CHECK, "", (failed(at(f"http://{site}/{number}", region=Region.FOOTER)),))
            )
        grouping.add_pages(site, (), {}, {"plain": frozenset(texts.split())})
    assert shared_faults_of(grouping.findings()) == []


def test_pages_are_compared_within_their_module_else_their_folder_else_the_site() -> None:
    pages = [*SITE[:4], "http://a/x/1.html", "http://a/x/b/1.html", "http://a/x/c/1.html", "http://a/1.html"]
    pools = pools_of(pages)
    assert {pools[page] for page in SITE[:4]} == {"http://a:80/news/*.html"}
    assert [pools[page] for page in pages[4:]] == ["/x/", "/x/", "/x/", "/"]


def test_which_pages_are_sampled_does_not_depend_on_their_order() -> None:
    pages = {f"http://a/{number}": frozenset({number}) for number in range(500)}
    half = dict(list(pages.items())[:250])
    assert sampled(pages) == sampled(dict(reversed(pages.items())))
    assert sampled(pages).keys() & half.keys() <= sampled(half).keys()
