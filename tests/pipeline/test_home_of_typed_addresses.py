"""What a home page has to have is demanded of a typed address only where it is the root of its host."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from auditor.model import Portfolio
from auditor.pipeline.ad_hoc import audit_ad_hoc, sites_below, sites_of_single_pages

PAGE = '<!doctype html><html lang="zh-Hant-TW"><title>頁</title><body><p>內容</p><a href="/">回首頁</a>'
OF_HOME = {"guide-brick-missing", "multiple-ways-missing"}


@pytest.mark.parametrize(
    ("url", "is_home"),
    [
        ("https://a.gov.tw/", True),
        ("https://a.gov.tw", True),
        ("https://a.gov.tw/index.aspx", True),
        ("https://a.gov.tw/Default.html", True),
        ("https://a.gov.tw/?id=1", False),
        ("https://a.gov.tw/News.aspx?n=1", False),
        ("https://a.gov.tw/zone/index.html", False),
        ("https://a.gov.tw/news/", False),
    ],
)
def test_only_the_root_of_a_host_is_taken_for_a_home_page(url: str, is_home: bool) -> None:
    assert [site.url_is_home for site in sites_of_single_pages([url])] == [is_home]
    assert [site.url_is_home for site in sites_below([url], depth=1, pages=2)] == [is_home]


def test_inner_pages_are_not_judged_as_home_pages(site: Any) -> None:
    site.pages.update({"/": PAGE, "/news/1.html": PAGE.replace("內容", "消息一則")})
    addresses = [f"{site.origin}/", f"{site.origin}/news/1.html"]
    terms = Portfolio(sites=(), contact="test@example.org", pictures=False)
    evidence, _ = audit_ad_hoc(
        sites_of_single_pages(addresses), ("accessibility",), terms, datetime.now(UTC), lambda _: None
    )
    found = {each.site.url: OF_HOME & {finding.check for finding in each.findings} for each in evidence.sites}
    assert found == {addresses[0]: OF_HOME, addresses[1]: set()}
