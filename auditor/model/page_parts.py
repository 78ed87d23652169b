"""Decodes parts of a stored page or browser visit: structs with some of its fields; the rest of the bytes is skipped.

Every struct here repeats fields of a stored type by name, type and default. A test compares each with its full type,
so that a renamed field cannot decode to its default unnoticed.
"""

from __future__ import annotations

import msgspec

from auditor.model import LinkIndex, LinkKind, PageContent


class LinkPart(msgspec.Struct, frozen=True):
    """The part of a ``Link`` from which a crawl request is made."""

    url: str
    """Absolute address with fragment, empty where it cannot be resolved."""

    kind: LinkKind
    """What following the link does."""

    element: str
    """Tag name of its element in lower case."""

    attribute: str
    """Name of the attribute that holds the address."""


class DocumentLinks(msgspec.Struct, frozen=True):
    """The part of a ``Document`` that parsing a body reports to the crawl."""

    url: str
    """Address that answered."""

    links: tuple[LinkPart, ...] = ()
    """All links, in document order."""

    title: str | None = None
    """The page's title."""

    lang: str | None = None
    """The language that the page declares."""

    text_hash: str = ""
    """Hash of the page's own text."""


class PageLinks(msgspec.Struct, frozen=True):
    """The part of a ``Page`` that parsing a body reports to the crawl."""

    document: DocumentLinks | None = None
    """Of a page parsed in full."""

    sketch: LinkIndex | None = None
    """Of a page parsed for its links only."""


class LinkUrl(msgspec.Struct, frozen=True):
    """The address of a ``Link``."""

    url: str
    """Absolute address with fragment, empty where it cannot be resolved."""


class IndexedUrl(msgspec.Struct, frozen=True, array_like=True):
    """The address of an ``IndexedAddress``."""

    raw: str
    """The address as written."""

    url: str
    """The address as a browser resolves it."""


class HeadingText(msgspec.Struct, frozen=True):
    """The text of a ``Heading``."""

    text: str
    """Its accessible text."""


class DateText(msgspec.Struct, frozen=True):
    """The day of a ``DateShown``."""

    date: str
    """The date in ISO 8601."""


class DocumentOutline(msgspec.Struct, frozen=True):
    """The part of a ``Document`` that a survey of the run compares between pages."""

    title: str | None = None
    """The page's title."""

    headings: tuple[HeadingText, ...] = ()
    """All headings, in document order."""

    ids: frozenset[str] = frozenset()
    """Every id and every name of an anchor."""

    script_built: bool = False
    """Whether scripts bring the content."""

    has_scripts: bool = False
    """Whether scripts run on it at all."""

    links: tuple[LinkUrl, ...] = ()
    """All links, in document order."""

    text_hash: str = ""
    """Hash of the page's own text."""

    template: str = ""
    """Hash of the page frame's skeleton."""

    dates: tuple[DateText, ...] = ()
    """Dates after words such as 更新日期."""


class LinkIndexOutline(msgspec.Struct, frozen=True):
    """The part of a ``LinkIndex`` that a survey of the run compares between pages."""

    title: str | None = None
    """The page's title."""

    headings: tuple[str, ...] = ()
    """The texts of all headings, in document order."""

    ids: frozenset[str] = frozenset()
    """Every id and every name of an anchor."""

    script_built: bool = False
    """Whether scripts bring the content."""

    has_scripts: bool = False
    """Whether scripts run on it at all."""

    parts: tuple[str, ...] = ()
    """Web addresses with a fragment that the page links to."""

    text_hash: str = ""
    """Hash of the text outside the page's frame."""

    template: str = ""
    """Hash of the page frame's skeleton."""

    links: tuple[IndexedUrl, ...] = ()
    """Every place where an address stands, in document order."""


class PageOutline(msgspec.Struct, frozen=True):
    """The part of a ``Page`` that a survey of the run compares between pages."""

    document: DocumentOutline | None = None
    """Of a page parsed in full."""

    sketch: LinkIndexOutline | None = None
    """Of a page parsed for its links only."""

    content: PageContent | None = None
    """What a page outside all sites shows."""

    content_as_browser: PageContent | None = None
    """What a client with a browser's headers gets there."""


class RenderedProbes(msgspec.Struct, frozen=True):
    """The part of a ``Rendered`` that shows whether interactive probes ran; the probes themselves stay encoded."""

    probes: msgspec.Raw = msgspec.Raw()
    """The encoded probes; empty bytes or an encoded nil where none ran."""
