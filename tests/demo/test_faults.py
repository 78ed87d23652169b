"""The manifest: every check has a planted fault, and every entry is planted where its `where` and `page` place it."""

from __future__ import annotations

from datetime import date

import pytest
from demo_pages import read

from auditor.demo.draft import Setting
from auditor.demo.fault_planting import PlantingPlace, plant
from auditor.demo.faults import Every, Expected, Fault, manifest
from auditor.demo.manifest import manifest_text
from auditor.demo.network import DemoNetwork, addresses, build
from auditor.demo.site_drafts import zone
from auditor.demo.vocabulary import demo_units
from auditor.judging import registry
from auditor.model import Check

DAY = date(2026, 11, 23)
_ENGINE = "axe-"
_NOT_HERE = {"https-incomplete", "link-content-injected", "mixed-content", "script-host-new"}
"""No https, no names of the state and no month before are on this machine; the rules' pages have their examples."""


def place(kind: str = "about") -> PlantingPlace:
    setting = Setting(addresses(18_080), 115, DAY)
    site = zone(setting, demo_units()[1], 1)
    return PlantingPlace(setting, site, site.pages[kind])


def html(network: DemoNetwork, kind: str, site: str) -> str:
    home = network.portfolio.site(site).url
    url = next(url for url, named in network.kinds.items() if named == kind and url.startswith(home))
    return network.pages[url].body.decode()


def audited_checks() -> tuple[Check, ...]:
    """The checks that sites of level AA, which all of the network are, are judged by."""
    return registry.select(registry.load_checks(packs=False), level="AA")


def test_every_check_of_ours_has_a_planted_fault(whole: DemoNetwork) -> None:
    checks = {check.id for check in audited_checks()}
    planted = {found.check for found in whole.expected()}
    assert {check for check in checks - planted if not check.startswith(_ENGINE)} == _NOT_HERE
    assert planted <= checks
    assert sum(check.startswith(_ENGINE) for check in planted) >= 25


def test_a_small_network_plants_every_check_of_ours_too() -> None:
    checks = {check.id for check in audited_checks() if not check.id.startswith(_ENGINE)}
    assert checks - {found.check for found in build(zones=4, today=DAY).expected()} == _NOT_HERE


def test_every_expectation_is_about_a_page_or_a_site_of_the_network(whole: DemoNetwork) -> None:
    sites = {site.id: site for site in whole.portfolio.sites}
    for found in whole.expected():
        assert not found.url or found.url in whole.kinds
        assert not found.url or found.url.startswith(sites[found.site].url)


def test_every_planted_link_stands_on_its_page_unless_a_script_writes_it(whole: DemoNetwork) -> None:
    for found in whole.expected():
        if not found.target or whole.kinds[found.url] == "script":
            continue
        document = read(whole, found.url).document
        assert document is not None
        assert found.target in {link.url for link in document.links}, found


def test_the_dead_footer_link_stands_on_every_page_of_every_zone(whole: DemoNetwork) -> None:
    dead = f"{addresses(18_080).outer}/integrity/old"
    pages = {found.url for found in whole.expected() if found.target == dead}
    assert pages == {url for url in whole.kinds if "/iphw/" in url}
    assert len({found.site for found in whole.expected() if found.target == dead}) == 52


@pytest.mark.parametrize(
    ("fault", "kind", "site", "words"),
    [
        ("image-without-alt", "about", "mo-north", '<img src="/images/plan.png" width="320" height="180">'),
        ("no-title", "news", "ruifang-dawulun", "<title></title>"),
        ("no-language", "english", "ruifang-dawulun", "<html>"),
        ("field-unrendered", "classification", "mo-south", 'content="@theme"'),
        ("date-of-long-ago", "policy", "ruifang-dawulun", "2019/04/01"),
        ("badge-too-large", "home", "mo-central", 'width="176" height="62"'),
        ("trap-comment", "about", "mo-north", "<!-- - 11, 園區簡介 <a href="),
        ("trap-noscript", "home", "mo-north", "您的瀏覽器不支援JavaScript功能"),
        ("trap-maintenance-words", "forms", "mo-south", "網站維護中"),
    ],
)  # fmt: skip
def test_a_fault_is_in_the_html_and_gone_without_it(fault: str, kind: str, site: str, words: str) -> None:
    assert words in html(build(zones=4, today=DAY), kind, site)
    assert words not in html(build(zones=4, today=DAY, without=(fault,)), kind, site)


def test_dropped_blocks_are_not_on_the_page() -> None:
    network = build(zones=4, today=DAY)
    assert "最新消息</h2>" not in html(network, "home", "mo-north")
    assert "viewport" not in html(network, "home", "mo-central")
    assert "<form" not in html(network, "home", "ruifang-dawulun")
    assert "badge.png" not in html(network, "home", "mo-south")


def test_the_big5_page_is_in_big5_and_says_so_in_its_head_only() -> None:
    network = build(zones=4, today=DAY)
    url = next(url for url, kind in network.kinds.items() if kind == "map")
    answer = network.pages[url]
    assert answer.media_type == "text/html"
    assert '<meta charset="big5">' in answer.body.decode("big5")
    assert "search.do?keyword=土地" in answer.body.decode("big5")


def test_the_owner_and_badge_terms_reach_the_portfolio(whole: DemoNetwork) -> None:
    assert whole.portfolio.site("mo-north").default_owner is None
    assert whole.portfolio.site("mo-north").badge is None
    expired = whole.portfolio.site("fengle").badge
    assert expired is not None
    assert expired.expires == "2025-06-30"


def test_a_rule_chooses_every_so_many_zones() -> None:
    setting = Setting(addresses(18_080), 115, DAY)
    sites = [zone(setting, unit, number) for number, unit in enumerate(demo_units()[:10])]
    chosen = Fault("f", "why", Every(every=4, start=2), "put").sites(sites)
    assert [site.number for site in chosen] == [2, 6]


def test_a_page_that_a_site_lacks_is_an_error_that_names_the_entry() -> None:
    fault = Fault("f", "why", "zones", "put", page="blog")
    with pytest.raises(ValueError, match=r"faults.yaml, f: mo-north has no page 'blog'; there are: .*about"):
        fault.pages(place().site)


def test_an_unknown_planting_method_is_an_error_that_lists_the_methods() -> None:
    with pytest.raises(ValueError, match="no planting method is called 'hide'; there are: put, drop, "):
        plant("hide", place(), {})


def test_a_link_tells_where_it_stands_and_leads() -> None:
    here = place()
    assert plant("link", here, {"text": "舊表", "href": "download/old.odt"}) == (
        here.draft.url,
        f"{here.site.base}download/old.odt",
    )


def test_no_two_faults_have_one_name_and_each_says_why() -> None:
    faults = manifest()
    assert len({fault.id for fault in faults}) == len(faults)
    assert all(fault.why for fault in faults)
    assert all(not fault.expects and not fault.site_expects for fault in faults if fault.id.startswith("trap-"))


def test_the_manifest_in_words_names_every_fault_and_its_checks() -> None:
    network = build(zones=2, today=DAY)
    text = manifest_text(network)
    assert all(f"{fault.id}\n  {fault.why}" in text for fault in network.manifest)
    assert "expects image-alt-missing, axe-image-alt" in text
    assert "zones 2, 9, 16 and so on" in text
    assert f"must make {len(network.expected())} findings" in text


def test_expectations_sort_and_compare_by_value() -> None:
    assert Expected("a", "s") == Expected("a", "s", "", "")
    assert min(Expected("b", "s"), Expected("a", "t")).check == "a"
