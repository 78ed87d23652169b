"""What a site check may look at besides the pages' summaries: search by classification and by words, and targets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditor import urls
from auditor.model import Document, LinkTarget, Page, PageFacts, PageSummary, Run, SearchAnswers, Site
from auditor.standards.metadata_words import schemes_named
from auditor.standards.topics import topics_of
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
    return _asked(store, run, (urls.without_fragment(link.url) for link in document.links) if document else ())


def forms_of(store: Store, run: Run, pages: Iterable[PageSummary]) -> Iterator[tuple[str, LinkTarget]]:
    """The documents that pages call forms, each with what asking it brought."""
    named = (file.url for page in pages for file in page.files if "forms" in topics_of(file.name))
    return _asked(store, run, dict.fromkeys(named))


def search_of(store: Store, run: Run, site: Site) -> SearchAnswers | None:
    """What the site's search answered in this run; None where it was not tried."""
    if not site.searches:
        return None
    answers = [store.facts.fetch_record(run.number, url) for url in site.searches]
    pages = [store.facts.page_facts(answer, None) if answer and answer.page else None for answer in answers]
    known, nonsense = map(document_of, pages)
    return SearchAnswers(site.search_word, site.searches[0], known, nonsense) if any(answers) else None


def document_of(facts: PageFacts | None) -> Document | None:
    """What was read of a page, None where nothing was."""
    page = facts.page if facts else None
    return page.document if isinstance(page, Page) else None


def _asked(store: Store, run: Run, addresses: Iterable[str]) -> Iterator[tuple[str, LinkTarget]]:
    for address in addresses:
        fetched = store.facts.fetch_record(run.number, address) if urls.is_web(address) else None
        if fetched:
            yield address, fetched.target


def _read(store: Store, run: Run, url: str) -> PageFacts | None:
    fetched = store.facts.fetch_record(run.number, urls.without_fragment(url))
    return store.facts.page_facts(fetched, None) if fetched and fetched.page else None


def _named(facts: PageFacts) -> tuple[str, ...]:
    document = document_of(facts)
    return schemes_named(document) if document else ()
