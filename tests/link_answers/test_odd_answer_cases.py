"""Odd answers of our own: the product's verdict is the expected one, and never contradicts what Chromium shows."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Iterator

import pytest
from chromium_sight import contradiction, oracle_browser, sight_of
from link_case import Case
from link_verdicts import Verdicts, audited, fits
from odd_answer_cases import ANSWERS, ENDS
from odd_link_places import PLACES
from odd_servers import Script, odd_server, reply

from auditor import urls
from auditor.pipeline.ad_hoc import sites_of_single_pages

pytestmark = pytest.mark.browser

NOT_FOR_NAVIGATION = ("img-", "script-", "sheet-")
"""Cases of subresources: what is shown of their address says nothing about them."""

SHOWN_AND_FAILED: dict[str, str] = {
    "soft-": "the page shown says that nothing is there (A link is what it promises, not what answers)",
    "attached.pdf": "a download in Chromium; the file is a web page",
    "empty.pdf": "a download in Chromium; the file is empty",
    "f-": "the page is shown; its part is missing (HTML, 7.4.6.4 scrolling to a fragment)",
}
"""Cases that Chromium shows and that are failed all the same, with the reason."""

CASES = (*ANSWERS, *PLACES)


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    """The server of all cases, in a thread of its own."""
    loop, started, ended = asyncio.new_event_loop(), queue.Queue[str](), asyncio.Event()
    rows = "\n".join(case.html() for case in CASES)
    start = f"<!doctype html><html lang=zh-Hant><title>列</title><body>\n{rows}".encode()

    async def serve() -> None:
        answers: dict[str, bytes | Script] = {**ENDS, "/": reply(start, "Content-Type: text/html; charset=utf-8")}
        async with odd_server(answers) as server:
            host = server.origin.removeprefix("http://").encode()
            for case in CASES:
                answer = case.answer.replace(b"{host}", host) if isinstance(case.answer, bytes) else case.answer
                answers[case.address.partition("#")[0]] = answer or reply(b"", status="404 Not Found")
            started.put(server.origin)
            await ended.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    yield started.get(timeout=10)
    loop.call_soon_threadsafe(ended.set)
    thread.join()
    loop.close()


@pytest.fixture(scope="module")
def verdicts(origin: str) -> Verdicts:
    return audited(origin, sites_of_single_pages([f"{origin}/"]))


def verdict_of(verdicts: Verdicts, origin: str, case: Case) -> str:
    return verdicts.of(urls.resolve(f"{origin}/", case.address) or "")


def test_there_are_enough() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 150


def test_each_case_gets_the_verdict_of_a_visitor(origin: str, verdicts: Verdicts) -> None:
    found = {case: verdict_of(verdicts, origin, case) for case in CASES}
    wrong = [
        (case.name, case.expected, case.why, verdict)
        for case, verdict in found.items()
        if not fits(case.expected, verdict)
    ]
    assert not wrong, "\n".join(map(str, wrong))


def test_no_verdict_contradicts_what_chromium_shows(origin: str, verdicts: Verdicts) -> None:
    wrong = []
    with oracle_browser() as driver:
        for case in ANSWERS:
            if not case.name.startswith(NOT_FOR_NAVIGATION):
                sight = sight_of(driver, urls.resolve(f"{origin}/", case.address) or "")
                verdict = verdict_of(verdicts, origin, case)
                if problem := contradiction(sight, verdict, is_listed=case.name.startswith(tuple(SHOWN_AND_FAILED))):
                    wrong.append((case.name, problem, verdict, sight))
    assert not wrong, "\n".join(map(str, wrong))
