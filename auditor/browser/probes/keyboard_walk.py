"""The way of the focus through a page while Tab is pressed, what it never reaches, and what only a mouse can use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

import msgspec

from auditor.browser import page_state
from auditor.model import FocusStop, MouseOnlyControl, Place, Region, SkipLink, Walk, WalkEnd

_LEAVING, _SLOWLY = (("Tab",), ("Escape", "Tab")), 8

_Spot = tuple[str, Region, str]
_Kind = TypeVar("_Kind")


class Stage(Protocol):
    """What walking needs of a tab."""

    def evaluate(self, expression: str) -> str:
        """The text that an expression comes to in our world of the page."""

    def press(self, key: str) -> None:
        """Press a key."""


class _Step(msgspec.Struct):
    state: str
    place: _Spot | None = None
    stop: tuple[str, Region, str, bool | None, int, str, bool] | None = None
    skip: bool | None = None


class _Missed(msgspec.Struct):
    missed: tuple[_Spot, ...]
    mouse: tuple[tuple[str, Region, str, str, bool], ...]


class _Aim(msgspec.Struct):
    place: _Spot | None
    target: bool


def walked(stage: Stage, most: int, url: str, in_time: Callable[[], bool]) -> tuple[Walk, tuple[MouseOnlyControl, ...]]:
    """Go through the page at ``url`` from its beginning, to at most so many stops and while there is time.

    Raises ``PageMoved`` when the page went elsewhere meanwhile.
    """
    return _Way(stage, most, url, in_time).walked()


class _Way:
    """One page being walked through."""

    def __init__(self, stage: Stage, most: int, url: str, in_time: Callable[[], bool]) -> None:
        self._stage = stage
        self._most = most
        self._url = url
        self._in_time = in_time

    def walked(self) -> tuple[Walk, tuple[MouseOnlyControl, ...]]:
        self._stage.evaluate("auditor.strain.still()")
        self._stage.evaluate("auditor.walk.begin()")
        walk, skips = self._walk()
        found = self._ask("auditor.walk.missed()", _Missed)
        whole = walk.end is WalkEnd.WHOLE
        mouse = tuple(
            MouseOnlyControl(self._place(*one[:3]), *one[3:]) for one in found.mouse if whole or one[3] == "click"
        )
        walk = msgspec.structs.replace(
            walk,
            skip=self._jump() if skips else None,
            missed=tuple(self._place(*one) for one in found.missed) if whole else (),
        )
        self._stage.evaluate("auditor.walk.end()")
        self._stage.evaluate("auditor.strain.moving()")
        return walk, mouse

    def _walk(self) -> tuple[Walk, bool]:
        stops, skips, repeats, within = list[FocusStop](), False, 0, 0
        while len(stops) < self._most and within < self._most and self._in_time():
            self._stage.press("Tab")
            step = self._ask("auditor.walk.step()", _Step)
            place = self._place(*step.place) if step.place else None
            match step.state:
                case "out":
                    held = self._held()
                    return Walk(WalkEnd.STUCK if held else WalkEnd.WHOLE, tuple(stops), held), skips
                case "same" if not self._freed():
                    return Walk(WalkEnd.STUCK, tuple(stops), place), skips
                case "known":
                    repeats += 1
                    if repeats > len(stops):
                        held = self._held()
                        return Walk(WalkEnd.STUCK if held else WalkEnd.LOOP, tuple(stops), held or place), skips
                case "new" if step.stop is not None:
                    stops.append(self._stop(step.stop))
                    skips = skips or step.skip is not None
                    repeats = within = 0
                case _:
                    within += 1
        return Walk(WalkEnd.LIMIT, tuple(stops)), skips

    def _held(self) -> Place | None:
        """What takes the focus back a moment after it has left, Escape or not; None where the focus goes on."""
        before, again = None, 0
        for _ in range(_SLOWLY):
            now = self._ask("auditor.walk.later()", _Step).place
            if now is None:
                return None
            again = again + 1 if now == before else 0
            if again == len(_LEAVING):
                return self._place(*now)
            before = now
            for key in _LEAVING[again]:
                self._stage.press(key)
        return None

    def _freed(self) -> bool:
        """Whether Escape and Tab lead on from where Tab alone does not."""
        self._stage.press("Escape")
        for _ in range(2):
            self._stage.press("Tab")
        return self._ask("auditor.walk.step()", _Step).state != "same"

    def _jump(self) -> SkipLink | None:
        """Follow the skip link; whether the focus, or else the next Tab, is at its target or behind it."""
        aim = self._ask("auditor.walk.aim()", _Aim)
        if aim.place is None:
            return None
        self._stage.press("Enter")
        arrived = self._ask("auditor.walk.arrived()", bool)
        if not arrived:
            self._stage.press("Tab")
            arrived = self._ask("auditor.walk.arrived()", bool)
        return SkipLink(self._place(*aim.place), aim.target, arrived)

    def _stop(self, told: tuple[str, Region, str, bool | None, int, str, bool]) -> FocusStop:
        return FocusStop(self._place(*told[:3]), *told[3:])

    def _place(self, selector: str, region: Region, snippet: str) -> Place:
        return page_state.place(self._url, selector, region, snippet)

    def _ask(self, expression: str, kind: type[_Kind]) -> _Kind:
        return msgspec.json.decode(self._stage.evaluate(expression), type=kind)
