"""Finds the blocks of a home page by their labels: news, popular pages, search, social pages, badges. Pure."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from urllib.parse import parse_qsl

import msgspec

from auditor.extract.home.badge_images import find_badges
from auditor.extract.text.dates import iso_date
from auditor.model import Blocks, Document, Link, LinkKind, ListItem, Place, SearchBox
from auditor.standards import table

_WORDS = {name: re.compile(row["pattern"], re.IGNORECASE) for name, row in table("words").items()}
_MORE = re.compile(r"^\W*(?:更多|看更多|more|read more|全部|列表|rss)", re.IGNORECASE)
_LABELLED = ("news", "popular", "keywords")

LONGEST_LABEL = 40
"""Longer texts are sentences and head no block."""


class ListedLink(msgspec.Struct, frozen=True):
    """A link in a list."""

    href: str
    """Address as written."""

    text: str
    """Its text, or its title where it has none."""

    row: str
    """The text of its whole row."""


class Section(msgspec.Struct, frozen=True):
    """A labelled list of links."""

    label: str
    """The short text before the list."""

    is_heading: bool
    """Whether the label is a heading."""

    listed: tuple[ListedLink, ...]
    """The links of the list, in order."""

    above: bool
    """Whether it is in a header."""


class Field(msgspec.Struct, frozen=True):
    """A text field."""

    name: str
    """The ``name`` attribute."""

    hints: tuple[str, ...]
    """Texts that name its purpose: label, title, placeholder and the like."""

    role: str
    """``search`` where it is a search field by type or landmark, else empty."""

    form: int
    """Number of its form among the page's forms, -1 where it has none."""


def read_blocks(document: Document, sections: Sequence[Section] = (), fields: Sequence[Field] = ()) -> Blocks:
    """The blocks of a home page, from its facts, its labelled lists and its text fields.

    Without lists and fields, those of the facts are used: links by the heading before them, and the fields of forms.
    Then rows with their dates, and labels that are no headings, are not known.
    """
    places = _Places(document)
    sections = sections or tuple(_by_heading(document))
    fields = fields or tuple(_of_forms(document))
    news, search = [section for section in sections if _is_news(section)], tuple(_search(document, fields))
    labelled = tuple(_items((section for section in sections if _is_labelled(section, "keywords", above=True)), places))
    return Blocks(
        url=document.url,
        search=search,
        news=tuple(_items(news, places)),
        news_heading=places.of_label(news[0]) if news else None,
        popular=tuple(_items((section for section in sections if _is_labelled(section, "popular")), places)),
        keywords=labelled or tuple(_searching_links(document, search)),
        social=tuple(_linked(document, _is_social)),
        sitemap=tuple(_linked(document, lambda link: _mentions(link, "sitemap"))),
        classification=tuple(
            _linked(document, lambda link: _mentions(link, "classification") or "govsearch" in link.url)
        ),
        english=tuple(_linked(document, lambda link: _mentions(link, "english"))),
        badges=tuple(find_badges(document)),
    )


def is_label(text: str) -> bool:
    """Whether a text labels a block of news, popular pages or popular keywords."""
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
    """Finds places in the facts of a page for what the other parser found on it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._links: dict[str, deque[Link]] = defaultdict(deque)
        for link in document.links:
            if link.element == "a" and link.attribute == "href":
                self._links[link.raw.strip()].append(link)

    def link(self, listed: ListedLink) -> Link | None:
        """The link with this address; of several, the one with the same text."""
        known = self._links.get(listed.href.strip(), ())
        return next((link for link in known if link.own_text == listed.text), next(iter(known), None))

    def of_label(self, section: Section) -> Place:
        """The heading with this text, else the first entry of the list, else the page."""
        for heading in self._document.headings:
            if section.label in heading.text:
                return heading.place
        links = map(self.link, section.listed)
        return next((link.place for link in links if link is not None), Place(self._document.url))


def _is_news(section: Section) -> bool:
    """Whether the label has words of news and is a heading (its list may be empty), or has a dated list."""
    if not _WORDS["news"].search(section.label) or section.above:
        return False
    return section.is_heading or any(iso_date(listed.row) for listed in section.listed)


def _is_labelled(section: Section, word: str, *, above: bool = False) -> bool:
    return bool(section.listed) and (above or not section.above) and _WORDS[word].search(section.label) is not None


def _items(sections: Iterable[Section], places: _Places) -> Iterator[ListItem]:
    seen = set()
    for listed in chain.from_iterable(section.listed for section in sections):
        link = places.link(listed)
        if link is None or link.url in seen or _MORE.match(listed.text) or not link.url or _leads_nowhere(link):
            continue
        seen.add(link.url)
        yield ListItem(link.place, listed.text[:200], link.url, iso_date(listed.row))


def _search(document: Document, fields: Iterable[Field]) -> Iterator[SearchBox]:
    for field in fields:
        if field.role or any(_WORDS["search"].search(hint.strip()) for hint in field.hints if hint.strip()):
            form = document.forms[field.form] if 0 <= field.form < len(document.forms) else None
            place = next(
                (control.place for control in document.controls if control.field == field.name), Place(document.url)
            )
            if form is None:
                yield SearchBox(place, "", "", field.name)
            else:
                yield SearchBox(place if form.role != "search" else form.place, form.action, form.method, field.name)


def _linked(document: Document, wanted: Callable[[Link], bool]) -> Iterator[ListItem]:
    seen = set()
    for link in document.links:
        is_visible = link.element in {"a", "area"} and not link.hidden and link.kind is LinkKind.PAGE
        if is_visible and link.url not in seen and wanted(link) and not _leads_nowhere(link, document.ids):
            seen.add(link.url)
            yield ListItem(link.place, link.text or link.title or "", link.url)


def _leads_nowhere(link: Link, ids: frozenset[str] = frozenset()) -> bool:
    """Whether a link is a fragment of this very page, other than one of the named ``ids``: a tab, or no target yet."""
    raw = link.raw.strip()
    return not raw or (raw.startswith("#") and raw[1:] not in ids)


def _searching_links(document: Document, search: Sequence[SearchBox]) -> Iterator[ListItem]:
    """Links that send a word to the search, or their own text as a word to some search; two or more are a block."""
    searches = {(box.action.partition("?")[0], box.field) for box in search if box.action and box.field}
    found: dict[str, ListItem] = {}
    for link in document.links:
        address, _, query = link.url.partition("#")[0].partition("?")
        if link.element != "a" or link.hidden or not query or not link.own_text.strip():
            continue
        fields = parse_qsl(query, errors="replace")
        text = link.own_text.strip().casefold()
        if any((address, name) in searches or (_is_word(name) and value.casefold() == text) for name, value in fields):
            found.setdefault(link.url, ListItem(link.place, link.own_text.strip()[:200], link.url))
    return iter(found.values() if len(found) > 1 else ())


def _is_word(name: str) -> bool:
    return _WORDS["search"].search(name) is not None


def _mentions(link: Link, word: str) -> bool:
    return any(_WORDS[word].search(words) for words in (link.text, link.title or "") if words)


def _is_social(link: Link) -> bool:
    return bool(_WORDS["social"].search(link.url)) and not _WORDS["social_share"].search(link.url)
