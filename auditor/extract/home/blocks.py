"""The blocks of a home page by the words that name them: news, popular pages, search, social pages, the badge. Pure."""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from auditor.extract.text.dates import iso_date
from auditor.model import BadgeImage, Blocks, Document, Image, Link, LinkKind, ListItem, Place, SearchBox
from auditor.standards import table

_WORDS = {name: re.compile(row["pattern"], re.IGNORECASE) for name, row in table("words").items()}
_MORE = re.compile(r"^\W*(?:更多|看更多|more|read more|全部|列表|rss)", re.IGNORECASE)
_LABELLED = ("news", "popular", "keywords")


LONGEST_LABEL = 40
"""Longer texts are sentences and head no block."""


class ListedLink(msgspec.Struct, frozen=True):
    """A link in a list: its address as written, its text, the text of its whole row."""

    href: str
    text: str
    row: str


class Section(msgspec.Struct, frozen=True):
    """A short text and the list that follows it; ``above`` says that it stands in a header."""

    label: str
    is_heading: bool
    listed: tuple[ListedLink, ...]
    above: bool


class Field(msgspec.Struct, frozen=True):
    """A field for a line of text, what says what it is for, and which of the page's forms it is in (-1: none)."""

    name: str
    hints: tuple[str, ...]
    role: str
    form: int


def read_blocks(document: Document, sections: Sequence[Section] = (), fields: Sequence[Field] = ()) -> Blocks:
    """The blocks of a home page, from its facts, its labelled lists and its text fields.

    Without lists and fields those that the facts themselves tell are used: links by the heading before them, and the
    fields of forms. Rows and their dates, and labels that are no headings, are then not known.
    """
    places = _Places(document)
    sections = sections or tuple(_by_heading(document))
    fields = fields or tuple(_of_forms(document))
    news = [section for section in sections if _is_news(section)]
    return Blocks(
        url=document.url,
        search=tuple(_search(document, fields)),
        news=tuple(_items(news, places)),
        news_heading=places.of_label(news[0]) if news else None,
        popular=tuple(_items((one for one in sections if _names(one, "popular")), places)),
        keywords=tuple(_items((one for one in sections if _names(one, "keywords", above=True)), places)),
        social=tuple(_linked(document, _is_social)),
        sitemap=tuple(_linked(document, lambda link: _says(link, "sitemap"))),
        classification=tuple(_linked(document, lambda link: _says(link, "classification") or "govsearch" in link.url)),
        english=tuple(_linked(document, lambda link: _says(link, "english"))),
        badges=tuple(_badges(document)),
    )


def is_label(text: str) -> bool:
    """Whether a text heads a block that is read by its words: news, popular pages, popular keywords."""
    return 0 < len(text) <= LONGEST_LABEL and any(_WORDS[name].search(text) for name in _LABELLED)


def _by_heading(document: Document) -> Iterator[Section]:
    for heading in document.headings:
        if heading.hidden or heading.place.region.is_frame:
            continue
        links = [link for link in document.links if link.heading == heading.text and link.element == "a"]
        listed = [
            ListedLink(link.raw, link.own_text, link.own_text) for link in links if not link.place.region.is_template
        ]
        yield Section(heading.text, True, tuple(listed), False)


def _of_forms(document: Document) -> Iterator[Field]:
    controls = {control.field: control for control in document.controls}
    for number, form in enumerate(document.forms):
        for name, kind in form.fields:
            control = controls.get(name)
            if kind in {"text", "search"} and control is not None:
                hints = (name, control.label, control.title or "", control.name)
                yield Field(name, hints, "search" if kind == "search" or form.role == "search" else "", number)


class _Places:
    """Finds the place of what the soup saw among the facts of the same page."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._links: dict[str, deque[Link]] = defaultdict(deque)
        for link in document.links:
            if link.element == "a" and link.attribute == "href":
                self._links[link.raw.strip()].append(link)

    def link(self, listed: ListedLink) -> Link | None:
        """The link with this address: of several the one with the same words."""
        known = self._links.get(listed.href.strip(), ())
        return next((link for link in known if link.own_text == listed.text), next(iter(known), None))

    def of_label(self, section: Section) -> Place:
        """The heading with these words, else the first entry of its list, else the page."""
        for heading in self._document.headings:
            if section.label in heading.text:
                return heading.place
        links = (self.link(one) for one in section.listed)
        return next((link.place for link in links if link is not None), Place(self._document.url))


def _is_news(section: Section) -> bool:
    """A label with news words: a real heading by itself (an empty list is news too), any other with a dated list."""
    if not _WORDS["news"].search(section.label) or section.above:
        return False
    return section.is_heading or any(iso_date(one.row) for one in section.listed)


def _names(section: Section, word: str, *, above: bool = False) -> bool:
    return bool(section.listed) and (above or not section.above) and _WORDS[word].search(section.label) is not None


def _items(sections: Iterable[Section], places: _Places) -> Iterator[ListItem]:
    seen = set()
    for listed in (one for section in sections for one in section.listed):
        link = places.link(listed)
        if link is None or link.url in seen or _MORE.match(listed.text) or not link.url:
            continue
        seen.add(link.url)
        yield ListItem(link.place, listed.text[:200], link.url, iso_date(listed.row))


def _search(document: Document, fields: Iterable[Field]) -> Iterator[SearchBox]:
    for field in fields:
        if field.role or any(_WORDS["search"].search(hint.strip()) for hint in field.hints if hint.strip()):
            form = document.forms[field.form] if 0 <= field.form < len(document.forms) else None
            place = next((one.place for one in document.controls if one.field == field.name), Place(document.url))
            if form is None:
                yield SearchBox(place, "", "", field.name)
            else:
                yield SearchBox(place if form.role != "search" else form.place, form.action, form.method, field.name)


def _linked(document: Document, wanted: Callable[[Link], bool]) -> Iterator[ListItem]:
    seen = set()
    for link in document.links:
        is_visible = link.element in {"a", "area"} and not link.hidden and link.kind is LinkKind.PAGE
        if is_visible and link.url not in seen and wanted(link):
            seen.add(link.url)
            yield ListItem(link.place, link.text or link.title or "", link.url)


def _says(link: Link, word: str) -> bool:
    return any(_WORDS[word].search(words) for words in (link.text, link.title or "") if words)


def _is_social(link: Link) -> bool:
    return bool(_WORDS["social"].search(link.url)) and not _WORDS["social_share"].search(link.url)


def _badges(document: Document) -> Iterator[BadgeImage]:
    """Badges by their link, with the picture in it; then pictures that say they are one, without such a link."""
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
    return any(_WORDS["badge_text"].search(words.strip()) for words in (image.alt, image.title) if words)


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
        level=next((level for one in words if (level := _level(one))), ""),
        width=image.width if image else "",
        height=image.height if image else "",
    )


def _level(words: str) -> str:
    found = _WORDS["badge_level"].search(words)
    return next((group.replace(" ", "").upper() for group in found.groups() if group), "") if found else ""
