"""Visits pages with a real browser: starts Chromium when needed, renews it after crashes and after so many pages.

Chromium is controlled over WebDriver. It reaches the network only through our proxy, its driver ends with this process,
and it ends with its driver because the two are connected by a pipe.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable
from typing import Self, TypeVar
from urllib.parse import urlsplit

import msgspec

from auditor.browser import webdriver
from auditor.browser.chromium import BrowserSettings, VisitRequest
from auditor.browser.examination import EXAMINATION_ERRORS, NotExamined, PageExaminer
from auditor.browser.page_state import NothingShown, PageState
from auditor.browser.tab import PageMoved, Tab
from auditor.model import Rendered, Untested, VisitFailure

__all__ = ("Browser", "BrowserSettings", "VisitRequest")

_log = logging.getLogger(__name__)

_ENGINE_ONLY = VisitRequest()
_Loaded = TypeVar("_Loaded")


class Browser:
    """A browser that starts with its first visit and is renewed after crashes, hangs and ``settings.pages`` pages."""

    def __init__(self, settings: BrowserSettings) -> None:
        self._settings = settings
        self._running: _RunningBrowser | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the browser; a later visit starts a new one."""
        if self._running is not None:
            self._running.end()
            self._running = None

    def visit(self, url: str, request: VisitRequest = _ENGINE_ONLY) -> tuple[Rendered, str] | VisitFailure:
        """Load and examine a page. Return its facts and the rendered HTML, or why it could not be examined."""
        return self._attempt(url, lambda: self._visit(url, request))

    def show(self, url: str) -> tuple[PageState, NothingShown | None] | VisitFailure:
        """Load an address as for a visitor. Return what is shown, with why that is nothing, or why nothing came."""
        return self._attempt(url, lambda: self._show(url))

    def _attempt(self, url: str, load: Callable[[], _Loaded]) -> _Loaded | VisitFailure:
        try:
            return load()
        except NotExamined as failure:
            return VisitFailure(url, failure.reason, failure.detail)
        except PageMoved:
            return VisitFailure(url, Untested.TIMED_OUT, "the page kept moving on while it was examined")
        except webdriver.DRIVER_TIMEOUTS as error:  # what hangs would hang the next page too
            return self._renew(VisitFailure(url, Untested.TIMED_OUT, _first_line(error)))
        except (*webdriver.DRIVER_ERRORS, *EXAMINATION_ERRORS) as error:
            return self._renew(VisitFailure(url, Untested.ENGINE_CRASHED, _first_line(error)))

    def _visit(self, url: str, request: VisitRequest) -> tuple[Rendered, str]:
        if urlsplit(url).scheme not in ("http", "https"):
            raise NotExamined(Untested.NOT_HTML, "only http and https addresses are visited")
        running = self._started()
        began = time.monotonic()
        running.load(url)
        try:
            rendered, html = running.examiner.examine(url, request)
        except (PageMoved, NotExamined):
            self.close()  # what the tab shows is not the requested page, and might yet navigate under the next one
            raise
        elapsed = round((time.monotonic() - began) * 1000)
        failed = next((engine for engine in rendered.engines if engine.failure), None)
        if failed and failed.failure:  # an engine that ran out of time may still be at work
            self._renew(VisitFailure(url, failed.failure, failed.detail))
        else:
            running.examiner.clear()
        return msgspec.structs.replace(rendered, elapsed_ms=elapsed), html

    def _show(self, url: str) -> tuple[PageState, NothingShown | None]:
        running = self._started()
        running.load(url)
        shown = running.examiner.show()
        running.examiner.clear()
        return shown

    def _started(self) -> _RunningBrowser:
        if self._running is not None and self._running.pages >= self._settings.pages:
            self.close()
        if self._running is None:
            self._running = _RunningBrowser(self._settings)
        return self._running

    def _renew(self, failure: VisitFailure) -> VisitFailure:
        """End a browser that crashed or hangs; the next visit starts a new one. Returns the failure."""
        self.close()
        fields = {"url": failure.url, "reason": failure.reason.value, "detail": failure.detail}
        _log.warning("browser renewed", extra=fields)
        return failure


class _RunningBrowser:
    """A started browser: its one tab, the examiner of that tab, and how many pages it has loaded."""

    def __init__(self, settings: BrowserSettings) -> None:
        self.pages = 0
        with contextlib.ExitStack() as stack:
            driver, proxy = stack.enter_context(webdriver.launched(settings))
            driver.set_page_load_timeout(settings.page_seconds)
            self.tab = Tab(driver)
            self.examiner = PageExaminer(self.tab, settings, proxy.marker)
            self._stack = stack.pop_all()

    def end(self) -> None:
        """Kill the browser and its driver, and remove the profile that they leave."""
        self._stack.close()

    def load(self, url: str) -> None:
        """Load a page. Raises ``NotExamined`` when the network does not deliver it, and the driver's errors."""
        self.pages += 1
        try:
            self.tab.load(url)
        except webdriver.WebDriverException as error:
            if "net::ERR_" not in str(error.msg):
                raise
            # an aborted load is a download that was refused
            reason = Untested.NOT_HTML if "net::ERR_ABORTED" in str(error.msg) else Untested.FETCH_FAILED
            raise NotExamined(reason, _first_line(error)) from error


def _first_line(error: BaseException) -> str:
    message = getattr(error, "msg", None) or str(error)
    return (message.strip().splitlines() or [type(error).__name__])[0][:300]
