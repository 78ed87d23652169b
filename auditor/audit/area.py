"""What a site check may look at besides the pages' summaries: the search by classification, and where pages lead."""

from __future__ import annotations

from collections.abc import Iterator

from auditor import urls
from auditor.model import Document, LinkTarget, Page, PageFacts, Run
from auditor.standards.metadata_words import schemes_named
from auditor.store import Store

_MOST_CANDIDATES = 4


def area_of(store: Store, run: Run, home: PageFacts | None) -> PageFacts | None:
    """The page of the search by classification: of those that the home page links to, the one naming most schemes."""
    page = home.page if home else None
    blocks = page.blocks if isinstance(page, Page) else None
    items = blocks.classification[:_MOST_CANDIDATES] if blocks else ()
    pages = [facts for item in items if (facts := _read(store, run, item.url)) is not None]
    return max(pages, key=lambda facts: len(_named(facts)), default=None)


def targets_of(store: Store, run: Run, facts: PageFacts | None) -> Iterator[tuple[str, LinkTarget]]:
    """The addresses that a page leads to, without fragments, each with what asking it brought."""
    document = document_of(facts)
    for link in document.links if document else ():
        address = urls.without_fragment(link.url)
        fetched = store.fetched(run.number, address) if urls.is_web(address) else None
        if fetched:
            yield address, fetched.target


def document_of(facts: PageFacts | None) -> Document | None:
    """What was read of a page, None where nothing was."""
    page = facts.page if facts else None
    return page.document if isinstance(page, Page) else None


def _read(store: Store, run: Run, url: str) -> PageFacts | None:
    fetched = store.fetched(run.number, urls.without_fragment(url))
    return store.page_facts(fetched, None) if fetched and fetched.page else None


def _named(facts: PageFacts) -> tuple[str, ...]:
    document = document_of(facts)
    return schemes_named(document) if document else ()
