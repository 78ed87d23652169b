"""Examines a loaded page: waits until it is at rest, runs axe-core and the probes, returns all facts of the visit."""

from __future__ import annotations

import contextlib

import msgspec

from auditor.browser import axe, page_state
from auditor.browser.axe_release import EnginesMissing
from auditor.browser.chromium import BrowserSettings, VisitRequest
from auditor.browser.page_state import NothingShown, PageState
from auditor.browser.probes import contrast, interactive, screenshots
from auditor.browser.tab import PageMoved, Tab
from auditor.model import Rendered, Untested

EXAMINATION_ERRORS = (msgspec.MsgspecError, EnginesMissing, axe.UnknownTags)
"""What an examination raises, besides the driver's errors, when the browser or the engine does not work."""


class NotExamined(Exception):  # noqa: N818  # a result of the visit, not a fault of the program
    """The page cannot be examined: why, with a detail for the evidence."""

    def __init__(self, reason: Untested, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class PageExaminer:
    """Examines the pages that a tab loads, one after the other.

    ``marker`` begins the titles of error pages that our own proxy serves. The tab is prepared at once: scripts and
    engine are registered for every document to come. Raises ``EnginesMissing`` and ``axe.UnknownTags``.
    """

    def __init__(self, tab: Tab, settings: BrowserSettings, marker: str) -> None:
        self._tab = tab
        self._settings = settings
        self._marker = marker
        self._captured: set[screenshots.FaultKey] = set()
        self._browser = tab.identify(settings.agent)
        self._register_scripts()

    def examine(self, url: str, request: VisitRequest) -> tuple[Rendered, str]:
        """Return the facts of the loaded page and its rendered HTML. A page that navigates meanwhile is examined again.

        Raises ``PageMoved`` when it navigates a second time, and ``NotExamined``.
        """
        try:
            return self._examine(url, request)
        except PageMoved:
            return self._examine(url, request)

    def show(self) -> tuple[PageState, NothingShown | None]:
        """Return the state of the loaded page, and why it shows a visitor nothing (None: it shows something).

        Raises ``PageMoved`` when it navigates a second time.
        """
        try:
            return self._show()
        except PageMoved:
            return self._show()

    def _show(self) -> tuple[PageState, NothingShown | None]:
        self._tab.enter_document()
        settings = self._settings
        expression = page_state.state_expression((), quiet_ms=settings.quiet_ms, limit_ms=settings.rest_ms)
        state = self._tab.evaluate_as(expression, PageState)
        nothing = page_state.nothing_shown(state, self._marker)
        if nothing is None and self._tab.evaluate(page_state.SHOWS_CONTENT) != "true":
            nothing = NothingShown.EMPTY
        return state, nothing

    def clear(self) -> None:
        """Delete what the page has stored, so that no page depends on the one before it."""
        with contextlib.suppress(PageMoved):
            self._tab.evaluate("auditor.leave()")
        self._tab.clear_cookies()

    def _examine(self, url: str, request: VisitRequest) -> tuple[Rendered, str]:
        tab, settings = self._tab, self._settings
        tab.enter_document()
        expression = page_state.state_expression(
            request.known, quiet_ms=settings.quiet_ms, limit_ms=settings.rest_ms, watch=request.probes
        )
        state = tab.evaluate_as(expression, PageState)
        reason, detail = page_state.mismatch(state, url, self._marker)
        if reason:
            raise NotExamined(reason, detail)
        final_url = state.url.partition("#")[0]
        engine = axe.run_axe(tab, final_url, settings.tags, settings.script_seconds)
        engines = (contrast.decide_contrasts(tab, engine),)
        probes = interactive.run_probes(tab, settings, final_url) if request.probes else None
        faults = ((request.site, *fault) for fault in screenshots.places_at_fault(engines, probes))
        rendered = Rendered(
            url=url,
            final_url=final_url,
            browser=self._browser,
            title=state.title,
            engines=engines,
            links=page_state.script_links(state, final_url),
            widths=interactive.layout_widths(tab, settings) if request.widths else (),
            probes=probes,
            pictures=tuple(screenshots.take_screenshots(tab, faults, self._captured, request.screenshots)),
        )
        return rendered, state.html

    def _register_scripts(self) -> None:
        tab, settings = self._tab, self._settings
        tab.resize(*settings.window)
        tab.register_for_page(page_state.script("neutralise_page"))
        tab.register(page_state.script("page_state") + interactive.probe_scripts())
        axe.PinnedAxe(tab).inject()
        tab.load("about:blank")
        tab.enter_document()
        axe.require_known_tags(tab, settings.tags)
