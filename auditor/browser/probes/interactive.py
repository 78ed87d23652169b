"""Interactive accessibility probes: keyboard walk, shortcuts, text spacing, zoom, reflow, orientation, motion.

Each probe is bounded in time. One that is not begun in time, or leaves the page, has the reason as its result: it is
untested, never passed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import msgspec

from auditor.browser import page_state
from auditor.browser.chromium import BrowserSettings
from auditor.browser.page_state import PlaceParts
from auditor.browser.probes import control_keys, keyboard_walk, shortcuts
from auditor.browser.probes.guarded_steps import GuardedSteps
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
    TriedControl,
    Untested,
    Walk,
    Width,
)
from auditor.standards import personal_numbers

_SCRIPTS = (
    "layout_stress",
    "keyboard_walk",
    "motion",
    "shortcuts",
    "control_keys",
    "screenshots",
    "contrast",
    "contrast_layers",
)
_ZOOM_WINDOW = (640, 512)
_REFLOW_WINDOW = (320, 256)
_ORIENTATION_WINDOWS = ((480, 800), (800, 480))
_MOTION_EVENTS = frozenset({"devicemotion", "deviceorientation", "deviceorientationabsolute"})

_Part = TypeVar("_Part")

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


def run_probes(steps: GuardedSteps, settings: BrowserSettings, url: str) -> Probes:
    """Run all probes on the page at ``url``. They may change it; each begins on that page, and may fail alone."""
    return _ProbeRun(steps, settings, url).probes()


class _ProbeRun:
    """The probes of one page: after ``settings.probe_seconds`` no further probe is begun."""

    def __init__(self, steps: GuardedSteps, settings: BrowserSettings, url: str) -> None:
        self._steps = steps
        self._settings = settings
        self._url = url
        self._began = time.monotonic()

    def probes(self) -> Probes:
        motion = self._steps.run(lambda tab: tab.evaluate_as("auditor.motion.detect()", _MotionResult))
        heard = self._steps.run(Tab.listened_events)
        listened = frozenset[str]() if isinstance(heard, Untested) else heard
        spacing, zoom, reflow, orientation = self._stress_layout()
        walked = self._in_time(self._walk)
        walk, mouse_only = (walked, ()) if isinstance(walked, Untested) else walked
        changing = self._in_time(lambda tab: tab.evaluate_as("auditor.motion.changingTexts()", _Moving))
        shortcut_keys = self._in_time(lambda tab: shortcuts.detect_shortcuts(tab, listened))
        tried, clicked = self._try_controls()
        known = {control.place.selector for control in mouse_only}
        mouse_only += tuple(control for control in clicked if control.place.selector not in known)
        return Probes(
            walk=walk,
            spacing=spacing,
            zoom=zoom,
            reflow=reflow,
            turning=orientation,
            moving=self._moving(motion, changing),
            mouse=mouse_only,
            pausable=isinstance(motion, _MotionResult) and motion.pausable,
            motions=tuple(sorted(listened & _MOTION_EVENTS)),
            shortcuts=shortcut_keys,
            tried=tried,
            elapsed_ms=round((time.monotonic() - self._began) * 1000),
        )

    def _in_time(self, probe: Callable[[Tab], _Part]) -> _Part | Untested:
        """The result of a probe; untested where there is no time left to begin it."""
        return self._steps.run(probe) if self._is_in_time() else Untested.TIMED_OUT

    def _moving(
        self, motion: _MotionResult | Untested, changing: _Moving | Untested
    ) -> tuple[MovingContent, ...] | Untested:
        """What moves; untested where nothing was found and one of the two looks was not taken."""
        found = [
            *(() if isinstance(motion, Untested) else motion.moving),
            *(() if isinstance(changing, Untested) else changing),
        ]
        reason = next((part for part in (motion, changing) if isinstance(part, Untested)), None)
        if reason and not found:
            return reason
        return tuple(MovingContent(self._place(*content[:3]), *content[3:]) for content in found)

    def _stress_layout(
        self,
    ) -> tuple[LayoutStress | Untested, LayoutStress | Untested, Reflow | Untested, OrientationChange | Untested]:
        stressed = (
            self._in_time(lambda tab: self._stress(tab, "spacing", self._settings.window)),
            self._in_time(lambda tab: self._stress(tab, "zoom", _ZOOM_WINDOW)),
            self._in_time(self._reflow),
            self._in_time(self._orientation),
        )
        self._steps.run(self._restore_layout)
        return stressed

    def _restore_layout(self, tab: Tab) -> None:
        tab.resize(*self._settings.window)
        tab.evaluate("auditor.layoutStress.end()")

    def _stress(self, tab: Tab, condition: str, window: tuple[int, int]) -> LayoutStress:
        tab.evaluate("auditor.layoutStress.begin()")
        tab.resize(*window)
        result = tab.evaluate_as(f"auditor.layoutStress.{condition}()", _StressResult)
        lost = (
            LostText(self._place(*text[:3]), text[3], personal_numbers.masked_plain(text[4])) for text in result.lost
        )
        return LayoutStress(result.texts, tuple(lost))

    def _reflow(self, tab: Tab) -> Reflow:
        tab.evaluate("auditor.layoutStress.begin()")
        tab.resize(*_REFLOW_WINDOW)
        result = tab.evaluate_as("auditor.layoutStress.reflow()", _ReflowResult)
        widest = self._place(*result.widest) if result.widest else None
        return Reflow(result.content, result.window, widest, result.kind)

    def _orientation(self, tab: Tab) -> OrientationChange:
        tab.evaluate("auditor.layoutStress.begin()")
        if not tab.evaluate_as("auditor.layoutStress.hasOrientationRules()", bool):
            return OrientationChange()
        results = []
        for size in _ORIENTATION_WINDOWS:
            tab.resize(*size)
            results.append(tab.evaluate_as("auditor.layoutStress.orientation()", _OrientationResult))
        rotated = next((result.rotated for result in results if result.rotated), None)
        shares = (results[0].share, results[1].share)
        return OrientationChange(True, self._place(*rotated) if rotated else None, shares)

    def _walk(self, tab: Tab) -> tuple[Walk, tuple[MouseOnlyControl, ...]]:
        return keyboard_walk.walk_by_keyboard(tab, self._settings.stops, self._url, self._is_in_time)

    def _try_controls(self) -> tuple[tuple[TriedControl, ...] | Untested, tuple[MouseOnlyControl, ...]]:
        """What was tried on controls made by scripts, and those for the mouse alone; the page is as before."""
        found = self._in_time(lambda tab: control_keys.try_controls(tab, self._url, self._is_in_time))
        if isinstance(found, Untested):
            return found, ()
        tried, for_mouse = found
        if for_mouse or any(control.by_key or control.by_click for control in tried):
            self._steps.reload()
        return tried, for_mouse

    def _place(self, selector: str, region: Region, snippet: str) -> Place:
        return page_state.rendered_place(self._url, selector, region, snippet)

    def _is_in_time(self) -> bool:
        spent = time.monotonic() - self._began - self._steps.lost_seconds
        return spent < self._settings.probe_seconds
