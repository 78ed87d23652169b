"""Finds accessibility badges on a home page: by their link, or by the text of a picture. Pure."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator

from auditor.model import BadgeImage, Document, Image, Link, Place
from auditor.standards import table
from auditor.standards.badges import names_badge

_WORDS = {
    name: re.compile(row["pattern"], re.IGNORECASE) for name, row in table("words").items() if name.startswith("badge_")
}


def find_badges(document: Document) -> Iterator[BadgeImage]:
    """Badges by their link, with the picture in it; then pictures whose text names a badge, without such a link."""
    pictures = [image for image in document.images if image.element in {"img", "svg"}]
    inside = dict(_pictures_in_links(document, pictures))
    used: set[Place] = set()
    for link in document.links:
        if link.element != "a" or link.attribute != "href":
            continue
        image = inside.get(link.place)
        found = _WORDS["badge_link"].search(link.url)
        if found or (image is not None and _is_badge(image)):
            used |= {image.place} if image is not None else set()
            yield _badge(link, image, found)
    yield from (_badge(None, image, None) for image in pictures if image.place not in used and _is_badge(image))


def _is_badge(image: Image) -> bool:
    return any(names_badge(words) for words in (image.alt, image.title) if words)


def _pictures_in_links(document: Document, pictures: list[Image]) -> Iterator[tuple[Place, Image]]:
    """The first picture of each link: links cannot be nested, so it is in the last one that began before it."""
    links = [link.place for link in document.links if link.element == "a" and link.attribute == "href"]
    starts = [(place.line, place.column) for place in links]
    for image in reversed(pictures):
        number = bisect(starts, (image.place.line, image.place.column)) - 1
        if image.linked and number >= 0:
            yield links[number], image


def _badge(link: Link | None, image: Image | None, found: re.Match[str] | None) -> BadgeImage:
    words = [image.alt or "", image.title or ""] if image else []
    words += [link.title or "", link.text] if link else []
    place = link.place if link else image.place if image else Place("")
    return BadgeImage(
        place,
        href=link.url if link else "",
        number=(found["stamp"] or found["log"] or "") if found else "",
        era=found["era"].lower().removeprefix("accessibility.") if found else "",
        src=image.src if image else "",
        alt=image.alt if image else None,
        level=next(filter(None, map(_level, words)), ""),
        width=image.width if image else "",
        height=image.height if image else "",
    )


def _level(words: str) -> str:
    found = _WORDS["badge_level"].search(words)
    return next((group.replace(" ", "").upper() for group in found.groups() if group), "") if found else ""
