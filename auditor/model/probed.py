"""What was seen while a page was driven: walked by Tab, laid out under other conditions, watched for motion."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import TypeVar

import msgspec

from auditor.model.verdict import CannotJudge, Place, Untested


def sampling_key(url: str) -> bytes:
    """The lot that an address draws for the sample: the same in every run, 16 bytes, the least is taken."""
    return hashlib.blake2b(f"probes|{url}".encode(), digest_size=16).digest()


class LostText(msgspec.Struct, frozen=True, omit_defaults=True):
    """Text that could be read before and cannot any more. ``how`` is cut, shortened (with an ellipsis) or overlaid.

    ``text`` is its beginning, personal numbers masked.
    """

    place: Place
    how: str
    text: str = ""


class LayoutStress(msgspec.Struct, frozen=True, omit_defaults=True):
    """A page under one condition: how many texts were compared, and those that were lost."""

    texts: int
    lost: tuple[LostText, ...] = ()


class Reflow(msgspec.Struct, frozen=True, omit_defaults=True):
    """The page in a window 320 CSS pixels wide. ``content`` is its width; ``widest`` what sticks out, None if nothing.

    ``kind`` of the widest thing: text, or a kind that may be two-dimensional (table, picture, frame, code), or other.
    """

    content: int
    window: int = 320
    widest: Place | None = None
    kind: str = ""


class OrientationChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """The page in an upright and in a lying window. ``styled``: a style sheet asks for the orientation.

    ``rotated`` is what was turned by a quarter in one of them; ``shares`` how much of the text each showed, in percent.
    """

    styled: bool = False
    rotated: Place | None = None
    shares: tuple[int, int] = (100, 100)


class MovingContent(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that moves by itself. ``kind``: animation, image, video, carousel, text or clock.

    A script changes, moves or hides a text. ``seconds`` 0: without end, -1: unknown. ``controls``: it has controls of
    its own; ``words``: text moves.
    """

    place: Place
    kind: str
    seconds: float = 0.0
    controls: bool = False
    words: bool = False


class WalkEnd(StrEnum):
    """How a walk by Tab ended."""

    WHOLE = "whole"
    STUCK = "stuck"
    LOOP = "loop"
    LIMIT = "limit"


class FocusStop(msgspec.Struct, frozen=True, omit_defaults=True):
    """One stop of the walk. ``marked``: something about the element or around it changed with the focus
    (None: not known).

    ``covered`` is the part of it, in percent, that other content lay over; ``cover`` the selector of that content.
    ``hidden``: nothing of it is to be seen.
    """

    place: Place
    marked: bool | None = True
    covered: int = 0
    cover: str = ""
    hidden: bool = False


class SkipLink(msgspec.Struct, frozen=True, omit_defaults=True):
    """The skip link, followed by Enter. ``target``: its part of the page exists. ``arrived``: Tab goes on there."""

    place: Place
    target: bool
    arrived: bool


class Walk(msgspec.Struct, frozen=True, omit_defaults=True):
    """The way through the page by Tab. ``last`` is where it got stuck or turned back.

    ``missed`` are controls that should have been stopped at and were not; empty unless the walk was whole.
    """

    end: WalkEnd
    stops: tuple[FocusStop, ...] = ()
    last: Place | None = None
    skip: SkipLink | None = None
    missed: tuple[Place, ...] = ()


class MouseOnlyControl(msgspec.Struct, frozen=True, omit_defaults=True):
    """A control for the mouse alone. ``how``: click (a script on something Tab passes by) or hover (a hidden menu).

    ``way_round``: what opens the hidden menu leads to a page itself.
    """

    place: Place
    how: str
    way_round: bool = False


class Shortcuts(msgspec.Struct, frozen=True, omit_defaults=True):
    """Printable characters that change the page while no element has the focus.

    ``settable``: the page has a control by which they might be switched off or changed. ``typed``: it was tried.
    """

    keys: tuple[str, ...] = ()
    settable: bool = False
    typed: bool = False


_Part = TypeVar("_Part")


def require_probe(part: _Part | None) -> _Part:
    """A part of the probes. Raises ``CannotJudge`` when time was up before it."""
    if part is None:
        raise CannotJudge(Untested.TIMED_OUT, "the page took too long to be driven")
    return part


class Probes(msgspec.Struct, frozen=True, omit_defaults=True):
    """All probes of one page. A part is None where it was not probed or took too long.

    ``motions`` are the events of a moved device that scripts wait for.
    """

    walk: Walk | None = None
    spacing: LayoutStress | None = None
    zoom: LayoutStress | None = None
    reflow: Reflow | None = None
    turning: OrientationChange | None = None
    moving: tuple[MovingContent, ...] = ()
    mouse: tuple[MouseOnlyControl, ...] = ()
    pausable: bool = False
    motions: tuple[str, ...] = ()
    shortcuts: Shortcuts | None = None
    elapsed_ms: int = 0
