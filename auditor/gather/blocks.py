"""What a home page offers its visitors: search, news, popular pages, ways to classes, social pages, the badge."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

from auditor import urls
from auditor.gather.dates import first_date
from auditor.model.document import Document, Form, Link, LinkKind
from auditor.model.head import BadgeImage, Blocks, Item, SearchBox
from auditor.standards import table

_SEARCH_TYPES = frozenset({"text", "search", ""})
_ERAS = {"accessibility.moda": "moda", "accessibility.ncc": "ncc", "handicap-free.nat": "handicap-free"}


def read_blocks(document: Document) -> Blocks:
    """The blocks of a start page, from its facts."""
    links = [link for link in document.links if link.element in {"a", "area"}]
    return Blocks(
        url=document.url,
        search=tuple(box for form in document.forms if (box := _search(form, document))),
        news=_under(document, links, "news"),
        news_heading=next((one.place for one in document.headings if _says("news", one.text)), None),
        popular=_under(document, links, "popular"),
        keywords=_under(document, links, "keywords"),
        social=_items(links, lambda link: _says("social", link.url) or _says("social_text", _words(link))),
        sitemap=_items(links, lambda link: _says("sitemap", _words(link))),
        classification=_items(links, lambda link: _says("classification", f"{_words(link)} {link.url}")),
        english=_items(links, lambda link: _says("english", _words(link))),
        badges=tuple(_badges(document, links)),
    )


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The pattern of this name of the word list."""
    return re.compile(table("words")[name]["pattern"], re.IGNORECASE)


def _says(name: str, text: str) -> bool:
    return pattern(name).search(text.strip()) is not None


def _words(link: Link) -> str:
    return (link.text or link.title or "").strip()


def _items(links: Iterable[Link], fits: Callable[[Link], bool]) -> tuple[Item, ...]:
    return tuple(Item(link.place, _words(link), urls.without_fragment(link.url)) for link in links if fits(link))


def _under(document: Document, links: list[Link], name: str) -> tuple[Item, ...]:
    """Links below a heading of this name; a heading without links still counts as an empty block elsewhere."""
    headings = {one.text for one in document.headings if _says(name, one.text)}
    below = [link for link in links if link.heading in headings and link.kind is LinkKind.PAGE]
    return tuple(
        Item(link.place, _words(link), urls.without_fragment(link.url), first_date(link.text)) for link in below
    )


def _search(form: Form, document: Document) -> SearchBox | None:
    for field, kind in form.fields:
        if kind not in _SEARCH_TYPES and kind != "input":
            continue
        control = next((one for one in document.controls if one.field == field), None)
        told = " ".join(filter(None, (field, control.label, control.title, control.name))) if control else field
        if form.role == "search" or kind == "search" or _says("search", field) or pattern("search").search(told):
            action = urls.resolve(document.base or document.url, form.action, document.charset) or document.url
            return SearchBox(form.place, action, form.method, field)
    return None


def _badges(document: Document, links: list[Link]) -> Iterable[BadgeImage]:
    linked = set()
    for link in links:
        found = pattern("badge_link").search(link.url)
        alt = next((text for text in link.image_alts if _says("badge_text", text)), None)
        if not found and alt is None:
            continue
        image = next((one for one in document.images if _within(one.place.selector, link.place.selector)), None)
        if image:
            linked.add(image.place.selector)
        told = (image.alt if image else alt) or link.title or ""
        yield BadgeImage(
            link.place,
            href=link.url,
            number=(found[2] or found[3] or "") if found else "",
            era=_ERAS[found[1].lower()] if found else "",
            src=image.src if image else "",
            alt=image.alt if image else alt,
            level=_level(told),
            width=image.width if image else "",
            height=image.height if image else "",
        )
    for image in document.images:
        if image.place.selector not in linked and image.alt and _says("badge_text", image.alt):
            yield BadgeImage(
                image.place,
                src=image.src,
                alt=image.alt,
                level=_level(image.alt),
                width=image.width,
                height=image.height,
            )


def _within(inner: str, outer: str) -> bool:
    return inner.startswith(f"{outer} >")


def _level(text: str) -> str:
    found = pattern("badge_level").search(text)
    return next((group for group in found.groups() if group), "") if found else ""
