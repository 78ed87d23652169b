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
from auditor.browser.examination import EXAMINATION_ERRORS, ExaminedPage, NotExamined, PageExaminer
from auditor.browser.page_state import NothingShown, PageState
from auditor.browser.probes.guarded_steps import GuardedSteps
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
        except (*webdriver.DRIVER_ERRORS, *EXAMINATION_ERRORS) as error:  # what hangs would hang the next page too
            return self._renew(url, error)

    def _visit(self, url: str, request: VisitRequest) -> tuple[Rendered, str]:
        if urlsplit(url).scheme not in ("http", "https"):
            raise NotExamined(Untested.NOT_HTML, "only http and https addresses are visited")
        deadline = time.monotonic() + self._settings.visit_seconds
        running = self._loaded(url, deadline)
        began = deadline - self._settings.visit_seconds
        running.tab.patience = self._settings.patience
        try:
            page = running.examiner.examine(url, request)
        except (PageMoved, NotExamined):
            self.close()  # what the tab shows is not the requested page, and might yet navigate under the next one
            raise
        if failure := page.rendered.engines[0].failure:  # an engine that ran out of time may still be at work
            rendered = page.rendered
            _log_renewal(url, failure, page.rendered.engines[0].detail)
            self.close()
        else:
            steps = GuardedSteps(
                running.tab,
                page.rendered.final_url,
                lambda fresh: self._reopened(page, fresh, deadline),
                self._reason_of,
            )
            running.tab.patience = self._settings.step_seconds
            rendered = running.examiner.examine_further(page, request, steps)
            self._clear(steps)
        elapsed = round((time.monotonic() - began) * 1000)
        return msgspec.structs.replace(rendered, elapsed_ms=elapsed), page.html

    def _loaded(self, url: str, deadline: float) -> _RunningBrowser:
        """A browser that shows the page; a fresh one where it hangs in one that had other pages before."""
        running = self._started()
        try:
            running.load(url, deadline)
        except webdriver.DRIVER_TIMEOUTS as error:
            if running.pages == 1:
                raise
            self._renew(url, error)
            running = self._started()
            running.load(url, deadline)
        return running

    def _reopened(self, page: ExaminedPage, fresh: bool, deadline: float) -> Tab:
        """The tab with the page loaded once more, in a fresh browser where the one before was lost."""
        if fresh:
            self.close()
        running = self._running or self._started()
        running.tab.patience = self._settings.step_seconds
        try:
            running.examiner.restore_window()
            running.load(page.rendered.final_url, deadline)
            running.examiner.settle()
        except NotExamined as error:
            raise PageMoved from error
        return running.tab

    def _clear(self, steps: GuardedSteps) -> None:
        """Delete what the page has left in the browser, or end it where that cannot be done."""
        if self._running is None or not steps.is_intact:
            self.close()
            return
        try:
            self._running.examiner.clear()
        except (PageMoved, *webdriver.DRIVER_ERRORS):
            self.close()

    def _show(self, url: str) -> tuple[PageState, NothingShown | None]:
        running = self._loaded(url, time.monotonic() + self._settings.visit_seconds)
        running.tab.patience = self._settings.patience
        shown = running.examiner.show()
        running.examiner.clear()
        return shown

    def _started(self) -> _RunningBrowser:
        running = self._running
        if running is not None and (running.pages >= self._settings.pages or running.is_memory_high):
            self.close()
        if self._running is None:
            self._running = _RunningBrowser(self._settings)
        return self._running

    def _renew(self, url: str, error: BaseException) -> VisitFailure:
        """End a browser that crashed or hangs; the next visit starts a new one. Returns the failure."""
        reason, taken = self._reason_of(error), self._running.memory_taken if self._running else 0
        limit = self._settings.memory_bytes
        detail = f"the browser took {taken:,} bytes of memory, more than {limit:,}" if taken else _first_line(error)
        self.close()
        _log_renewal(url, reason, detail)
        return VisitFailure(url, reason, detail)

    def _reason_of(self, error: BaseException) -> Untested:
        """Why an error of the driver leaves a page untested."""
        if self._running is not None and self._running.memory_taken:
            return Untested.MEMORY
        return Untested.TIMED_OUT if isinstance(error, webdriver.DRIVER_TIMEOUTS) else Untested.ENGINE_CRASHED


class _RunningBrowser:
    """A started browser: its one tab, the examiner of that tab, and how many pages it has loaded."""

    def __init__(self, settings: BrowserSettings) -> None:
        self.pages = 0
        with contextlib.ExitStack() as stack:
            started = stack.enter_context(webdriver.launched(settings))
            started.driver.set_page_load_timeout(settings.page_seconds)
            self._memory = started.memory
            self.tab = Tab(started.driver, started.wait, settings.patience)
            self.examiner = PageExaminer(self.tab, settings, started.proxy.marker)
            self._stack = stack.pop_all()

    @property
    def memory_taken(self) -> int:
        """Bytes of memory for which the browser was ended; 0 where it was not."""
        return self._memory.exceeded if self._memory else 0

    @property
    def is_memory_high(self) -> bool:
        """Whether the pages before have left so much in memory that the next one might be blamed for it."""
        return self._memory is not None and self.pages > 0 and self._memory.is_high()

    def end(self) -> None:
        """Kill the browser and its driver, and remove the profile that they leave."""
        self._stack.close()

    def load(self, url: str, deadline: float) -> None:
        """Load a page, to be examined by ``deadline`` (monotonic seconds).

        Raises ``NotExamined`` when the network does not deliver it, and the driver's errors.
        """
        self.pages += 1
        self.tab.deadline = deadline
        try:
            self.tab.load(url)
        except webdriver.WebDriverException as error:
            if "net::ERR_" not in str(error.msg):
                raise
            # an aborted load is a download that was refused
            reason = Untested.NOT_HTML if "net::ERR_ABORTED" in str(error.msg) else Untested.FETCH_FAILED
            raise NotExamined(reason, _first_line(error)) from error


def _log_renewal(url: str, reason: Untested, detail: str) -> None:
    _log.warning("browser renewed", extra={"url": url, "reason": reason.value, "detail": detail})


def _first_line(error: BaseException) -> str:
    message = getattr(error, "msg", None) or str(error)
    return (message.strip().splitlines() or [type(error).__name__])[0][:300]
