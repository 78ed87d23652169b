"""A page driven as visitors do who see, hear or move otherwise: by Tab, zoomed, spaced, turned; what moves on it.

Every part is bounded, and one that fails is left out: then it was not probed, which is never a pass.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, Protocol, TypeVar

import msgspec

from auditor.browser import page_state
from auditor.browser.chromium import BrowserSettings
from auditor.browser.probes import keyboard_walk, shortcuts
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
_ZOOMED = (640, 512)
_REFLOWED = (320, 256)
_TURNED = ((480, 800), (800, 480))
_MOTIONS = frozenset({"devicemotion", "deviceorientation", "deviceorientationabsolute"})
_CODES = {"Tab": 9, "Enter": 13, "Escape": 27}

_Spot = tuple[str, Region, str]
_Kind = TypeVar("_Kind")


class Stage(Protocol):
    """What driving needs of a tab."""

    def evaluate(self, expression: str) -> str:
        """The text that an expression comes to in our world of the page."""

    def press(self, key: str) -> None:
        """Press a key."""

    def type(self, character: str) -> None:
        """Type a character."""

    def listening(self) -> frozenset[str]:
        """The events that scripts of the page wait for at its window, document and body."""

    def resize(self, width: int, height: int) -> None:
        """Give the page a window of so many CSS pixels."""


class _Strained(msgspec.Struct):
    texts: int
    lost: tuple[tuple[str, Region, str, str, str], ...]


class _Reflowed(msgspec.Struct):
    window: int
    content: int
    widest: _Spot | None
    kind: str


class _Shown(msgspec.Struct):
    rotated: _Spot | None
    share: int


_Changing = tuple[tuple[str, Region, str, str, float, bool, bool], ...]


class _Moved(msgspec.Struct):
    moving: _Changing
    pausable: bool


def probe_scripts() -> str:
    """The scripts that every page gets in our world, before its own."""
    return "".join(map(page_state.script, _SCRIPTS))


def strokes(key: str) -> Iterator[dict[str, Any]]:
    """The events of pressing Tab, Enter or Escape. Tab is not let go: that would cost a frame each time."""
    stroke = {"key": key, "code": key, "windowsVirtualKeyCode": _CODES[key]}
    text = {"text": "\r"} if key == "Enter" else {}
    yield {"type": "keyDown" if text else "rawKeyDown", **stroke, **text}
    if key != "Tab":
        yield {"type": "keyUp", **stroke}


def widths(stage: Stage, terms: BrowserSettings) -> tuple[Width, ...]:
    """The layout at each of the widths; the window is put back afterwards."""
    seen = []
    for width in terms.widths:
        stage.resize(width, terms.window[1])
        seen.append(page_state.width(stage.evaluate("auditor.width()")))
    stage.resize(*terms.window)
    return tuple(seen)


def probed(stage: Stage, terms: BrowserSettings, url: str) -> Probes:
    """Drive the page at ``url`` that the stage shows. The page may have changed when this returns.

    Raises ``PageMoved`` when it went elsewhere meanwhile.
    """
    return _Drive(stage, terms, url).probes()


class _Drive:
    """One page being driven: until ``terms.probe_seconds`` are over, no part is begun."""

    def __init__(self, stage: Stage, terms: BrowserSettings, url: str) -> None:
        self._stage = stage
        self._terms = terms
        self._url = url
        self._began = time.monotonic()

    def probes(self) -> Probes:
        moved = self._ask("auditor.motion.look()", _Moved)
        listening = self._stage.listening()
        spacing, zoom, reflow, turning = self._strained()
        walk, mouse = self._walked() if self._in_time() else (None, ())
        moving = (*moved.moving, *(self._ask("auditor.motion.changing()", _Changing) if self._in_time() else ()))
        return Probes(
            walk=walk,
            spacing=spacing,
            zoom=zoom,
            reflow=reflow,
            turning=turning,
            moving=tuple(MovingContent(self._place(*one[:3]), *one[3:]) for one in moving),
            mouse=mouse,
            pausable=moved.pausable,
            motions=tuple(sorted(listening & _MOTIONS)),
            shortcuts=shortcuts.shortcuts(self._stage, listening) if self._in_time() else None,
            elapsed_ms=round((time.monotonic() - self._began) * 1000),
        )

    # ---- under strain

    def _strained(self) -> tuple[LayoutStress | None, LayoutStress | None, Reflow | None, OrientationChange | None]:
        self._stage.evaluate("auditor.strain.begin()")
        spacing = self._strain("spaced") if self._in_time() else None
        self._stage.resize(*_ZOOMED)
        zoom = self._strain("zoomed") if self._in_time() else None
        self._stage.resize(*_REFLOWED)
        reflow = self._reflow() if self._in_time() else None
        turning = self._turning() if self._in_time() else None
        self._stage.resize(*self._terms.window)
        self._stage.evaluate("auditor.strain.end()")
        return spacing, zoom, reflow, turning

    def _strain(self, condition: str) -> LayoutStress:
        found = self._ask(f"auditor.strain.{condition}()", _Strained)
        lost = (LostText(self._place(*one[:3]), one[3], personal_numbers.masked(one[4])) for one in found.lost)
        return LayoutStress(found.texts, tuple(lost))

    def _reflow(self) -> Reflow:
        found = self._ask("auditor.strain.reflowed()", _Reflowed)
        widest = self._place(*found.widest) if found.widest else None
        return Reflow(found.content, found.window, widest, found.kind)

    def _turning(self) -> OrientationChange:
        if not self._ask("auditor.strain.orientation()", dict[str, bool])["styled"]:
            return OrientationChange()
        seen = []
        for size in _TURNED:
            self._stage.resize(*size)
            seen.append(self._ask("auditor.strain.shown()", _Shown))
        rotated = next((one.rotated for one in seen if one.rotated), None)
        shares = (seen[0].share, seen[1].share)
        return OrientationChange(True, self._place(*rotated) if rotated else None, shares)

    # ---- the rest

    def _walked(self) -> tuple[Walk, tuple[MouseOnlyControl, ...]]:
        return keyboard_walk.walked(self._stage, self._terms.stops, self._url, self._in_time)

    def _place(self, selector: str, region: Region, snippet: str) -> Place:
        return page_state.place(self._url, selector, region, snippet)

    def _ask(self, expression: str, kind: type[_Kind]) -> _Kind:
        return msgspec.json.decode(self._stage.evaluate(expression), type=kind)

    def _in_time(self) -> bool:
        return time.monotonic() - self._began < self._terms.probe_seconds
