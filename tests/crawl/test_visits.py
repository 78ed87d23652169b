"""Visits: what each has to do, and which pages may keep the visit of an earlier run."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from auditor.crawl.link_state import classify
from auditor.crawl.visits import MOST_CARRIED, VisitPlanner, links_from_scripts
from auditor.model import (
    CrawlRequest,
    Document,
    FetchRecord,
    Link,
    LinkKind,
    Page,
    Place,
    QueueKind,
    Rendered,
    Response,
    VisitRecord,
)

URL = "http://zone.test/a"
STYLE = "http://zone.test/a.css"
OTHER = "http://zone.test/b"


def link(url: str, kind: LinkKind) -> Link:
    return Link(Place(URL, "a"), "a", "href", url, url, kind)


PAGE = msgspec.msgpack.encode(
    Page(Document(URL, links=(link(f"{STYLE}#x", LinkKind.RESOURCE), link(OTHER, LinkKind.PAGE)), template="t"))
)


class Facts:
    """Two runs' facts: 1 visited the page, 2 plans its visits; bodies by run and address."""

    def __init__(self) -> None:
        self.bodies = {(run, url): f"body of {url}" for run in (1, 2) for url in (URL, STYLE, OTHER)}
        self.engines = {1: "Chromium 140", 2: "Chromium 140"}
        self.visit: VisitRecord | None = VisitRecord(URL, "zone", rendered="blob")

    def fetched(self, run: int, url: str) -> FetchRecord | None:
        if (run, url) not in self.bodies:
            return None
        answer = Response(url, url, 200, body_hash=self.bodies[run, url])
        return FetchRecord(url, "zone", 0, False, False, answer, classify(url, answer), page="p" if url == URL else "")

    def earlier(self, url: str, before: int) -> tuple[int, VisitRecord] | None:
        return (1, self.visit) if self.visit and url == URL else None

    def planner(self) -> VisitPlanner:
        return VisitPlanner(
            2, fetched=self.fetched, earlier=self.earlier, blob=lambda name: PAGE, engines=self.engines.__getitem__
        )


@pytest.fixture
def facts() -> Facts:
    return Facts()


def visit(url: str = URL, **fields: Any) -> CrawlRequest:
    return CrawlRequest(url, QueueKind.VISIT, "zone.test:80", "zone", **fields)


def test_an_unchanged_page_keeps_its_earlier_visit(facts: Facts) -> None:
    carried = facts.planner().carried_over(visit())
    assert carried == VisitRecord(URL, "zone", rendered="blob", carried_from=1, carries=1)
    facts.bodies[2, OTHER] = "a page that it only links to has changed"
    assert facts.planner().carried_over(visit()) == carried


@pytest.mark.parametrize("url", [URL, STYLE])
def test_a_page_is_visited_anew_where_it_or_what_it_loads_has_changed(facts: Facts, url: str) -> None:
    facts.bodies[2, url] = "changed"
    assert facts.planner().carried_over(visit()) is None


def test_a_page_is_visited_anew_where_the_browser_has_changed(facts: Facts) -> None:
    facts.engines[2] = "Chromium 141"
    assert facts.planner().carried_over(visit()) is None


def test_a_page_is_visited_anew_after_a_failure_and_after_some_runs(facts: Facts) -> None:
    facts.visit = VisitRecord(URL, "zone")
    assert facts.planner().carried_over(visit()) is None
    facts.visit = VisitRecord(URL, "zone", rendered="blob", carried_from=1, carries=MOST_CARRIED)
    assert facts.planner().carried_over(visit()) is None


def test_only_pages_that_were_visited_before_are_held_back(facts: Facts) -> None:
    planner = facts.planner()
    assert (planner.was_visited(visit()), planner.was_visited(visit(OTHER))) == (True, False)


def test_a_job_names_the_links_of_the_delivered_page_and_what_to_do(facts: Facts) -> None:
    planner = facts.planner()
    start = planner.job(visit(start=True))
    assert (start.url, start.site, start.widths, start.probes) == (URL, "zone", True, True)
    assert start.known == {f"{STYLE}#x", OTHER}
    other = planner.job(visit(OTHER))
    assert (other.widths, other.known) == (False, frozenset())


def test_links_that_only_scripts_make_are_found_in_what_was_rendered() -> None:
    rendered = Rendered(URL, URL, "Chromium", links=(link(OTHER, LinkKind.PAGE), link("", LinkKind.PAGE)))
    assert links_from_scripts(rendered) == [(OTHER, LinkKind.PAGE)]
