"""The engine itself on the demo's pages: clean kinds are clean, faulty pages have exactly the planted faults."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest
from axe_pages import Browser, browser

from auditor.demo.network import DemoNetwork

pytestmark = pytest.mark.browser

_FRAMES = {"frame-tested"}  # this bare browser does not bring the engine into frames


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


def test_every_kind_of_clean_page_is_clean(served: DemoNetwork, chromium: Browser) -> None:
    one_of_each = {(kind, "/iphw/" in url): url for url, kind in served.clean_pages().items()}
    assert len(one_of_each) > 20
    for url in one_of_each.values():
        violated, undecided = chromium.axe(url)
        assert (violated, undecided - _FRAMES) == (set(), set()), url


def test_faulty_pages_have_the_planted_faults_and_no_others(served: DemoNetwork, chromium: Browser) -> None:
    planted = defaultdict(set)
    for found in served.expected():
        if found.url and not found.target:
            planted[found.url].add(found.check)
    assert planted
    for url, checks in planted.items():
        violated, undecided = chromium.axe(url)
        wanted = {check.removeprefix("axe-") for check in checks if check.startswith("axe-")}
        assert violated <= wanted <= violated | undecided, url


def test_home_pages_fit_a_telephone_unless_planted(served: DemoNetwork, chromium: Browser) -> None:
    wide = {found.site for found in served.expected() if found.check == "responsive-layout-missing"}
    for site in served.portfolio.sites:
        width = chromium.content_width(site.url, 320)
        assert (width > 321) == (site.id in wide), site.id
