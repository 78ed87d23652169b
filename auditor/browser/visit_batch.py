"""Browser visits as jobs: a batch of pages to one long-lived browser per process, facts back as bytes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from multiprocessing.util import Finalize
from typing import TYPE_CHECKING

import msgspec

from auditor.browser.chromium import BrowserSettings, VisitRequest
from auditor.extract.home.metadata_soup import read_head
from auditor.model import Rendered, Untested, VisitFailure

if TYPE_CHECKING:
    from auditor.browser.browser import Browser

_TRIES = 2


class VisitJob(msgspec.Struct, frozen=True):
    """A page to visit for a site. ``known`` are the addresses that the delivered page has; others were born of scripts.

    ``widths`` asks for the layout at several window widths too, ``probes`` for all that only driving the page shows,
    ``pictures`` for so many of elements at fault at most.
    """

    url: str
    site: str
    widths: bool = False
    probes: bool = False
    pictures: int = 0
    known: frozenset[str] = frozenset()


class VisitResult(msgspec.Struct, frozen=True):
    """What came of a visit: a ``Rendered`` as msgpack and the rendered HTML in UTF-8, or the failure."""

    url: str
    site: str
    rendered: bytes = b""
    failure: VisitFailure | None = None
    html: bytes = b""


class _Visitor:
    """The browser of this process, started at its first visit."""

    terms = BrowserSettings()
    browser: Browser | None = None
    end: Finalize | None = None


def open_visitor(terms: BrowserSettings, node: str = "") -> None:
    """Set the terms of this process's browser, and its WebDriver address when it is on another machine."""
    close_visitor()
    _Visitor.terms = msgspec.structs.replace(terms, node=node)
    # a pool's processes run no atexit functions, but these
    _Visitor.end = Finalize(None, close_visitor, exitpriority=10)


def close_visitor() -> None:
    """End this process's browser, if there is one."""
    if _Visitor.browser is not None:
        _Visitor.browser.close()
        _Visitor.browser = None


def visit_batch(items: Sequence[VisitJob], delay: float = 0.0) -> list[VisitResult]:
    """Visit the pages in order, ``delay`` seconds apart; every item gets an answer, whatever happens to the browser."""
    if _Visitor.browser is None:
        from auditor.browser.browser import Browser  # whoever only hands out visits needs none of it

        _Visitor.browser = Browser(_Visitor.terms)
    done = []
    for index, item in enumerate(items):
        if index:
            time.sleep(delay)
        done.append(_visited(_Visitor.browser, item))
    return done


def _visited(browser: Browser, item: VisitJob) -> VisitResult:
    asked = VisitRequest(item.widths, item.probes, item.pictures, item.site, item.known)
    for _ in range(_TRIES):
        seen = browser.visit(item.url, asked)
        if not isinstance(seen, VisitFailure) or seen.reason is not Untested.ENGINE_CRASHED:
            break  # else perhaps an earlier page had worn the browser out: again in a fresh one
    if isinstance(seen, VisitFailure):
        return VisitResult(item.url, item.site, failure=seen)
    rendered, html = msgspec.structs.replace(seen[0], metas=_metas(seen[1], item.url)), seen[1]
    return VisitResult(item.url, item.site, rendered=_packed(rendered), html=html.encode())


def _metas(html: str, url: str) -> tuple[tuple[str, str], ...]:
    metas = read_head(html, url).metas
    return tuple((meta.name, meta.content or "") for meta in metas if meta.attribute == "name" and meta.in_head)


def _packed(rendered: Rendered) -> bytes:
    return msgspec.msgpack.encode(rendered)
