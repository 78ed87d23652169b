"""Addresses proposed from list pages and tables, and the configured sites that they fit."""

from __future__ import annotations

import pytest

from auditor.model import Name, Portfolio, Site, SiteKind
from auditor.pipeline.site_proposals import (
    Confidence,
    NoColumns,
    SiteProposal,
    as_configuration,
    fitted,
    named_links,
    rows_of_table,
)

BASE = "https://www.bip.example.gov.tw/list"
LIST = """<html><body>
<ul><li><a href="/iphw/taichung/">臺中產業園區服務中心</a></li>
<li>高雄園區：<a href="/iphw/linhai/">前往網站</a> 臨海（產業園區）服務中心</li></ul>
<table><tr><td>新竹工業區</td><td><a href="https://www.bip.example.gov.tw/iphw/hsinchu/">https://www.bip.example.gov.tw/iphw/hsinchu/</a></td></tr>
<tr><td>電話</td><td><a href="tel:02123">02-123</a></td></tr></table>
<a href="/news">最新消息</a> <a href="mailto:a@b.tw">台中產業園區服務中心</a>
<a href="/iphw/new/">月眉產業園區服務中心</a></body></html>"""


def zone(name: str, zh: str, url: str = "") -> Site:
    former = zh.replace("產業園區", "工業區")
    return Site(name, (Name(former, until="2023-09-25"), Name(zh)), SiteKind.SERVICE_CENTER, url=url)


SITES = Portfolio((
    zone("taichung", "台中產業園區服務中心"),
    zone("taichung-port", "台中港關連產業園區服務中心"),
    zone("linhai", "臨海產業園區服務中心", "https://www.bip.example.gov.tw/iphw/linhai"),
    zone("hsinchu", "新竹產業園區服務中心", "https://www.other.example.gov.tw/"),
    zone("ruifang", "瑞芳(兼大武崙)產業園區服務中心"),
))  # fmt: skip


def proposed(name: str, url: str = "https://a.example.gov.tw/", site: str = "") -> SiteProposal:
    return SiteProposal(name, url, site, Confidence.LOW, "", "list")


def test_names_stand_in_the_link_or_beside_it() -> None:
    assert list(named_links(LIST, BASE)) == [
        ("臺中產業園區服務中心", "https://www.bip.example.gov.tw/iphw/taichung/"),
        ("高雄園區", "https://www.bip.example.gov.tw/iphw/linhai/"),
        ("新竹工業區", "https://www.bip.example.gov.tw/iphw/hsinchu/"),
        ("月眉產業園區服務中心", "https://www.bip.example.gov.tw/iphw/new/"),
    ]


@pytest.mark.parametrize(
    ("name", "site", "confidence", "change"),
    [
        ("臺中產業園區服務中心", "taichung", "high", "fill"),
        ("台中工業區服務中心", "taichung", "high", "fill"),
        ("經濟部產業園區管理局臺中產業園區服務中心", "taichung", "high", "fill"),
        ("台中產業園區", "taichung", "medium", "fill"),
        ("臺中港關連產業園區 服務中心", "taichung-port", "high", "fill"),
        ("瑞芳產業園區服務中心", "ruifang", "high", "fill"),
        ("大武崙工業區", "ruifang", "medium", "fill"),
        ("新竹產業園區服務中心", "hsinchu", "high", "differs"),
        ("月眉產業園區服務中心", "", "low", "new"),
    ],
)
def test_a_name_fits_one_site_in_whatever_spelling(name: str, site: str, confidence: str, change: str) -> None:
    (found,) = fitted([proposed(name)], SITES)
    assert (found.site, found.confidence.value, found.change) == (site, confidence, change)


def test_the_configured_address_is_the_same_with_another_end() -> None:
    (found,) = fitted([proposed("臨海產業園區服務中心", "http://www.bip.example.gov.tw/iphw/linhai/")], SITES)
    assert found.change == "same"


def test_an_id_counts_before_the_name_and_shared_addresses_are_marked() -> None:
    found = fitted([proposed("不明", site="hsinchu"), proposed("台中產業園區服務中心")], SITES)
    assert [(proposal.site, proposal.confidence.value, proposal.shared) for proposal in found] == [
        ("hsinchu", "high", True),
        ("taichung", "high", True),
    ]


def test_what_is_written_is_comments_alone() -> None:
    text = as_configuration(fitted([proposed("台中產業園區服務中心"), proposed("月眉產業園區服務中心")], SITES))
    assert all(line.startswith("#") for line in text.splitlines())
    assert '#  - id: taichung\n#    url: "https://a.example.gov.tw/"' in text
    assert '#    names: [{zh: "月眉產業園區服務中心"}]' in text


def test_columns_are_found_by_name() -> None:
    rows = [{"代號": "a", "網站 名稱": "甲", "網址": " https://a.tw/ "}, {"代號": "", "網站 名稱": "乙", "網址": ""}]
    assert list(rows_of_table(rows)) == [(2, "a", "甲", "https://a.tw/"), (3, "", "乙", "")]
    with pytest.raises(NoColumns, match="名稱"):
        list(rows_of_table([{"地址": "x"}]))
