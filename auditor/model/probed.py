"""Results of the interactive probes of a page: keyboard walk, layout under other conditions, motion, shortcuts."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import TypeVar

import msgspec

from auditor.model.verdict import CannotJudge, Place, Untested


def sampling_key(url: str) -> bytes:
    """Return the 16 bytes that order addresses for the sample (the least are taken): the same in every run."""
    return hashlib.blake2b(f"probes|{url}".encode(), digest_size=16).digest()


class LostText(msgspec.Struct, frozen=True, omit_defaults=True):
    """Text that could be read before and no longer can."""

    place: Place
    """The element around the text."""
    how: str
    """How it is lost: ``cut``, ``shortened`` (with an ellipsis) or ``overlaid``."""
    text: str = ""
    """The beginning of the text, personal numbers masked."""


class LayoutStress(msgspec.Struct, frozen=True, omit_defaults=True):
    """A page under one condition: text spacing or zoom."""

    texts: int
    """The number of texts compared."""
    lost: tuple[LostText, ...] = ()
    """Those that were lost."""


class Reflow(msgspec.Struct, frozen=True, omit_defaults=True):
    """The page in a window 320 CSS pixels wide."""

    content: int
    """The width of the page in CSS pixels."""
    window: int = 320
    """The width of the window in CSS pixels."""
    widest: Place | None = None
    """The element that sticks out furthest; None when nothing does."""
    kind: str = ""
    """What that element is: ``text``, a kind that may be two-dimensional (``table``, ``picture``, ``frame``, ``code``),
    or ``other``; empty when nothing sticks out."""


class OrientationChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """The page in an upright and in a lying window."""

    styled: bool = False
    """Whether a style sheet depends on the orientation; if not, nothing else was measured."""
    rotated: Place | None = None
    """The element that was turned by a quarter in one of the windows; None when none was."""
    shares: tuple[int, int] = (100, 100)
    """The percentage of the text that each window showed."""


class MovingContent(msgspec.Struct, frozen=True, omit_defaults=True):
    """Content that moves by itself."""

    place: Place
    """The element that moves."""
    kind: str
    """``animation``, ``image``, ``video``, ``carousel``, ``text`` or ``clock``; in the last three a script changes,
    moves or hides a text."""
    seconds: float = 0.0
    """How long it moves; 0: without end, -1: unknown."""
    controls: bool = False
    """Whether it has controls of its own."""
    words: bool = False
    """Whether text moves."""


class WalkEnd(StrEnum):
    """How a keyboard walk ended."""

    WHOLE = "whole"
    STUCK = "stuck"
    LOOP = "loop"
    LIMIT = "limit"


class FocusStop(msgspec.Struct, frozen=True, omit_defaults=True):
    """One element that got the focus by Tab."""

    place: Place
    """The element."""
    marked: bool | None = True
    """Whether something about the element or around it changed with the focus; None: not known."""
    covered: int = 0
    """The percentage of it that other content lay over."""
    cover: str = ""
    """The selector of that content; empty when nothing lay over it."""
    hidden: bool = False
    """Whether nothing of it can be seen."""
    area: int = 0
    """How many pixels change with the focus; 0 where that was not measured, or nothing changes."""
    contrast: float = 0.0
    """The contrast between the changed pixels and what they were before (WCAG 2.4.13); 0: not measured."""


class SkipLink(msgspec.Struct, frozen=True, omit_defaults=True):
    """The skip link, followed by Enter."""

    place: Place
    """The link."""
    target: bool
    """Whether the part of the page that it names exists."""
    arrived: bool
    """Whether the next Tab goes on from there."""


class Walk(msgspec.Struct, frozen=True, omit_defaults=True):
    """The keyboard walk: the focus moved through the page by Tab."""

    end: WalkEnd
    """How it ended."""
    stops: tuple[FocusStop, ...] = ()
    """The elements that got the focus, in order."""
    last: Place | None = None
    """The element where it got stuck or turned back; None when it did not."""
    skip: SkipLink | None = None
    """The skip link; None when the page has none."""
    missed: tuple[Place, ...] = ()
    """Controls that should have got the focus and did not; empty unless the walk was whole."""


class MouseOnlyControl(msgspec.Struct, frozen=True, omit_defaults=True):
    """A control that works with the mouse alone."""

    place: Place
    """The control."""
    how: str
    """``click`` (a script on an element that Tab passes by) or ``hover`` (a hidden menu)."""
    way_round: bool = False
    """Whether what opens the hidden menu leads to a page itself."""


class TriedControl(msgspec.Struct, frozen=True, omit_defaults=True):
    """A control made by scripts that takes the focus, and on which keys were tried (WCAG 2.1.1).

    Effects are ``changes`` (something on the page), ``shows`` (something that was hidden) and ``leaves`` (it would open
    another page or a dialog of the browser); empty: nothing happened.
    """

    place: Place
    """The control."""
    text: str = ""
    """The beginning of its text, personal numbers masked."""
    by_key: str = ""
    """What Enter or Space did."""
    by_click: str = ""
    """What a click did at once where the keys did nothing."""


class Shortcuts(msgspec.Struct, frozen=True, omit_defaults=True):
    """Single-character shortcuts: keys that change the page while no element has the focus (WCAG 2.1.4)."""

    keys: tuple[str, ...] = ()
    """The printable characters that change the page."""
    settable: bool = False
    """Whether the page has a control by which they might be switched off or changed."""
    typed: bool = False
    """Whether keys were typed; only a page that listens to keys is tried."""


_Part = TypeVar("_Part")


def require_probe(part: _Part | Untested | None) -> _Part:
    """Return a part of the probes. Raises ``CannotJudge`` with the reason where it is untested."""
    if part is None:
        raise CannotJudge(Untested.TIMED_OUT, "the page took too long to be probed")
    if isinstance(part, Untested):
        raise CannotJudge(part, "the probe did not come to its end on the requested page")
    return part


class Probes(msgspec.Struct, frozen=True, omit_defaults=True):
    """All interactive probes of one page. A part that did not come to its end there is the reason, and untested.

    In stores of earlier versions such a part is None.
    """

    walk: Walk | Untested | None = None
    """The keyboard walk."""
    spacing: LayoutStress | Untested | None = None
    """The page with the text spacing of WCAG 1.4.12."""
    zoom: LayoutStress | Untested | None = None
    """The page zoomed to 200 % (WCAG 1.4.4)."""
    reflow: Reflow | Untested | None = None
    """The page in a narrow window (WCAG 1.4.10)."""
    turning: OrientationChange | Untested | None = None
    """The page in upright and lying windows (WCAG 1.3.4)."""
    moving: tuple[MovingContent, ...] | Untested = ()
    """Content that moves by itself (WCAG 2.2.2)."""
    mouse: tuple[MouseOnlyControl, ...] = ()
    """Controls that work with the mouse alone (WCAG 2.1.1)."""
    pausable: bool = False
    """Whether the page has a control that pauses what moves."""
    motions: tuple[str, ...] = ()
    """The events of a moved device that scripts listen to (WCAG 2.5.4), sorted."""
    shortcuts: Shortcuts | Untested | None = None
    """Single-character shortcuts (WCAG 2.1.4)."""
    tried: tuple[TriedControl, ...] | Untested | None = None
    """Controls made by scripts, tried by Enter, Space and a click (WCAG 2.1.1)."""
    elapsed_ms: int = 0
    """The time that all of it took, in milliseconds."""
