"""Odd answers of real servers: the whole pipeline gives each row the verdict that a visitor would."""

from __future__ import annotations

import importlib.util
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple
from urllib.request import urlopen

import pytest
from chromium_sight import SHOWN, contradiction, oracle_browser, sight_of
from link_verdicts import audited, fits

from auditor import urls
from auditor.pipeline.ad_hoc import sites_below, sites_of_single_pages

pytestmark = pytest.mark.cases

SETTLED = {
    "length-too-big": ("ok", "Chromium shows the page"),
    "length-too-small": ("ok", "Chromium shows a blank page; the rest belongs to no answer (RFC 9112, 6.3)"),
    "chunk-no-end": ("ok", "Chromium shows the page"),
    "te-http10": ("ok", "Chromium shows the page"),
    "status-lowercase": ("ok", "Chromium shows the page"),
    "crlf-before-status": ("ok", "Chromium shows the page"),
    "http09": ("bad", "Chromium: ERR_INVALID_HTTP_RESPONSE"),
    "redirects-20": ("ok", "Fetch 4.4: the 21st is an error, though Chromium stops at the 20th"),
    "location-empty": ("ok", "Chromium stays at the address, with a blank page"),
    "two-locations-differ": ("bad", "Chromium: ERR_RESPONSE_HEADERS_MULTIPLE_LOCATION"),
    "304-unasked": ("cant", "Chromium: ERR_ABORTED, nothing is shown; RFC 9110, 15.4.5 knows no 304 unasked"),
    "location-app-scheme": ("cant", "Chromium hands it to the app, and stays where there is none"),
    "status-400": ("cant", "Chromium shows the page that came with it"),
    "status-409": ("cant", "Chromium shows the page that came with it"),
    "status-423": ("cant", "Chromium shows the page that came with it"),
    "status-600": ("cant", "Chromium shows the page that came with it; RFC 9110, 15: like 5xx"),
    "pdf-junk-before": ("ok", "ISO 32000-1, H.3.4.1: readers look in the first 1024 bytes"),
    "js-is-html-200": ("bad", "Chromium: SyntaxError, Unexpected token '<'"),
    "x-blockquote-cite": ("absent", "no visitor can follow a cite attribute"),
    "f-text": ("bad", "Chromium takes an escaped delimiter for a plain fragment, and stays at the top"),
    "f-text-plain": ("bad", "RFC 5147, 3: #L3 is no scheme of text/plain; Chromium stays at the top"),
    "u-caret": ("bad", "Chromium requests %5E (URL Standard, path percent-encode set), and that is missing"),
}
"""Rows that the cases leave to the browser: what Chromium 156 does, or the paragraph that decides."""


NOT_NAVIGATED = frozenset({"image-is-html-200", "css-is-html-200", "js-is-html-200"})
"""Rows whose address is loaded by a page, or asked through a form: what is shown of it alone says nothing."""

SHOWN_AND_FAILED = {
    **dict.fromkeys(("f-map", "f-case", "f-template", "f-text"), "the part is missing (HTML, 7.4.6.4)"),
    "f-text-plain": "the part is missing (RFC 5147, 3)",
}
"""Rows that Chromium shows and that are failed all the same, with the reason."""

NOT_SHOWN_AND_PASSED = {
    "redirects-20": "Fetch, 4.4, HTTP-redirect fetch, step 10: a redirect count of 20 is a network error, of 19 none",
    "u-pipe": "| is not in the path percent-encode set (URL Standard, 1.3); Chromium escapes it",
}
"""Rows that Chromium does not show and that are passed, with the paragraph."""


class OddRow(NamedTuple):
    """A row of the served site: its markup, where it leads, and the verdict that is expected."""

    name: str
    html: str
    path: str
    expected: str
    why: str


class OddSite(NamedTuple):
    """The served rows and their origin."""

    origin: str
    rows: tuple[OddRow, ...]


@pytest.fixture(scope="module")
def odd_site(cases: Path) -> Iterator[OddSite]:
    script = cases / "odd-answers" / "server.py"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, str(script), str(port)])
    try:
        _await_answer(f"http://127.0.0.1:{port}/")
        yield OddSite(f"http://127.0.0.1:{port}", tuple(OddRow(*row) for row in _module(script).ROWS))
    finally:
        server.terminate()
        server.wait(10)


@pytest.mark.parametrize("scope", ["page", "site"])
def test_each_row_gets_the_verdict_of_a_visitor(odd_site: OddSite, scope: str) -> None:
    start = f"{odd_site.origin}/"
    sites = sites_of_single_pages([start]) if scope == "page" else sites_below([start], depth=1, pages=1_000)
    verdicts = audited(odd_site.origin, sites)
    different, ok, passed = [], 0, 0
    for row in odd_site.rows:
        expected, why = SETTLED.get(row.name, (row.expected, row.why))
        verdict = verdicts.of(urls.resolve(start, row.path) or "")
        ok += expected == "ok"
        passed += expected == "ok" and verdict == "ok"
        if not fits(expected, verdict):
            different.append(f"{row.name}: {expected} is expected ({why}), the verdict is {verdict}")
    assert different == [], f"{passed} of {ok} rows that work are passed"
    assert passed >= 0.95 * ok


@pytest.mark.browser
def test_no_verdict_contradicts_what_chromium_shows(odd_site: OddSite) -> None:
    start = f"{odd_site.origin}/"
    verdicts = audited(odd_site.origin, sites_of_single_pages([start]))
    wrong = []
    with oracle_browser() as driver:
        for row in odd_site.rows:
            address = urls.resolve(start, row.path) or ""
            verdict = verdicts.of(address)
            if not urls.is_web(address) or verdict == "absent" or row.name in NOT_NAVIGATED:
                continue
            sight, is_passed = sight_of(driver, address), verdict == "ok" and row.name in NOT_SHOWN_AND_PASSED
            if is_passed:
                assert sight.state != SHOWN or sight.status == 404, f"{row.name} is no exception any more"
            elif problem := contradiction(sight, verdict, is_listed=row.name in SHOWN_AND_FAILED):
                wrong.append(f"{row.name}: {problem}: {verdict}, {sight}, {row.why}")
    assert not wrong, "\n".join(wrong)


def _await_answer(url: str) -> None:
    for _ in range(100):
        try:
            urlopen(url, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(url)


def _module(script: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("odd_answers_server", script)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
