"""Odd answers of real servers: the whole pipeline gives each row the verdict that a visitor would."""

from __future__ import annotations

import importlib.util
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import NamedTuple
from urllib.request import urlopen

import msgspec
import pytest

from auditor import urls
from auditor.model import LinkState, Outcome, Politeness, Portfolio, Run, Site
from auditor.pipeline.ad_hoc import ad_hoc_settings, audit_ad_hoc_with, sites_below, sites_of_single_pages
from auditor.pipeline.judgement.link_targets import completed_targets
from auditor.pipeline.judgement.survey import survey
from auditor.store import Store

pytestmark = pytest.mark.cases

FAST = Politeness(delay=0.0, concurrency=16, patience=0.02)
VERDICTS = frozenset(
    {
        "link-address-malformed", "link-blocked", "link-broken", "link-fragment-missing", "link-server-error",
        "link-unreachable",
    }
)  # fmt: skip
"""Checks that state whether a link leads to what it promises."""

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

AWAITED: dict[str, str] = {
    **dict.fromkeys(
        ("x-imagesrcset", "x-iframe-srcdoc", "x-tr-background", "x-svg-feimage", "x-lazy-data-src", "x-get-form-action",
         "x-css-escaped", "x-data-href-onclick", "x-button-onclick", "x-select-option-jump"),
        "the address is not read from the page, or not reported",
    ),
}  # fmt: skip
"""Rows that another part of the program still decides otherwise, and why."""


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
    verdicts = audited(odd_site, tuple(msgspec.structs.replace(site, politeness=FAST) for site in sites))
    different, ok, passed, awaited = [], 0, 0, 0
    for row in odd_site.rows:
        expected, why = SETTLED.get(row.name, (row.expected, row.why))
        verdict = verdicts.of(urls.resolve(start, row.path) or "")
        ok += expected == "ok"
        passed += expected == "ok" and verdict == "ok"
        awaited += expected == "ok" and row.name in AWAITED
        if not fits(expected, verdict) and row.name not in AWAITED:
            different.append(f"{row.name}: {expected} is expected ({why}), the verdict is {verdict}")
    assert different == [], f"{passed} of {ok} rows that work are passed"
    assert passed >= 0.95 * (ok - awaited)


def fits(expected: str, verdict: str) -> bool:
    """Whether a verdict is one that the expectation allows; what cannot be known may also have been left untested."""
    allowed = {"bad": {"failed"}, "cant": {"cant", "ok", "untested"}, "absent": {"absent"}, "ok/cant": {"ok", "cant"}}
    return verdict in allowed.get(expected, {expected})


class Verdicts(msgspec.Struct):
    """What came of every address."""

    states: dict[str, LinkState]
    """The states of link targets by address."""
    outcomes: dict[str, set[Outcome]]
    """The outcomes of findings by cause."""

    def of(self, url: str) -> str:
        """``ok``, ``failed``, ``cant``, ``untested`` or ``absent``."""
        address = urls.without_fragment(url)
        outcomes = self.outcomes.get(url, set()) | self.outcomes.get(address, set())
        if Outcome.FAILED in outcomes:
            return "failed"
        if Outcome.CANT_TELL in outcomes:
            return "cant"
        state = self.states.get(address)
        return "absent" if state is None else "ok" if state.is_alive else "untested"


def audited(odd_site: OddSite, sites: tuple[Site, ...]) -> Verdicts:
    """Audit the links of the served site as the command does, and return what came of them."""
    terms = Portfolio(sites, contact="mailto:web@agency.test", inside=(odd_site.origin,), others=FAST)
    settings = ad_hoc_settings(sites, ("links",), terms)
    evidence, states = audit_ad_hoc_with(settings, datetime.now(UTC), lambda _: None, _states)
    verdicts = Verdicts(states, {})
    for site in evidence.sites:
        for finding in site.findings:
            if finding.check in VERDICTS:
                verdicts.outcomes.setdefault(finding.cause, set()).add(finding.outcome)
    return verdicts


def _states(store: Store, run: Run) -> dict[str, LinkState]:
    seen = survey(store, run.number)
    return {target.url: target.state for target in completed_targets(store, run.number, seen)}


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
