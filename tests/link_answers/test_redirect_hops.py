"""A redirect to another host goes by that host's rules: its robots.txt, its delay, its lease."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import uvloop
from answer_rows import FINE, a
from answer_site import Row, crawl_rows
from fetching import AGENT, MUCH
from odd_servers import moved, odd_server, reply

from auditor.fetch.client import FetchClient, FetchSettings
from auditor.model import Answer, FailureReason, FetchFailure, LinkDetail, LinkState, Response

_CLOSED = {"/robots.txt": reply(b"User-agent: *\nDisallow: /", "Content-Type: text/plain"), "/x": FINE}
_OPEN = {"/robots.txt": reply(b"User-agent: *\nDisallow: /y", "Content-Type: text/plain"), "/x": FINE}

ROWS = (
    Row("closed", "", "{o}/1", None, own=_CLOSED, hits=0),
    Row("open", "", "{o}/2", None, own=_OPEN, hits=0),
    Row("forwarded where all is forbidden", a("/to-closed"), "{o}/to-closed", LinkState.NOT_CHECKED, LinkDetail.ROBOTS,
        forwards={"/to-closed": ("closed", "/x")}),
    Row("forwarded where it is allowed", a("/to-open"), "{o}/to-open", LinkState.REDIRECTED, LinkDetail.MOVED,
        forwards={"/to-open": ("open", "/x")}),
    Row("forwarded where that is forbidden", a("/to-part"), "{o}/to-part", LinkState.NOT_CHECKED, LinkDetail.ROBOTS,
        forwards={"/to-part": ("open", "/y")}),
)  # fmt: skip


def hop(gate: Callable[[str], Awaitable[FailureReason | None]], seconds: float = 5.0) -> tuple[Answer, list[str]]:
    """Fetch an address that redirects within its host and then to another one."""

    async def fetching() -> tuple[Answer, list[str]]:
        async with odd_server({"*": FINE}) as there:
            away = f"{there.origin}/end"
            async with odd_server({"/": moved("/near"), "/near": moved(away)}) as here:
                inside = frozenset({here.origin, there.origin})
                client = FetchClient(FetchSettings(agent=AGENT, inside=inside, seconds=seconds))
                try:
                    answer, _ = await client.fetch(f"{here.origin}/", cap=MUCH, gate=gate)
                finally:
                    await client.close()
                return answer, there.targets

    return uvloop.run(fetching())


def test_only_another_host_needs_permission() -> None:
    seen: list[str] = []

    async def gate(url: str) -> FailureReason | None:
        seen.append(url)
        return None

    answer, targets = hop(gate)
    assert isinstance(answer, Response)
    assert [url.rpartition("/")[2] for url in seen] == ["end"]
    assert targets == ["/end"]


def test_what_may_not_be_fetched_is_not_fetched_and_the_chain_is_kept() -> None:
    async def gate(url: str) -> FailureReason | None:
        return FailureReason.ROBOTS

    answer, targets = hop(gate)
    assert isinstance(answer, FetchFailure)
    assert (answer.reason, len(answer.chain), targets) == (FailureReason.ROBOTS, 2, [])


def test_waiting_for_a_turn_is_no_slowness_of_the_server() -> None:
    async def gate(url: str) -> FailureReason | None:
        await asyncio.sleep(0.6)
        return None

    began = time.monotonic()
    answer, targets = hop(gate, seconds=0.4)
    assert isinstance(answer, Response), answer
    assert (targets, time.monotonic() - began > 0.6) == (["/end"], True)


def test_redirects_obey_the_robots_txt_of_the_host_they_lead_to() -> None:
    crawled = crawl_rows(ROWS, {}, seconds=3.0)
    for row in ROWS[2:]:
        found = crawled.targets[crawled.url(row)]
        assert (found.state, found.detail) == (row.state, row.detail), found
    assert {origin: targets for origin, targets in crawled.requests.items() if origin != crawled.origin} == {
        crawled.own["closed"]: ["/robots.txt"],
        crawled.own["open"]: ["/robots.txt", "/x"],
    }
