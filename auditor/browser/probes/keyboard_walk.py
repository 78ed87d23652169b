"""Keyboard walk: presses Tab through a page; records focus stops, traps, controls never reached or for mice only.

It begins where the browser begins, goes into frames and dialogs, and back again under layers that stay in place.
Whether the focus can be seen is measured on pixels with and without it, unless the browser's own ring shows it.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from auditor.browser import page_state
from auditor.browser.page_state import PlaceParts
from auditor.browser.probes import focus_pixels
from auditor.browser.tab import Tab
from auditor.model import FocusStop, MouseOnlyControl, Place, Region, SkipLink, Walk, WalkEnd

_LEAVING_KEYS = (("Tab",), ("Escape", "Tab"))
"""What is pressed to leave an element that takes the focus back, first and second try."""

_LEAVING_TRIES = 8

_StopParts = tuple[str, Region, str, bool | None, int, str, bool]
"""A stop as the script reports it: its place, and the further fields of ``FocusStop``."""


class _Step(msgspec.Struct):
    """Where the focus is after a key."""

    state: str
    """``new``, ``known`` (a stop before), ``same``, ``inside`` (a control with inner stops), ``out`` or ``back``."""

    place: PlaceParts | None = None
    """Where the focus is, unless it is new or out of the page."""

    stop: _StopParts | None = None
    """The new stop."""

    skip: bool | None = None
    """Whether the target of a new skip link exists; None: it is no skip link."""

    ahead: bool = False
    """The focus is out of the page, and the beginning of the page was not walked yet."""


class _Missed(msgspec.Struct):
    missed: tuple[PlaceParts, ...]
    """Controls that Tab should have reached."""

    mouse: tuple[tuple[str, Region, str, str, bool], ...]
    """Of each control for the mouse alone: its place, and the further fields of ``MouseOnlyControl``."""


class _SkipLinkFocus(msgspec.Struct):
    place: PlaceParts | None
    """The skip link that has the focus now; None: there is none."""

    target: bool
    """Its target exists."""


def walk_by_keyboard(
    tab: Tab, limit: int, url: str, is_in_time: Callable[[], bool]
) -> tuple[Walk, tuple[MouseOnlyControl, ...]]:
    """Walk through the page at ``url`` from its beginning, to at most ``limit`` stops and while there is time.

    Returns the walk and the controls that only a mouse can use. Raises ``PageMoved`` when the page navigates meanwhile.
    """
    return _KeyboardWalk(tab, limit, url, is_in_time).run()


class _KeyboardWalk:
    """The walk through one page."""

    def __init__(self, tab: Tab, limit: int, url: str, is_in_time: Callable[[], bool]) -> None:
        self._tab = tab
        self._limit = limit
        self._url = url
        self._is_in_time = is_in_time

    def run(self) -> tuple[Walk, tuple[MouseOnlyControl, ...]]:
        self._tab.evaluate("auditor.layoutStress.stopTransitions()")
        self._tab.evaluate("auditor.keyboardWalk.begin()")
        walk, has_skip_link = self._walk()
        if walk.end is WalkEnd.WHOLE:
            walk = self._walk_back(walk)
        found = self._tab.evaluate_as("auditor.keyboardWalk.missed()", _Missed)
        whole = walk.end is WalkEnd.WHOLE
        mouse_only = tuple(
            MouseOnlyControl(self._place(*control[:3]), *control[3:])
            for control in found.mouse
            if whole or control[3] == "click"
        )
        walk = msgspec.structs.replace(
            walk,
            skip=self._follow_skip_link() if has_skip_link else None,
            missed=tuple(self._place(*place) for place in found.missed) if whole else (),
            stops=focus_pixels.measure_focus(self._tab, walk.stops, self._is_in_time),
        )
        self._tab.evaluate("auditor.keyboardWalk.end()")
        self._tab.evaluate("auditor.layoutStress.allowTransitions()")
        return walk, mouse_only

    def _walk(self) -> tuple[Walk, bool]:
        """The walk, and whether one of its stops is a skip link."""
        stops, has_skip_link, repeats, inner = list[FocusStop](), False, 0, 0
        dialog = self._tab.evaluate_as("auditor.keyboardWalk.hasDialog()", bool)
        first, is_round = 0, False  # the stop that this round began with, and whether it came by the page's end
        while len(stops) < self._limit and inner < self._limit and self._is_in_time():
            self._tab.press("Tab")
            step = self._step()
            place = self._place(*step.place) if step.place else None
            is_back = is_round and step.state == "known" and place == stops[first].place
            repeats += step.state == "known"
            match step.state:
                case "out" if step.ahead:
                    is_round = True
                    inner += 1
                case "out" | "known" if dialog and (not step.ahead or repeats > len(stops)) and self._closes_dialog():
                    dialog, is_round, first, repeats = False, False, len(stops), 0
                case "out" | "known" if step.state == "out" or is_back:
                    trap = self._trap() if step.state == "out" else None
                    return Walk(WalkEnd.STUCK if trap else WalkEnd.WHOLE, tuple(stops), trap), has_skip_link
                case "same" if not self._can_escape():
                    return Walk(WalkEnd.STUCK, tuple(stops), place), has_skip_link
                case "known" if repeats > len(stops):
                    trap = self._trap()
                    return Walk(WalkEnd.STUCK if trap else WalkEnd.LOOP, tuple(stops), trap or place), has_skip_link
                case "new" if step.stop is not None:
                    stops.append(self._stop(step.stop))
                    has_skip_link = has_skip_link or step.skip is not None
                    repeats = inner = 0
                case _:
                    inner += 1
        return Walk(WalkEnd.LIMIT, tuple(stops)), has_skip_link

    def _closes_dialog(self) -> bool:
        """Press Escape, which closes an open dialog; whether the page behind it is within reach now."""
        self._tab.press("Escape")
        return self._tab.evaluate_as("auditor.keyboardWalk.isDialogClosed()", bool)

    def _walk_back(self, walk: Walk) -> Walk:
        """The walk with what covers its stops on the way back, where anything stays in place while the page scrolls."""
        if not self._tab.evaluate_as("auditor.keyboardWalk.hasLayers()", bool):
            return walk
        stops = list(walk.stops)
        for _ in stops:
            if not self._is_in_time():
                break
            self._tab.press("Shift+Tab")
            answered = self._tab.evaluate("auditor.keyboardWalk.stepBack()")
            step = msgspec.json.decode(answered, type=tuple[int, int, str] | None)
            if step is None:
                break
            index, covered, cover = step
            if covered > stops[index].covered:
                stops[index] = msgspec.structs.replace(stops[index], covered=covered, cover=cover)
        return msgspec.structs.replace(walk, stops=tuple(stops))

    def _trap(self) -> Place | None:
        """The element that takes the focus back a moment after it has left, Escape or not; None: there is none."""
        before, repeats = None, 0
        for _ in range(_LEAVING_TRIES):
            now = self._tab.evaluate_as("auditor.keyboardWalk.laterStep()", _Step).place
            if now is None:
                return None
            repeats = repeats + 1 if now == before else 0
            if repeats == len(_LEAVING_KEYS):
                return self._place(*now)
            before = now
            for key in _LEAVING_KEYS[repeats]:
                self._tab.press(key)
        return None

    def _can_escape(self) -> bool:
        """Whether Escape and Tab move the focus on from an element where Tab alone does not."""
        self._tab.press("Escape")
        for _ in range(2):
            self._tab.press("Tab")
        return self._step().state != "same"

    def _follow_skip_link(self) -> SkipLink | None:
        """Press Enter on the skip link; it has arrived when the focus, or the next stop, is at its target or behind."""
        link = self._tab.evaluate_as("auditor.keyboardWalk.focusSkipLink()", _SkipLinkFocus)
        if link.place is None:
            return None
        self._tab.press("Enter")
        arrived = self._tab.evaluate_as("auditor.keyboardWalk.hasArrived()", bool)
        if not arrived:
            self._tab.press("Tab")
            arrived = self._tab.evaluate_as("auditor.keyboardWalk.hasArrived()", bool)
        return SkipLink(self._place(*link.place), link.target, arrived)

    def _step(self) -> _Step:
        return self._tab.evaluate_as("auditor.keyboardWalk.step()", _Step)

    def _stop(self, parts: _StopParts) -> FocusStop:
        return FocusStop(self._place(*parts[:3]), *parts[3:])

    def _place(self, selector: str, region: Region, snippet: str) -> Place:
        return page_state.rendered_place(self._url, selector, region, snippet)
