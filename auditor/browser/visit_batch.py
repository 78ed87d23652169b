"""Visits batches of pages in a worker process: one long-lived browser a process, results as bytes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from multiprocessing.util import Finalize
from typing import TYPE_CHECKING

import msgspec

from auditor.browser.chromium import BrowserSettings, VisitRequest
from auditor.browser.page_state import NothingShown
from auditor.extract.home.metadata_soup import read_head
from auditor.model import Untested, VisitFailure

if TYPE_CHECKING:
    from auditor.browser.browser import Browser

_TRIES = 2


class VisitJob(msgspec.Struct, frozen=True):
    """A page to visit."""

    url: str
    site: str
    """The id of the site for which it is visited."""

    widths: bool = False
    """Measure the layout at several window widths."""

    probes: bool = False
    """Run the interactive probes."""

    screenshots: int = 0
    """Take at most so many screenshots of elements at fault."""

    known: frozenset[str] = frozenset()
    """Addresses on the page as delivered; links to others were added by scripts."""


class VisitResult(msgspec.Struct, frozen=True):
    """The result of a visit: facts and rendered HTML, or a failure."""

    url: str
    site: str
    rendered: bytes = b""
    """A ``Rendered`` as msgpack; empty after a failure."""

    failure: VisitFailure | None = None
    html: bytes = b""
    """The rendered HTML in UTF-8."""


_NOTHING = {
    Untested.TIMED_OUT: NothingShown.TIMED_OUT,
    Untested.NOT_HTML: NothingShown.DOWNLOAD,
    Untested.FETCH_FAILED: NothingShown.ERROR_PAGE,
}
"""Failures of visits that reveal something of the address."""


class BrowserSight(msgspec.Struct, frozen=True):
    """What a browser shows a visitor of an address."""

    url: str
    """The address requested."""

    final_url: str = ""
    """The address shown, without fragment."""

    status: int = 0
    """The HTTP status; 0 where no page came."""

    title: str = ""
    """The title of the page."""

    media_type: str = ""
    """Its media type."""

    nothing: NothingShown | None = None
    """Why nothing is shown; None where something is."""

    failed: bool = False
    """Whether the browser itself failed, which reveals nothing of the address."""


class _Visitor:
    """The browser of this process, started with its first visit."""

    settings = BrowserSettings()
    browser: Browser | None = None
    finalizer: Finalize | None = None


def open_visitor(settings: BrowserSettings, node: str = "") -> None:
    """Set the settings of this process's browser, and its WebDriver address when it is on another machine."""
    close_visitor()
    _Visitor.settings = msgspec.structs.replace(settings, node=node)
    # a pool's processes run no atexit functions, but these
    _Visitor.finalizer = Finalize(None, close_visitor, exitpriority=10)


def close_visitor() -> None:
    """End this process's browser, if it runs."""
    if _Visitor.browser is not None:
        _Visitor.browser.close()
        _Visitor.browser = None


def visit_batch(jobs: Sequence[VisitJob], delay: float = 0.0) -> list[VisitResult]:
    """Visit the pages in order, ``delay`` seconds apart. Every job gets a result, whatever happens to the browser."""
    results = []
    for index, job in enumerate(jobs):
        if index:
            time.sleep(delay)
        results.append(_visit(_browser(), job))
    return results


def show_address(url: str) -> BrowserSight:
    """Load an address in this process's browser and return what a visitor sees."""
    shown = _browser().show(url)
    if isinstance(shown, VisitFailure):
        return BrowserSight(url, nothing=_NOTHING.get(shown.reason), failed=shown.reason not in _NOTHING)
    state, nothing = shown
    address = state.url.partition("#")[0]
    return BrowserSight(url, address, state.status, state.title, state.type, nothing)


def _browser() -> Browser:
    if _Visitor.browser is None:
        from auditor.browser.browser import Browser  # modules that only hand out visits need none of Selenium

        _Visitor.browser = Browser(_Visitor.settings)
    return _Visitor.browser


def _visit(browser: Browser, job: VisitJob) -> VisitResult:
    request = VisitRequest(job.widths, job.probes, job.screenshots, job.site, job.known)
    for _ in range(_TRIES):
        visited = browser.visit(job.url, request)
        if not isinstance(visited, VisitFailure) or visited.reason is not Untested.ENGINE_CRASHED:
            break  # else an earlier page may have damaged the browser: once more in a fresh one
    if isinstance(visited, VisitFailure):
        return VisitResult(job.url, job.site, failure=visited)
    facts, html = visited
    rendered = msgspec.structs.replace(facts, metas=_metas(html, job.url))
    return VisitResult(job.url, job.site, rendered=msgspec.msgpack.encode(rendered), html=html.encode())


def _metas(html: str, url: str) -> tuple[tuple[str, str], ...]:
    """Name and content of the metadata in the head of the rendered page."""
    metas = read_head(html, url).metas
    return tuple((meta.name, meta.content or "") for meta in metas if meta.attribute == "name" and meta.in_head)
