"""Gathers the facts that site checks read: summaries, the home page, the searches, and where their links lead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditor import urls
from auditor.model import (
    Document,
    LinkTarget,
    Page,
    PageFacts,
    PageSummary,
    Run,
    SearchAnswers,
    Site,
    SiteFacts,
    Untested,
)
from auditor.pipeline.run_settings import links_only
from auditor.standards.metadata_words import schemes_named
from auditor.standards.topics import topics_of
from auditor.store import Store

_MOST_CANDIDATES = 4


def site_facts_of(
    store: Store, run: Run, site: Site, home: PageFacts | None, summaries: Iterable[PageSummary]
) -> SiteFacts:
    """The facts of one site; a run of links alone knows the home page only."""
    pages = tuple(summaries)
    if links_only(run.settings):
        return SiteFacts(site, run.day, (), home)
    area = _classification_area(store, run, home)
    skipped = store.queue.skipped(run.number, site.id)
    return SiteFacts(
        site,
        run.day,
        pages,
        home,
        dict(_page_targets(store, run, home)),
        area,
        dict(_page_targets(store, run, area)),
        dict(_form_targets(store, run, pages)),
        _search_answers(store, run, site),
        sum(addresses.count for addresses in skipped if addresses.reason is Untested.BUDGET),
    )


def _classification_area(store: Store, run: Run, home: PageFacts | None) -> PageFacts | None:
    """The page of the search by classification: of those that the home page links to, the one naming most schemes."""
    page = home.page if home else None
    blocks = page.blocks if isinstance(page, Page) else None
    items = blocks.classification[:_MOST_CANDIDATES] if blocks else ()
    pages = [facts for item in items if (facts := _page_facts(store, run, item.url)) is not None]
    return max(pages, key=lambda facts: len(_schemes(facts)), default=None)


def _page_targets(store: Store, run: Run, facts: PageFacts | None) -> Iterator[tuple[str, LinkTarget]]:
    """The targets of a page's links, by address without fragment."""
    document = _document(facts)
    return _fetched_targets(
        store, run, (urls.without_fragment(link.url) for link in document.links) if document else ()
    )


def _form_targets(store: Store, run: Run, pages: Iterable[PageSummary]) -> Iterator[tuple[str, LinkTarget]]:
    """The targets of documents that pages call forms, by address."""
    named = (file.url for page in pages for file in page.files if "forms" in topics_of(file.name))
    return _fetched_targets(store, run, dict.fromkeys(named))


def _search_answers(store: Store, run: Run, site: Site) -> SearchAnswers | None:
    """What the site's search answered in this run; None where it was not tried."""
    if not site.searches:
        return None
    answers = [store.facts.fetch_record(run.number, url) for url in site.searches]
    pages = [store.facts.page_facts(answer, None) if answer and answer.page else None for answer in answers]
    known, nonsense = map(_document, pages)
    return SearchAnswers(site.search_word, site.searches[0], known, nonsense) if any(answers) else None


def _document(facts: PageFacts | None) -> Document | None:
    page = facts.page if facts else None
    return page.document if isinstance(page, Page) else None


def _fetched_targets(store: Store, run: Run, addresses: Iterable[str]) -> Iterator[tuple[str, LinkTarget]]:
    """The targets of those addresses that were requested in this run."""
    for address in addresses:
        fetched = store.facts.fetch_record(run.number, address) if urls.is_web(address) else None
        if fetched:
            yield address, fetched.target


def _page_facts(store: Store, run: Run, url: str) -> PageFacts | None:
    fetched = store.facts.fetch_record(run.number, urls.without_fragment(url))
    return store.facts.page_facts(fetched, None) if fetched and fetched.page else None


def _schemes(facts: PageFacts) -> tuple[str, ...]:
    document = _document(facts)
    return schemes_named(document) if document else ()
