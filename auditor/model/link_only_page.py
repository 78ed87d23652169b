"""A page as a run of links alone keeps it: its addresses, and what reveals whether it is there at all."""

from __future__ import annotations

import msgspec

from auditor.model.document import Document
from auditor.model.hyperlink import Link, LinkKind
from auditor.model.page_content import SpamLink
from auditor.model.verdict import Place


class IndexedAddress(msgspec.Struct, frozen=True, array_like=True):
    """One place where an address stands: the fields of a ``Link`` that need neither its place nor its text."""

    raw: str
    """The address as written."""
    url: str
    """The address as a browser resolves it, with fragment; empty when it cannot be resolved."""
    kind: LinkKind
    """What following it does."""
    element: str
    """The tag name of its element in lower case."""
    attribute: str
    """The attribute that holds it."""


class LinkIndex(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is kept of a page of which only links are judged; fields are named as those of a ``Document``.

    Places and texts of links are read from the kept body where they are wanted.
    """

    url: str
    """The address that answered."""
    charset: str = "utf-8"
    """The encoding it was decoded with, by its WHATWG name."""
    base: str = ""
    """The address that relative addresses are resolved against."""
    lang: str | None = None
    """The ``lang`` attribute of the root element; None when it is missing."""
    title: str | None = None
    """The title; None without a ``title`` element."""
    links: tuple[IndexedAddress, ...] = ()
    """Every place where an address stands, in document order."""
    parts: tuple[str, ...] = ()
    """The web addresses that name a part of a page by a fragment."""
    ids: frozenset[str] = frozenset()
    """All names that a fragment can point to."""
    headings: tuple[str, ...] = ()
    """The texts of its headings."""
    text_hash: str = ""
    """A hash of the text outside the template regions: see ``Document.text_hash``."""
    template: str = ""
    """A short hash of the elements of header, navigation and footer."""
    script_built: bool = False
    """Whether it has scripts and next to no words or links."""
    has_scripts: bool = False
    """Whether scripts run on it at all; not known of pages that earlier programs parsed."""
    spam: tuple[SpamLink, ...] | None = None
    """Links and hidden texts with words that its author did not write; None where an earlier program parsed it."""

    def bare_links(self) -> tuple[Link, ...]:
        """Return the links as those of a ``Document``; the place of each holds only its number, as the column."""
        url = self.url
        return tuple(
            Link(Place(url, column=number), address.element, address.attribute, address.raw, address.url, address.kind)
            for number, address in enumerate(self.links)
        )

    def document(self, links: tuple[Link, ...]) -> Document:
        """Return the page with these links, for checks of links."""
        return Document(
            url=self.url,
            charset=self.charset,
            base=self.base,
            lang=self.lang,
            title=self.title,
            links=links,
            ids=self.ids,
            text_hash=self.text_hash,
            template=self.template,
            script_built=self.script_built,
            has_scripts=self.has_scripts,
            spam=self.spam,
        )
