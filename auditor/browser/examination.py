"""Examines a loaded page: waits until it is at rest, runs axe-core and the probes, returns all facts of the visit."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from auditor.browser import axe, page_state
from auditor.browser.axe_release import EnginesMissing
from auditor.browser.chromium import BrowserSettings, VisitRequest
from auditor.browser.click_listeners import observe_listeners
from auditor.browser.page_state import NothingShown, PageState
from auditor.browser.probes import contrast, interactive, screenshots
from auditor.browser.probes.guarded_steps import GuardedSteps
from auditor.browser.probes.hover_contrast import add_hover_contrasts
from auditor.browser.tab import PageMoved, Tab
from auditor.browser.untested_parts import find_untested_parts
from auditor.model import FaultPicture, Rendered, Untested, Width

EXAMINATION_ERRORS = (msgspec.MsgspecError, EnginesMissing, axe.UnknownTags)
"""What an examination raises, besides the driver's errors, when the browser or the engine does not work."""

_SCRIPTS = ("page_state", "visible_structure", "visible_controls", "observations", "click_candidates", "hover_styles")


class NotExamined(Exception):  # noqa: N818  # a result of the visit, not a fault of the program
    """The page cannot be examined: why, with a detail for the evidence."""

    def __init__(self, reason: Untested, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class ExaminedPage(NamedTuple):
    """What the engine found on the page at rest, before anything was tried on it."""

    rendered: Rendered
    html: str
    """The rendered HTML."""


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

    def examine(self, url: str, request: VisitRequest) -> ExaminedPage:
        """Run the engine on the loaded page. A page that navigates meanwhile is examined again, where it went.

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

    def examine_further(self, page: ExaminedPage, request: VisitRequest, steps: GuardedSteps) -> Rendered:
        """Try on the examined page what the request wants; whatever becomes of that, the engine's results stay."""
        rendered, settings = page.rendered, self._settings
        engines, url = rendered.engines, rendered.final_url
        decided = steps.run(lambda tab: tuple(contrast.decide_contrasts(tab, engine, url) for engine in engines))
        engines = engines if isinstance(decided, Untested) else decided
        hovered = steps.run(lambda tab: tuple(add_hover_contrasts(tab, engine, url) for engine in engines))
        engines = engines if isinstance(hovered, Untested) else hovered
        probes = interactive.run_probes(steps, settings, rendered.final_url) if request.probes else None
        faults = [(request.site, *fault) for fault in screenshots.places_at_fault(engines, probes)]
        widths: tuple[Width, ...] | Untested = ()
        if request.widths:
            widths = steps.run(lambda tab: interactive.layout_widths(tab, settings))
        pictures: tuple[FaultPicture, ...] | Untested = ()
        if faults and request.screenshots:
            pictures = steps.run(
                lambda tab: tuple(screenshots.take_screenshots(tab, faults, self._captured, request.screenshots))
            )
        return msgspec.structs.replace(
            rendered,
            engines=engines,
            probes=probes,
            widths=() if isinstance(widths, Untested) else widths,
            pictures=() if isinstance(pictures, Untested) else pictures,
        )

    def restore_window(self) -> None:
        """Give the tab its usual size, before a page is loaded once more."""
        self._tab.resize(*self._settings.window)

    def settle(self) -> None:
        """Enter the document that was loaded once more, and wait until it is at rest."""
        self._tab.enter_document()
        self._tab.evaluate(page_state.settle_expression(self._settings.quiet_ms, self._settings.rest_ms))

    def clear(self) -> None:
        """Delete what the page has stored, so that no page depends on the one before it."""
        if self._tab.evaluate("auditor.leave()"):
            keys = self._tab.storage_keys()
            self._tab.load("about:blank")  # from here on the page writes nothing any more
            self._tab.clear_storage(keys)
        self._tab.clear_cookies()

    def _examine(self, url: str, request: VisitRequest) -> ExaminedPage:
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
        observations = page_state.read_observations(tab, final_url)
        if observations is not None:
            observations = (*observations, *observe_listeners(tab, final_url))
        engine = axe.run_axe(tab, final_url, settings.tags, settings.script_seconds)
        rendered = Rendered(
            url=url,
            final_url=final_url,
            browser=self._browser,
            title=state.title,
            engines=(engine,),
            links=page_state.script_links(state, final_url),
            parts=find_untested_parts(tab, state, final_url),
            observations=observations,
        )
        return ExaminedPage(rendered, state.html)

    def _register_scripts(self) -> None:
        tab, settings = self._tab, self._settings
        tab.resize(*settings.window)
        tab.register_for_page(page_state.script("neutralise_page"))
        tab.register("".join(map(page_state.script, _SCRIPTS)) + interactive.probe_scripts())
        axe.PinnedAxe(tab).inject()
        tab.load("about:blank")
        tab.enter_document()
        axe.require_known_tags(tab, settings.tags)
