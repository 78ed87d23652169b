"""Summarises a page for site checks: small enough that the summaries of a whole site fit in memory."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from auditor.findings.owners import owner_of
from auditor.model import (
    Document,
    FileLink,
    Head,
    Link,
    MenuLink,
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
_MOST_PROCEDURES = 40


def summarise_page(site: Site, facts: PageFacts, document: Document | None) -> PageSummary:
    """Summarise one page of ``site``; ``document`` is None where the page has none."""
    head = facts.page.head if isinstance(facts.page, Page) else None
    if document is None:
        return PageSummary(facts.url, _status(facts), depth=facts.depth, start=facts.start)
    labels, bricks = tuple(_labels(document)), tuple(_bricks(document))
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
        topics=tuple(sorted(_topics(document, labels))),
        procedures=tuple(islice(_procedures(labels), _MOST_PROCEDURES)),
        script_built=document.script_built,
    )


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


def _labels(document: Document) -> Iterator[str]:
    """The texts by which a page names itself and what it offers: title, headings, links, controls."""
    links = (link.text for link in document.links if link.element in {"a", "area"} and not link.hidden)
    controls = (
        f"{control.name} {control.label} {control.text} {' '.join(control.groups)}"
        for control in document.controls
        if not control.hidden
    )
    whole = (document.title or "", *(heading.text for heading in document.headings), *links, *controls)
    return (label.strip()[:_LONGEST_LABEL] for label in whole)


def _topics(document: Document, labels: tuple[str, ...]) -> frozenset[str]:
    """The topics of a page, by its labels and by the contacts in its text."""
    contacts = (passage.mark for passage in document.passages if passage.kind is PassageKind.CONTACT)
    mail = ("mailbox",) if any(link.url.startswith("mailto:") for link in document.links) else ()
    return frozenset(contacts).union(mail, *map(topics_of, labels))


def _procedures(labels: tuple[str, ...]) -> Iterator[str]:
    return iter(dict.fromkeys(label for label in labels if "procedures" in topics_of(label)))


def _status(facts: PageFacts) -> int:
    return facts.answer.status if isinstance(facts.answer, Response) else 0


def _content(head: Head | None, name: str) -> str:
    return next((meta.content or "" for meta in head.named(name)), "") if head else ""


def _contents(head: Head | None, name: str) -> str:
    return ",".join(filter(None, (content(meta) for meta in head.named(name)))) if head else ""
