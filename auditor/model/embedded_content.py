"""Embedded content of a page (HTML Standard, 4.8): images, frames, objects, audio and video."""

from __future__ import annotations

import msgspec

from auditor.model.verdict import Place


class Image(msgspec.Struct, frozen=True, omit_defaults=True):
    """An ``img``, ``input type=image``, ``area`` or ``role=img``."""

    place: Place
    """The element."""
    element: str
    """Its tag name in lower case."""
    src: str
    """The ``src`` attribute as written; of an ``area`` its ``href``."""
    alt: str | None = None
    """The ``alt`` attribute; None when it is missing."""
    title: str | None = None
    """The ``title`` attribute; None when it is missing."""
    name: str = ""
    """The ARIA name, or the ``title`` element of an SVG."""
    linked: bool = False
    """Whether it stands inside a link."""
    hidden: bool = False
    """Whether an attribute hides it (``hidden``, ``aria-hidden``, inline style)."""
    width: str = ""
    """The ``width`` attribute as written."""
    height: str = ""
    """The ``height`` attribute as written."""
    longdesc: str | None = None
    """The ``longdesc`` attribute; None when it is missing."""
    role: str = ""
    """The ``role`` attribute as written."""


class Frame(msgspec.Struct, frozen=True, omit_defaults=True):
    """A frame or iframe."""

    place: Place
    """The element."""
    element: str
    """``frame`` or ``iframe``."""
    src: str
    """The ``src`` attribute as written."""
    title: str | None = None
    """The ``title`` attribute; None when it is missing."""
    hidden: bool = False
    """Whether an attribute hides it (``hidden``, ``aria-hidden``, inline style)."""


class Embedded(msgspec.Struct, frozen=True, omit_defaults=True):
    """An object, embed, applet, canvas, audio or video element."""

    place: Place
    """The element."""
    element: str
    """Its tag name in lower case."""
    src: str
    """What it loads: the ``data``, ``src`` or ``code`` attribute as written."""
    text: str = ""
    """Its ARIA name, fallback text or ``alt`` attribute, the first that there is."""
    title: str | None = None
    """The ``title`` attribute; None when it is missing."""
    hidden: bool = False
    """Whether an attribute hides it (``hidden``, ``aria-hidden``, inline style)."""
