"""What a page looks like against its markup: observations of a browser visit."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from auditor.model.verdict import Place


class ObservationKind(StrEnum):
    """What was observed."""

    HEADING = "heading"
    """A text set as a heading, without a heading element."""
    LIST = "list"
    """Lines that begin with signs or numbers, without a list element."""
    TABLE = "table"
    """A table of data without header cells."""
    LAYOUT_TABLE = "layout_table"
    """A table that lays out the page and has no role that states it."""
    SMALL = "small"
    """Text of less than 12 CSS pixels; ``amount`` is its size."""
    CAPITALS = "capitals"
    """A long text in capitals; ``amount`` is its number of characters."""
    ITALIC = "italic"
    """A long text in italics; ``amount`` is its number of characters."""
    JUSTIFIED = "justified"
    """A long text in Latin script with both edges even; ``amount`` is its number of characters."""
    EDGE = "edge"
    """A field whose edge hardly differs from what lies around it; ``amount`` is the contrast ratio."""
    LABEL_IN_NAME = "label_in_name"
    """A field whose label (``text``) is no part of its name (``detail``)."""
    REQUIRED = "required"
    """A required field without a visible mark."""
    JUMP_ON_INPUT = "jump_on_input"
    """A field that leaves the page when its value changes."""
    JUMP_ON_FOCUS = "jump_on_focus"
    """An element that leaves the page when it gets the focus."""
    BLURRED = "blurred"
    """An element that gives the focus away as soon as it gets it."""
    POINTER_DOWN = "pointer_down"
    """An element that acts when the pointer is pressed, not when it is released."""
    SKIP_DEAD = "skip_dead"
    """A link that promises to skip (``text``) to a part that the page does not have (``detail``)."""
    CLICK_ONLY = "click_only"
    """An element that acts on a click by a listener and takes no focus."""
    KEYLESS = "keyless"
    """An element that takes the focus and acts on a click by a listener, while nothing listens to keys."""


class Observation(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing observed on the page at rest; at most twenty of a kind."""

    place: Place
    """The element."""
    kind: ObservationKind
    """What was observed."""
    text: str = ""
    """The beginning of its text, personal numbers masked."""
    detail: str = ""
    """A further text, by kind."""
    amount: float = 0.0
    """A number, by kind."""
    certain: bool = False
    """Whether it is a fault without doubt; otherwise a person decides."""
