"""What a page says of itself: its metadata, and the blocks that a home page offers its visitors."""

from __future__ import annotations

import msgspec

from auditor.model.verdict import Place


class Meta(msgspec.Struct, frozen=True, omit_defaults=True):
    """One ``meta`` element; ``attribute`` is what named it (name, property, http-equiv), content may be None."""

    place: Place
    name: str
    content: str | None
    attribute: str = "name"
    in_head: bool = True


class Head(msgspec.Struct, frozen=True, omit_defaults=True):
    """The metadata of one page as delivered, in document order. ``place`` is the head element itself."""

    url: str
    place: Place
    title: str | None = None
    lang: str | None = None
    metas: tuple[Meta, ...] = ()

    def named(self, name: str) -> tuple[Meta, ...]:
        """All meta elements of this name, in any letter case."""
        wanted = name.casefold()
        return tuple(meta for meta in self.metas if meta.name.casefold() == wanted)


class SearchBox(msgspec.Struct, frozen=True):
    """A form to search the site with: where it sends the words, how, and in which field."""

    place: Place
    action: str
    method: str
    field: str


class ListItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """One entry of a list on the page. ``date`` is ISO, or empty when the entry shows none."""

    place: Place
    text: str
    url: str = ""
    date: str = ""


class BadgeImage(msgspec.Struct, frozen=True, omit_defaults=True):
    """An accessibility badge as found: its link, its certificate number (digits), and its picture."""

    place: Place
    href: str = ""
    number: str = ""
    era: str = ""
    src: str = ""
    alt: str | None = None
    level: str = ""
    width: str = ""
    height: str = ""


class Blocks(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a home page offers: search, news, popular pages and keywords, ways to classes, social pages, badge."""

    url: str
    search: tuple[SearchBox, ...] = ()
    news: tuple[ListItem, ...] = ()
    news_heading: Place | None = None
    popular: tuple[ListItem, ...] = ()
    keywords: tuple[ListItem, ...] = ()
    social: tuple[ListItem, ...] = ()
    sitemap: tuple[ListItem, ...] = ()
    classification: tuple[ListItem, ...] = ()
    english: tuple[ListItem, ...] = ()
    badges: tuple[BadgeImage, ...] = ()
