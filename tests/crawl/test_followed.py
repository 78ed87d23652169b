"""Which answers' addresses are taken up for sure: only of those may a worker leave out what it told before."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.crawl.fetcher import FetchAttempt, NextStep
from auditor.crawl.link_state import classify
from auditor.crawl.result_interpreter import is_followed, parse_job_of
from auditor.model import CrawlRequest, Hop, QueueKind, Response

URL = "http://zone.test/a"


@pytest.mark.parametrize(
    ("given", "chain", "followed"),
    [
        ({"site": "zone"}, (), True),
        ({"site": "zone", "start": True}, (), True),
        ({}, (), False),  # outside all sites
        ({"site": "zone", "probe": True}, (), False),
        ({"site": "zone", "found_on": "http://zone.test/robots.txt"}, (), False),
        # while it is read, its end may be found on another page and be asked for itself: then this one is dropped
        ({"site": "zone"}, (Hop("http://zone.test/r", 302, URL),), False),
    ],
)
def test_only_pages_under_the_address_that_was_asked_are_followed_for_sure(
    given: dict[str, Any], chain: tuple[Hop, ...], followed: bool
) -> None:
    ask = CrawlRequest(URL, QueueKind.FETCH, "zone.test:80", **given)
    answer = Response(URL, URL, 200, chain=chain, media_type="text/html", size=4)
    asked = FetchAttempt(ask, classify(URL, answer), NextStep.KEEP, answer, b"<p>a")
    item = parse_job_of(asked)
    assert is_followed(asked) is followed
    assert item is not None
    assert item.followed is followed
    assert item.opening is ("site" in given and "probe" not in given)
