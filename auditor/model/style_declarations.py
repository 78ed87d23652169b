"""CSS declarations that checks examine: font sizes, line lengths and line heights."""

from __future__ import annotations

import msgspec

from auditor.model.verdict import Place


class FontSize(msgspec.Struct, frozen=True):
    """A ``font-size`` declaration in a style attribute or style element."""

    place: Place
    """The element with the style."""
    value: str
    """The value as written, for example ``12px``."""


class StyleLength(msgspec.Struct, frozen=True):
    """A ``max-width`` or ``line-height`` declaration in a style attribute or style element."""

    place: Place
    """The element with the style."""
    property: str
    """``max-width`` or ``line-height``."""
    value: str
    """The value as written."""


class SheetAddress(msgspec.Struct, frozen=True, array_like=True):
    """An address that a linked style sheet loads."""

    line: int
    """Its line in the sheet."""
    raw: str
    """The address as written, escapes resolved."""
    url: str
    """The address as a browser resolves it."""


class StyleSheet(msgspec.Struct, frozen=True, omit_defaults=True):
    """A linked style sheet."""

    font_sizes: tuple[tuple[int, str], ...] = ()
    """Line number and value as written of each ``font-size``; at most 2,000."""
    whole: bool = True
    """Whether the sheet was fetched to its end; False when it was cut at the byte limit."""
    addresses: tuple[SheetAddress, ...] = ()
    """What it loads: images, fonts and further sheets (``url()``, ``@import``); at most 2,000."""
