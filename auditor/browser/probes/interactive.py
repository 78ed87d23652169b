"""Interactive accessibility probes: keyboard walk, shortcuts, text spacing, zoom, reflow, orientation, motion.

Each probe is bounded in time. One that is not begun in time is None in the result: untested, never passed.
"""

from __future__ import annotations

import time

import msgspec

from auditor.browser import page_state
from auditor.browser.chromium import BrowserSettings
from auditor.browser.page_state import PlaceParts
from auditor.browser.probes import keyboard_walk, shortcuts
from auditor.browser.tab import Tab
from auditor.model import (
    LayoutStress,
    LostText,
    MouseOnlyControl,
    MovingContent,
    OrientationChange,
    Place,
    Probes,
    Reflow,
    Region,
    Walk,
    Width,
)
from auditor.standards import personal_numbers

_SCRIPTS = ("layout_stress", "keyboard_walk", "motion", "shortcuts", "screenshots", "contrast")
_ZOOM_WINDOW = (640, 512)
_REFLOW_WINDOW = (320, 256)
_ORIENTATION_WINDOWS = ((480, 800), (800, 480))
_MOTION_EVENTS = frozenset({"devicemotion", "deviceorientation", "deviceorientationabsolute"})

_Moving = tuple[tuple[str, Region, str, str, float, bool, bool], ...]
"""Of each moving element: its place, kind, seconds, whether it has controls, whether it has text."""


class _StressResult(msgspec.Struct):
    texts: int
    lost: tuple[tuple[str, Region, str, str, str], ...]
    """Of each lost text: its place, how it was lost, and its beginning."""


class _ReflowResult(msgspec.Struct):
    window: int
    content: int
    widest: PlaceParts | None
    kind: str


class _OrientationResult(msgspec.Struct):
    rotated: PlaceParts | None
    share: int
    """How much of the texts is visible, in percent."""


class _MotionResult(msgspec.Struct):
    moving: _Moving
    pausable: bool


def probe_scripts() -> str:
    """Return the source of the probes' scripts, registered for every page."""
    return "".join(map(page_state.script, _SCRIPTS))


def layout_widths(tab: Tab, settings: BrowserSettings) -> tuple[Width, ...]:
    """Measure the layout at each of ``settings.widths``; the window is restored afterwards."""
    measured = []
    for width in settings.widths:
        tab.resize(width, settings.window[1])
        measured.append(tab.evaluate_as("auditor.layoutWidth()", Width))
    tab.resize(*settings.window)
    return tuple(measured)


def run_probes(tab: Tab, settings: BrowserSettings, url: str) -> Probes:
    """Run all probes on the page at ``url`` that the tab shows. They may change the page.

    Raises ``PageMoved`` when it navigates meanwhile.
    """
    return _ProbeRun(tab, settings, url).probes()


class _ProbeRun:
    """The probes of one page: after ``settings.probe_seconds`` no further probe is begun."""

    def __init__(self, tab: Tab, settings: BrowserSettings, url: str) -> None:
        self._tab = tab
        self._settings = settings
        self._url = url
        self._began = time.monotonic()

    def probes(self) -> Probes:
        motion = self._tab.evaluate_as("auditor.motion.detect()", _MotionResult)
        listened = self._tab.listened_events()
        spacing, zoom, reflow, orientation = self._stress_layout()
        walk, mouse_only = self._walk() if self._is_in_time() else (None, ())
        changing = self._tab.evaluate_as("auditor.motion.changingTexts()", _Moving) if self._is_in_time() else ()
        moving = (*motion.moving, *changing)
        return Probes(
            walk=walk,
            spacing=spacing,
            zoom=zoom,
            reflow=reflow,
            turning=orientation,
            moving=tuple(MovingContent(self._place(*content[:3]), *content[3:]) for content in moving),
            mouse=mouse_only,
            pausable=motion.pausable,
            motions=tuple(sorted(listened & _MOTION_EVENTS)),
            shortcuts=shortcuts.detect_shortcuts(self._tab, listened) if self._is_in_time() else None,
            elapsed_ms=round((time.monotonic() - self._began) * 1000),
        )

    def _stress_layout(
        self,
    ) -> tuple[LayoutStress | None, LayoutStress | None, Reflow | None, OrientationChange | None]:
        self._tab.evaluate("auditor.layoutStress.begin()")
        spacing = self._stress("spacing") if self._is_in_time() else None
        self._tab.resize(*_ZOOM_WINDOW)
        zoom = self._stress("zoom") if self._is_in_time() else None
        self._tab.resize(*_REFLOW_WINDOW)
        reflow = self._reflow() if self._is_in_time() else None
        orientation = self._orientation() if self._is_in_time() else None
        self._tab.resize(*self._settings.window)
        self._tab.evaluate("auditor.layoutStress.end()")
        return spacing, zoom, reflow, orientation

    def _stress(self, condition: str) -> LayoutStress:
        result = self._tab.evaluate_as(f"auditor.layoutStress.{condition}()", _StressResult)
        lost = (
            LostText(self._place(*text[:3]), text[3], personal_numbers.masked_plain(text[4])) for text in result.lost
        )
        return LayoutStress(result.texts, tuple(lost))

    def _reflow(self) -> Reflow:
        result = self._tab.evaluate_as("auditor.layoutStress.reflow()", _ReflowResult)
        widest = self._place(*result.widest) if result.widest else None
        return Reflow(result.content, result.window, widest, result.kind)

    def _orientation(self) -> OrientationChange:
        if not self._tab.evaluate_as("auditor.layoutStress.hasOrientationRules()", bool):
            return OrientationChange()
        results = []
        for size in _ORIENTATION_WINDOWS:
            self._tab.resize(*size)
            results.append(self._tab.evaluate_as("auditor.layoutStress.orientation()", _OrientationResult))
        rotated = next((result.rotated for result in results if result.rotated), None)
        shares = (results[0].share, results[1].share)
        return OrientationChange(True, self._place(*rotated) if rotated else None, shares)

    def _walk(self) -> tuple[Walk, tuple[MouseOnlyControl, ...]]:
        return keyboard_walk.walk_by_keyboard(self._tab, self._settings.stops, self._url, self._is_in_time)

    def _place(self, selector: str, region: Region, snippet: str) -> Place:
        return page_state.rendered_place(self._url, selector, region, snippet)

    def _is_in_time(self) -> bool:
        return time.monotonic() - self._began < self._settings.probe_seconds
