"""Chromium as the oracle over odd answers: what it shows, the client brings; what it cannot load, the client fails."""

from __future__ import annotations

import asyncio
import importlib.util
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import uvloop
from chromium_sight import BLANK, FAILED, KEPT, SHOWN, Sight, oracle_browser, sight_of
from odd_replies import PAGE, REFUSED
from odd_replies import SHOWN as SHOWN_REPLIES
from odd_servers import odd_server, once, reply
from selenium import webdriver

from auditor import urls
from auditor.fetch.client import FetchClient, FetchSettings
from auditor.fetch.curl_transport import CurlTransport
from auditor.model import Answer, FailureReason, FetchFailure

pytestmark = pytest.mark.browser

SETTLED = {
    "length-too-big": (SHOWN, "the document is rendered; ERR_CONTENT_LENGTH_MISMATCH is noted only"),
    "length-too-small": (BLANK, "the body ends at its length (RFC 9112, 6.3), here within the title"),
    "chunk-no-end": (SHOWN, "the document is rendered; ERR_INCOMPLETE_CHUNKED_ENCODING is noted only"),
    "te-http10": (SHOWN, "HTTP/1.0 knows no chunks, so their sizes stand on the page (RFC 9112, 6.1); we drop them"),
    "status-lowercase": (SHOWN, "the protocol's name is read in any case"),
    "crlf-before-status": (SHOWN, "up to four bytes before the status line are skipped"),
    "http09": (FAILED, "ERR_INVALID_HTTP_RESPONSE: HTTP/0.9 is read from port 80 only"),
    "redirects-20": (FAILED, "Chromium stops at its 20th; Fetch, 4.4 and other browsers allow 20"),
    "location-empty": (BLANK, "an empty Location is none: the redirect's own body is shown, which is empty"),
    "two-locations-differ": (FAILED, "ERR_RESPONSE_HEADERS_MULTIPLE_LOCATION"),
    "304-unasked": (KEPT, "no content, so the page before stays (RFC 9110, 15.4.5)"),
    "location-app-scheme": (KEPT, "handed to the app, if there is one"),
    "status-400": (SHOWN, "its body is shown"),
    "status-409": (SHOWN, "its body is shown"),
    "status-423": (SHOWN, "its body is shown"),
    "status-600": (SHOWN, "a status beyond 599 is read as any other"),
    "pdf-junk-before": (KEPT, "a download by its media type; readers look for %PDF in the first 1,024 bytes"),
    "js-is-html-200": (SHOWN, "as a page; as a script it is a syntax error, which is no matter of fetching"),
    "x-blockquote-cite": (SHOWN, "the page that its 404 has; no visitor can follow cite (HTML, 4.4.4)"),
    "f-text": (SHOWN, "%3A~:text= is no directive but an id that is missing; the page is shown"),
    "f-text-plain": (SHOWN, "text is shown from its beginning: browsers know no RFC 5147"),
    "u-caret": (SHOWN, "sent as it is: ^ is not escaped in paths (URL Standard, path percent-encode set)"),
}
"""The rows that the cases leave to the browser: what it does, and why."""

EXCEPTIONS = {
    "redirects-20": "Fetch, 4.4, HTTP-redirect fetch, step 10: a redirect count of 20 is a network error, of 19 none",
    "status-407": "ERR_UNEXPECTED_PROXY_AUTH is about our own network (RFC 9110, 15.5.8); the status says so",
}
"""Rows that Chromium cannot load and the client brings, with the paragraph."""

NOT_LOADED = {
    "gzip-lie": (FailureReason.BAD_ANSWER, "ERR_CONTENT_DECODING_FAILED before any content, an empty page"),
    "location-app-scheme": (FailureReason.APP_ADDRESS, "line: is no scheme of the web (RFC 9110, 4.2)"),
}
"""Rows without an error page where there is nothing that the client could bring."""


