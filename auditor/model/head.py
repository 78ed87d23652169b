"""What a page declares about itself: its metadata, and the blocks that a home page offers its visitors."""

from __future__ import annotations

import msgspec

from auditor.model.verdict import Place


class Meta(msgspec.Struct, frozen=True, omit_defaults=True):
    """One ``meta`` element."""

    place: Place
    """The element."""
    name: str
    """Its name as written, without spaces around it."""
    content: str | None
    """The ``content`` attribute; None when it is missing."""
    attribute: str = "name"
    """The attribute that names it: ``name``, ``property`` or ``http-equiv``."""
    in_head: bool = True
    """Whether it stands in the head of the page."""


class Head(msgspec.Struct, frozen=True, omit_defaults=True):
    """The metadata of one page as delivered."""

    url: str
    """The address that answered."""
    place: Place
    """The ``head`` element."""
    title: str | None = None
    """The title; None without a ``title`` element."""
    lang: str | None = None
    """The ``lang`` attribute of the root element; None when it is missing."""
    metas: tuple[Meta, ...] = ()
    """The ``meta`` elements in document order."""

    def named(self, name: str) -> tuple[Meta, ...]:
        """Return all meta elements of this name, in any letter case."""
        wanted = name.casefold()
        return tuple(meta for meta in self.metas if meta.name.casefold() == wanted)


class SearchBox(msgspec.Struct, frozen=True):
    """A form to search the site with."""

    place: Place
    """The form or its field."""
    action: str
    """The address that the words are sent to; empty when the field is in no form."""
    method: str
    """``get`` or ``post``; empty when the field is in no form."""
    field: str
    """The name of the field for the words."""


class ListItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """One entry of a list on the page."""

    place: Place
    """Its link."""
    text: str
    """The text of the link."""
    url: str = ""
    """Where it leads."""
    date: str = ""
    """The date that the entry shows, in ISO 8601; empty when it shows none."""


class BadgeImage(msgspec.Struct, frozen=True, omit_defaults=True):
    """An accessibility badge as found on a page."""

    place: Place
    """Its link, or its picture where it has no link."""
    href: str = ""
    """Where it leads; empty without a link."""
    number: str = ""
    """The certificate number in that address: digits; empty when it names none."""
    era: str = ""
    """The host in that address, without ``accessibility.``: it identifies the authority that issued the badge."""
    src: str = ""
    """The picture's ``src`` as written; empty without a picture."""
    alt: str | None = None
    """The picture's ``alt``; None when it or the picture is missing."""
    level: str = ""
    """The level that its words name: ``A``, ``AA``, ``AAA``; empty when they name none."""
    width: str = ""
    """The picture's ``width`` attribute as written."""
    height: str = ""
    """The picture's ``height`` attribute as written."""


class Blocks(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a home page offers its visitors, each block recognised by the words that name it (``words.yaml``)."""

    url: str
    """The address of the page."""
    search: tuple[SearchBox, ...] = ()
    """Forms to search the site with."""
    news: tuple[ListItem, ...] = ()
    """Entries of the news lists."""
    news_heading: Place | None = None
    """The heading of the first news list; None when the page has none."""
    popular: tuple[ListItem, ...] = ()
    """Popular pages."""
    keywords: tuple[ListItem, ...] = ()
    """Popular search words."""
    social: tuple[ListItem, ...] = ()
    """Links to the site's pages on social media."""
    sitemap: tuple[ListItem, ...] = ()
    """Links to the site map (網站導覽)."""
    classification: tuple[ListItem, ...] = ()
    """Links to the search by classification (分類檢索)."""
    english: tuple[ListItem, ...] = ()
    """Links to the English version."""
    badges: tuple[BadgeImage, ...] = ()
    """Accessibility badges."""
