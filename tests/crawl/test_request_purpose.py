"""Why an address is requested follows from what is stored of the request, in one place."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.crawl.frontier import Frontier
from auditor.model import (
    ROBOTS_PATH,
    CrawlRequest,
    LinkKind,
    Name,
    QueueKind,
    RequestPurpose,
    Site,
    SiteKind,
    System,
)

ORIGIN = "http://zone.test"
SITE = Site("zone", (Name("區"),), SiteKind.PORT_GROUP, url=f"{ORIGIN}/", search_probe=ORIGIN + "/?q={word}")


@pytest.mark.parametrize(
    ("fields", "purpose"),
    [
        ({"site": "zone", "start": True}, RequestPurpose.PAGE),
        ({"site": "zone", "found_on": f"{ORIGIN}/"}, RequestPurpose.PAGE),
        ({"found_on": f"{ORIGIN}/"}, RequestPurpose.LINK_TARGET),
        ({"site": "zone", "found_on": ORIGIN + ROBOTS_PATH}, RequestPurpose.SITEMAP),
        ({"found_on": ORIGIN + ROBOTS_PATH}, RequestPurpose.SITEMAP),
        ({"start": True}, RequestPurpose.SYSTEM),
        ({}, RequestPurpose.SEARCH_PROBE),
        ({"probe": True, "found_on": f"{ORIGIN}/"}, RequestPurpose.SOFT_404_PROBE),
    ],
)
def test_the_purpose_follows_from_the_stored_fields(fields: dict[str, Any], purpose: RequestPurpose) -> None:
    assert CrawlRequest(f"{ORIGIN}/a", QueueKind.FETCH, "zone.test:80", **fields).purpose is purpose


def test_what_the_frontier_plans_has_the_purpose_for_which_it_was_planned() -> None:
    frontier = Frontier([SITE])
    (start,) = frontier.starts()
    (system,) = frontier.systems([System("mail", "信箱", "probe", "http://mail.test/")])
    search, nonsense = frontier.searches()
    page = frontier.admit(f"{ORIGIN}/a", LinkKind.PAGE, start)
    target = frontier.admit("http://elsewhere.test/", LinkKind.PAGE, start)
    planned = (start, system, search, nonsense, page, target)
    assert [request.purpose for request in planned if request] == [
        RequestPurpose.PAGE,
        RequestPurpose.SYSTEM,
        RequestPurpose.SEARCH_PROBE,
        RequestPurpose.SEARCH_PROBE,
        RequestPurpose.PAGE,
        RequestPurpose.LINK_TARGET,
    ]
