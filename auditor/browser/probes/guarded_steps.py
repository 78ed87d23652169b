"""Runs the steps that follow the engine one by one: each begins on the requested page, and a failed one costs itself.

A step leaves the page when a key, a new window size or a timer makes it go elsewhere; it hangs when a script of the
page does not return.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import msgspec

from auditor.browser.tab import PageMoved, Tab
from auditor.browser.webdriver import DRIVER_ERRORS
from auditor.model import Untested

STEP_ERRORS = (PageMoved, *DRIVER_ERRORS, msgspec.MsgspecError)
"""What a step raises when the page or the browser does not do what it should."""

_TRIES = 2
_LOSSES = 3
"""After so many steps that lost the browser no further one is tried."""

_Result = TypeVar("_Result")


class GuardedSteps:
    """Steps on the page at ``url``, without fragment, that ``tab`` shows.

    ``reopen`` loads the page again, in a fresh browser where its argument is True, and returns the tab; ``reason_of``
    gives the reason for an error of the driver.
    """

    tab: Tab
    """The tab that shows the page; another one after the browser was lost."""

    lost_seconds: float
    """Time that was spent on failed tries and on loading the page again."""

    def __init__(
        self, tab: Tab, url: str, reopen: Callable[[bool], Tab], reason_of: Callable[[BaseException], Untested]
    ) -> None:
        self.tab = tab
        self.lost_seconds = 0.0
        self._url = url
        self._reopen = reopen
        self._reason_of = reason_of
        self._is_away = self._is_lost = False
        self._losses: list[Untested] = []

    def run(self, step: Callable[[Tab], _Result]) -> _Result | Untested:
        """Return the result of a step, or why it has none: it left the page, hung, or ended the browser.

        A page may leave a moment late, for what the step before did: one that was left is tried once more.
        """
        for _ in range(_TRIES):
            if len(self._losses) >= _LOSSES or Untested.MEMORY in self._losses or self.tab.seconds_left() <= 0:
                return self._losses[-1] if self._losses else Untested.TIMED_OUT
            began = time.monotonic()
            try:
                is_fresh = True  # a page that cannot be loaded again is not tried once more
                is_fresh = self._return()
                began = time.monotonic()
                result = step(self.tab)
                self._require_page()
            except PageMoved:
                self._is_away = True
                self.lost_seconds += time.monotonic() - began
                if is_fresh:
                    break
            except STEP_ERRORS as error:
                self._is_lost = True
                self._losses.append(self._reason_of(error))
                self.lost_seconds += time.monotonic() - began
                return self._losses[-1]
            else:
                return result
        return Untested.PAGE_LEFT

    @property
    def is_intact(self) -> bool:
        """Whether the tab shows the page, in the browser that was started last."""
        return not self._is_lost and not self._is_away

    def reload(self) -> None:
        """Load the page again: the steps before have changed it."""
        self._is_away = True
        self.run(Tab.seconds_left)

    def _return(self) -> bool:
        """Load the page again where the step before left it or lost the browser. Returns whether it did."""
        if self.is_intact:
            return False
        began = time.monotonic()
        self.tab = self._reopen(self._is_lost)
        self.lost_seconds += time.monotonic() - began
        self._is_lost = self._is_away = False
        self._require_page()
        return True

    def _require_page(self) -> None:
        """Raise ``PageMoved`` where the tab shows another page."""
        if self.tab.evaluate("location.href").partition("#")[0] != self._url:
            raise PageMoved
