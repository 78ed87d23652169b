"""The generator: the same options give the same network, and its clean pages are what clean pages should be."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from urllib.parse import urlsplit

import pytest
from demo_pages import read, site_of

from auditor.demo.network import DemoNetwork, build
from auditor.judging import registry, run_checks
from auditor.model import Check, Context, Judged, Outcome, PageFacts, Rendered, Response, Scope, SiteKind, Untested
from auditor.standards import classification, dublin_core

DAY = date(2026, 11, 23)


def test_the_same_options_give_the_same_bytes() -> None:
    one, other = build(zones=3, today=DAY), build(zones=3, today=DAY)
    assert one.pages == other.pages
    assert one.expected() == other.expected()
    assert one.portfolio == other.portfolio


def test_another_seed_gives_other_pages() -> None:
    assert build(zones=1, seed=1, today=DAY).pages != build(zones=1, seed=2, today=DAY).pages


def test_pages_stay_the_same_for_a_month() -> None:
    first, later = (build(zones=4, today=date(2026, 11, day)).pages for day in (1, 30))
    assert first == later


def test_a_smaller_network_is_a_part_of_a_larger_one(whole: DemoNetwork) -> None:
    small = build(zones=2, today=DAY)
    zones = {url: answer for url, answer in small.pages.items() if ":18081/iphw/" in url}
    assert zones
    assert all(whole.pages[url] == answer for url, answer in zones.items())
    assert {found for found in small.expected() if found.site != "idb"} <= whole.expected()


def test_the_portfolio_is_one_bureau_and_52_units(whole: DemoNetwork) -> None:
    kinds = Counter(site.kind for site in whole.portfolio.sites)
    assert kinds == {
        SiteKind.BUREAU: 1,
        SiteKind.MANAGEMENT_OFFICE: 3,
        SiteKind.SERVICE_CENTER: 46,
        SiteKind.ENVIRONMENT_CENTER: 1,
        SiteKind.PORT_GROUP: 2,
    }
    assert len({site.agency_code for site in whole.portfolio.sites}) == 53
    assert all(re.fullmatch("[0-9A-Z][0-9]{8}[A-Z]", site.agency_code) for site in whole.portfolio.sites)


def test_only_loopback_may_be_requested(whole: DemoNetwork) -> None:
    assert {urlsplit(origin).hostname for origin in whole.portfolio.inside} == {"127.0.0.1", "www.old-bureau.demo"}
    assert set(whole.portfolio.resolve.values()) == {"127.0.0.1"}


def test_every_site_has_six_to_seventeen_pages_most_of_them_clean(whole: DemoNetwork) -> None:
    count = Counter(site_of(whole, url).id for url in whole.kinds)
    assert set(count) == {site.id for site in whole.portfolio.sites}
    assert all(6 <= pages <= 22 for pages in count.values())
    assert len(whole.clean_pages()) > 0.7 * len(whole.kinds)


def test_every_link_inside_a_site_leads_somewhere_unless_it_was_planted(whole: DemoNetwork) -> None:
    hosts = {host.origin: host for host in whole.hosts}
    planted = {found.target.partition("#")[0] for found in whole.expected()}
    forbidden = tuple(
        line.partition(" ")[2] for host in whole.hosts for line in host.answers["/robots.txt"].body.decode().split("\n")
        if line.startswith("Disallow")
    )  # fmt: skip
    for url in whole.kinds:
        document = read(whole, url).document
        assert document is not None
        for link in document.links:
            target = link.url.partition("#")[0]
            host = next((host for origin, host in hosts.items() if target.startswith(f"{origin}/")), None)
            path = target.removeprefix(host.origin) if host else ""
            if host and target not in planted and not path.startswith(forbidden):
                assert host.answer(path).status < 400, (url, link.url)


def test_clean_pages_carry_all_fields_and_known_classes(whole: DemoNetwork) -> None:
    for url in whole.clean_pages():
        head = read(whole, url).head
        assert head is not None
        names = {meta.name for meta in head.metas if (meta.content or "").strip()}
        assert names >= set(dublin_core.FIELDS) - {"DC.Coverage"} | set(dublin_core.COVERAGE)
        for field in dublin_core.CATEGORIES:
            codes = classification.codes(head, field)
            assert codes
            assert all(classification.known(field, code) for _, code in codes), (url, codes)


def test_page_checks_find_what_is_planted_and_nothing_else(whole: DemoNetwork) -> None:
    """What can be judged without a browser, on all 53 sites."""
    selected = registry.select(registry.load_checks(packs=False), level="AA")
    checks = [check for check in selected if Rendered not in check.needs.values()]
    ids = {check.id for check in checks if check.scope is Scope.PAGE}
    wrong = {}
    for url in whole.kinds:
        planted = {found.check for found in whole.expected() if found.url == url and found.check in ids}
        found = failing(whole, url, checks)
        if found != planted:
            wrong[url] = (found - planted, planted - found)
    assert wrong == {}


def failing(network: DemoNetwork, url: str, checks: list[Check]) -> set[str]:
    site = site_of(network, url)
    facts = PageFacts(url, site.id, Response(url, url, 200), read(network, url), Untested.NOT_VISITED)
    return {
        result.check
        for result in run_checks.judge_page(checks, facts, Context(site, DAY.isoformat()))
        if isinstance(result, Judged)
        and any(verdict.outcome in {Outcome.FAILED, Outcome.CANT_TELL} for verdict in result.verdicts)
    }


def test_a_repaired_fault_is_gone_and_leaves_the_rest_unchanged() -> None:
    before, after = build(zones=4, today=DAY), build(zones=4, today=DAY, without=("image-without-alt",))
    gone = before.expected() - after.expected()
    assert {found.check for found in gone} == {"image-alt-missing", "axe-image-alt"}
    changed = [url for url in before.pages if before.pages[url] != after.pages.get(url)]
    assert changed == [found.url for found in list(gone)[:1]]


@pytest.mark.parametrize(("zones", "port"), [(0, 18_080), (53, 18_080), (1, 65_530), (1, 0)])
def test_impossible_sizes_are_refused_with_a_sentence(zones: int, port: int) -> None:
    with pytest.raises(ValueError, match=r"must be between|1 to 52"):
        build(zones=zones, port=port)


def test_an_unknown_fault_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="no fault is called 'imaginary'"):
        build(zones=1, without=("imaginary",))
