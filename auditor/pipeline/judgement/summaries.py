"""Summarises a page for site checks: small enough that the summaries of a whole site fit in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from auditor.findings.owners import owner_of
from auditor.model import (
    Document,
    FileLink,
    Head,
    Link,
    MenuLink,
    Offer,
    Page,
    PageFacts,
    PageSummary,
    PassageKind,
    Response,
    Site,
)
from auditor.standards import conventions
from auditor.standards.dublin_core import CATEGORIES, COVERAGE, content
from auditor.standards.topics import topics_of

_MOST_LINKS = 300
_MOST_FILES = 200
_LONGEST_NAME = 120
_LONGEST_LABEL = 80
_MOST_OFFERS = 200


def summarise_page(site: Site, facts: PageFacts, document: Document | None) -> PageSummary:
    """Summarise one page of ``site``; ``document`` is None where the page has none."""
    head = facts.page.head if isinstance(facts.page, Page) else None
    if document is None:
        return PageSummary(facts.url, _status(facts), depth=facts.depth, start=facts.start)
    bricks = tuple(_bricks(document))
    theme, policy, service = (_contents(head, name) for name in CATEGORIES)
    return PageSummary(
        url=facts.url,
        status=_status(facts),
        title=document.title or "",
        heading=next((heading.text for heading in document.headings if heading.level == 1), ""),
        depth=facts.depth,
        start=facts.start,
        template=document.template,
        text_hash=document.text_hash,
        lang=document.lang or "",
        classification=(theme, policy, service),
        metadata_date=_content(head, "DC.Date"),
        coverage=(_content(head, COVERAGE[0]), _content(head, COVERAGE[1])),
        updated=max((shown.date for shown in document.dates), default=""),
        owner=owner_of(site, facts.url).unit,
        access_keys=tuple(key for key, _ in bricks),
        bricks=bricks,
        keys_used=document.access_keys,
        keys_told=document.keys_told,
        menu=_once(tuple(_menu(document))),
        files=tuple(islice(_files(document), _MOST_FILES)),
        offers=tuple(islice(dict.fromkeys(map(_same_offer, _offers(document))), _MOST_OFFERS)),
        script_built=document.script_built,
    )


def frame_links(pages: Iterable[PageSummary]) -> dict[str, frozenset[str]]:
    """The texts of the links of header, navigation and footer, by the hash of that frame."""
    texts: dict[str, set[str]] = defaultdict(set)
    for menu, template in {(page.menu, page.template) for page in pages if page.template}:
        texts[template] |= {link.name for link in menu if link.name}
    return {template: frozenset(found) for template, found in texts.items()}


def _bricks(document: Document) -> Iterator[tuple[str, str]]:
    """The access key and the title of each guide brick."""
    for link in document.links:
        if link.access_key and not link.hidden and conventions.contains_words("guide_brick", link.text):
            yield link.access_key.strip().upper(), (link.title or "").strip()


def _menu(document: Document) -> Iterator[MenuLink]:
    for link in islice(filter(_is_of_menu, document.links), _MOST_LINKS):
        yield MenuLink(link.place.region, link.url.partition("#")[0], link.text.strip())


def _is_of_menu(link: Link) -> bool:
    known = link.element == "a" and link.attribute == "href" and link.url and not link.hidden
    return bool(known) and link.place.region.is_frame and not conventions.contains_words("guide_brick", link.text)


@lru_cache(maxsize=2_048)
def _once(menu: tuple[MenuLink, ...]) -> tuple[MenuLink, ...]:
    """One object for equal menus, so that a whole site's summaries fit in memory."""
    return menu


def _files(document: Document) -> Iterator[FileLink]:
    """The documents that the page links to, each once, named by the heading above the link and the link's text."""
    links = (link for link in document.links if link.element in {"a", "area"})
    known: dict[str, FileLink] = {}
    for link in links:
        url = link.url.partition("#")[0]
        if conventions.file_type(url):
            known.setdefault(url, FileLink(url, f"{link.heading} {link.text.strip()}".strip()[:_LONGEST_NAME]))
    return iter(known.values())


def _offers(document: Document) -> Iterator[Offer]:
    """What the page shows of ``topics.yaml``: by its title, headings and controls, its contacts, then by its links."""
    controls = (
        f"{control.name} {control.label} {control.text} {' '.join(control.groups)}"
        for control in document.controls
        if not control.hidden
    )
    for label in (document.title or "", *(heading.text for heading in document.headings), *controls):
        yield from _named(label)
    for passage in document.passages:
        if passage.kind is PassageKind.CONTACT:
            yield Offer(passage.mark, passage.text[:_LONGEST_LABEL])
    for link in document.links:
        if link.url.startswith("mailto:"):
            yield Offer("mailbox", link.url.removeprefix("mailto:")[:_LONGEST_LABEL])
        if link.element in {"a", "area"} and not link.hidden:
            url = link.url.partition("#")[0]
            is_part = url == document.url.partition("#")[0] and link.url.partition("#")[2] in document.ids
            yield from _named(link.text, "" if is_part else url or link.raw)


def _named(label: str, url: str = "") -> Iterator[Offer]:
    words = label.strip()[:_LONGEST_LABEL]
    return (Offer(topic, words, url) for topic in sorted(topics_of(words)))


@lru_cache(maxsize=8_192)
def _same_offer(offer: Offer) -> Offer:
    """One object for equal offers: menus repeat theirs on every page."""
    return offer


def _status(facts: PageFacts) -> int:
    return facts.answer.status if isinstance(facts.answer, Response) else 0


def _content(head: Head | None, name: str) -> str:
    return next((meta.content or "" for meta in head.named(name)), "") if head else ""


def _contents(head: Head | None, name: str) -> str:
    return ",".join(filter(None, (content(meta) for meta in head.named(name)))) if head else ""
