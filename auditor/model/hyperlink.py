"""Links of a page: every place in its HTML where an address stands."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from auditor.model.verdict import Place


class LinkKind(StrEnum):
    """What following a link does."""

    PAGE = "page"
    RESOURCE = "resource"
    FRAME = "frame"
    FORM = "form"
    REFRESH = "refresh"
    EMBEDDED_DATA = "embedded_data"
    MAIL = "mail"
    PHONE = "phone"
    SCRIPT = "script"
    OTHER = "other"


class ResourceUse(StrEnum):
    """What a page loads a resource as, where a web page in its place shows nothing."""

    IMAGE = "image"
    SHEET = "sheet"
    SCRIPT = "script"


class Link(msgspec.Struct, frozen=True, omit_defaults=True):
    """One place where an address stands."""

    place: Place
    """The element that carries the address."""
    element: str
    """Its tag name in lower case."""
    attribute: str
    """The attribute that holds the address; ``text`` for JSON-LD and ``style`` elements.

    It ends with ``:post`` where a form is sent there by that method (``action:post``), and the address never requested.
    """
    raw: str
    """The address as written."""
    url: str
    """The address as a browser resolves it, with fragment; empty when it cannot be resolved or is ignored."""
    kind: LinkKind
    """What following it does."""
    text: str = ""
    """The accessible text: own text, alternative texts, ``aria-label``."""
    own_text: str = ""
    """The visible text alone."""
    title: str | None = None
    """The ``title`` attribute; None when it is missing."""
    image_alts: tuple[str, ...] = ()
    """The ``alt`` attributes of the images inside, in order; images without the attribute are left out."""
    heading: str = ""
    """The text of the nearest heading before it."""
    rel: tuple[str, ...] = ()
    """The words of ``rel`` in lower case."""
    opens_window: bool = False
    """Whether it opens another window: by ``target`` or by a script's ``window.open``."""
    download: bool = False
    """Whether it has a ``download`` attribute."""
    access_key: str = ""
    """The ``accesskey`` attribute as written."""
    hidden: bool = False
    """Whether an attribute hides it (``hidden``, ``aria-hidden``, inline style)."""
    from_script: bool = False
    """Whether a script added it: it is in the rendered page and not in the delivered one."""