@pytest.fixture(scope="module")
def odd_answers(cases: Path) -> ModuleType:
    path = cases / "odd-answers" / "server.py"
    if not path.is_file():
        pytest.skip("no cases of odd answers here")
    spec = importlib.util.spec_from_file_location("odd_answers_server", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def origin(odd_answers: ModuleType) -> Iterator[str]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        port = holder.getsockname()[1]
    server = subprocess.Popen([sys.executable, str(odd_answers.__file__), str(port)])
    try:
        for _ in range(100):
            with socket.socket() as attempt:
                if attempt.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


@pytest.fixture(scope="module")
def own_origin() -> Iterator[str]:
    """A server of ``odd_replies`` by their numbers, in a thread of its own."""
    replies = {f"/{number}": once(raw) for number, raw in enumerate([*SHOWN_REPLIES.values(), *REFUSED.values()])}
    loop, started = asyncio.new_event_loop(), queue.Queue[str]()
    ended = asyncio.Event()

    async def serve() -> None:
        async with odd_server({**replies, "/end": reply(PAGE)}) as server:
            started.put(server.origin)
            await ended.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    yield started.get(timeout=10)
    loop.call_soon_threadsafe(ended.set)
    thread.join()
    loop.close()


@pytest.fixture(scope="module")
def driver() -> Iterator[webdriver.Chrome]:
    with oracle_browser() as driver:
        yield driver


def fetched(origin: str, addresses: list[str]) -> list[Answer]:
    async def run() -> list[Answer]:
        settings = FetchSettings("Mozilla/5.0 (X11; test)", max_redirects=20, seconds=10)
        client = FetchClient(settings, CurlTransport([origin]))
        found = [(await client.fetch(address, cap=1_000_000))[0] for address in addresses]
        await client.close()
        return found

    return uvloop.run(run())


def test_our_own_odd_replies_are_what_chromium_makes_of_them(own_origin: str, driver: webdriver.Chrome) -> None:
    wrong = []
    for number, name in enumerate([*SHOWN_REPLIES, *REFUSED]):
        sight = sight_of(driver, f"{own_origin}/{number}")
        if (sight.state == SHOWN) is not (name in SHOWN_REPLIES):
            wrong.append((name, sight))
    assert wrong == []


@pytest.mark.cases
def test_what_chromium_shows_is_brought_and_what_it_cannot_load_is_not(
    odd_answers: ModuleType, origin: str, driver: webdriver.Chrome
) -> None:
    rows = [(row, path, expected) for row, _, path, expected, _ in odd_answers.ROWS if path.startswith(("/", "\\"))]
    # a hundred addresses that are not there are answered alike
    rows = [entry for entry in rows if entry[0] in SETTLED or entry[1].partition("#")[0] in _answered(odd_answers)]
    addresses = [urls.resolve(f"{origin}/", path) or "" for _, path, _ in rows]
    wrong = []
    for (row, _, expected), address, answer in zip(rows, addresses, fetched(origin, addresses), strict=True):
        sight = sight_of(driver, address)
        assert expected != "?" or row in SETTLED, f"{row} is not settled: {sight}"
        if row in SETTLED and sight.state != SETTLED[row][0]:
            wrong.append(f"{row}: Chromium no longer does as settled: {sight}")
        if problem := _contradiction(row, sight, answer):
            wrong.append(f"{row}: {problem}; {sight}; {answer}")
    assert wrong == []
    assert len(rows) > 100


def _answered(odd_answers: ModuleType) -> set[str]:
    return set(odd_answers.ROUTES) | {path.partition("?")[0] for path in odd_answers.ROUTES}


def _contradiction(row: str, sight: Sight, answer: Answer) -> str:
    """What is wrong where client and browser differ; empty where they agree or the difference is listed."""
    if isinstance(answer, FetchFailure):
        if sight.state == FAILED or (row in NOT_LOADED and answer.reason is NOT_LOADED[row][0]):
            return ""
        return "the client failed what Chromium loads"
    if sight.state == FAILED and row not in EXCEPTIONS:
        return "the client brings what Chromium cannot load"
    return "no exception any more" if row in EXCEPTIONS and sight.state != FAILED else ""
