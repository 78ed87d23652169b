"""A page as a run of links alone keeps it: where it leads, and what tells whether it is there at all."""

from __future__ import annotations

import msgspec

from auditor.model.document import Document, Link, LinkKind
from auditor.model.verdict import Place


class IndexedAddress(msgspec.Struct, frozen=True, array_like=True):
    """One address where it stands: the fields of a ``Link`` that need neither its place nor its words."""

    raw: str
    url: str
    kind: LinkKind
    element: str
    attribute: str


class LinkIndex(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is kept of a page of which only links are judged; fields are named as those of a ``Document``.

    Places and words of links are read from the kept body where they are wanted. ``parts`` are the web addresses that
    ask for a part of a page, ``headings`` words alone. ``text_hash`` is that of the words outside the frame
    around the content.
    """

    url: str
    charset: str = "utf-8"
    base: str = ""
    lang: str | None = None
    title: str | None = None
    links: tuple[IndexedAddress, ...] = ()
    parts: tuple[str, ...] = ()
    ids: frozenset[str] = frozenset()
    headings: tuple[str, ...] = ()
    text_hash: str = ""
    template: str = ""
    script_built: bool = False

    def bare_links(self) -> tuple[Link, ...]:
        """The links as those of a ``Document``; the place of each is nothing but its number, as the column."""
        url = self.url
        return tuple(
            Link(Place(url, column=number), one.element, one.attribute, one.raw, one.url, one.kind)
            for number, one in enumerate(self.links)
        )

    def document(self, links: tuple[Link, ...]) -> Document:
        """The page with these links, for checks of links."""
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
        )
