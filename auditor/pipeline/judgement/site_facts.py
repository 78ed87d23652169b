"""Gathers the facts that site checks read: summaries, the home page, the searches, and where their links lead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from auditor import urls
from auditor.model import (
    Document,
    LinkTarget,
    Page,
    PageFacts,
    PageSummary,
    Rendered,
    Response,
    Run,
    SearchAnswers,
    Site,
    SiteFacts,
    Untested,
)
from auditor.pipeline.run_settings import links_only
from auditor.standards.metadata_words import schemes_named
from auditor.store import Store

_MOST_CANDIDATES = 4


def site_facts_of(
    store: Store, run: Run, site: Site, home: PageFacts | None, summaries: Iterable[PageSummary]
) -> SiteFacts:
    """The facts of one site; a run of links alone knows the home page only."""
    pages = tuple(summaries)
    if links_only(run.settings):
        return SiteFacts(site, run.day, (), home)
    home_targets = dict(_page_targets(store, run, home))
    home = _with_living_blocks(home, home_targets)
    area = _classification_area(store, run, home)
    skipped = store.queue.skipped(run.number, site.id)
    return SiteFacts(
        site,
        run.day,
        pages,
        home,
        home_targets,
        area,
        dict(_page_targets(store, run, area)),
        dict(_file_targets(store, run, pages)),
        _search_answers(store, run, site),
        sum(addresses.count for addresses in skipped if addresses.reason is Untested.BUDGET),
        dict(_offer_targets(store, run, pages)),
    )


def _classification_area(store: Store, run: Run, home: PageFacts | None) -> PageFacts | None:
    """The page of the search by classification: of those that the home page links to, the one naming most schemes."""
    page = home.page if home else None
    blocks = page.blocks if isinstance(page, Page) else None
    items = blocks.classification[:_MOST_CANDIDATES] if blocks else ()
    pages = [facts for item in items if (facts := _page_facts(store, run, item.url)) is not None]
    return max(pages, key=lambda facts: len(_schemes(facts)), default=None)


def _with_living_blocks(home: PageFacts | None, targets: Mapping[str, LinkTarget]) -> PageFacts | None:
    """The home page with those entries of its blocks only that lead somewhere; a dead entry offers nothing.

    Links to 網站導覽 and to the English version stay: their checks state where they led.
    """
    page = home.page if home else None
    if home is None or not isinstance(page, Page) or page.blocks is None or page.document is None:
        return home
    found, base = page.blocks, page.document.base or page.document.url
    living = msgspec.structs.replace(
        found,
        search=tuple(box for box in found.search if not _is_dead(targets, box.action)),
        badges=tuple(
            badge
            for badge in found.badges
            if not (_is_dead(targets, urls.resolve(base, badge.src) or "") or _is_dead(targets, badge.href))
        ),
        **{
            name: tuple(item for item in getattr(found, name) if not _is_dead(targets, item.url))
            for name in ("news", "popular", "keywords", "classification")
        },
    )
    if found.news and not living.news:
        living = msgspec.structs.replace(living, news_heading=None)
    return msgspec.structs.replace(home, page=msgspec.structs.replace(page, blocks=living))


def _is_dead(targets: Mapping[str, LinkTarget], url: str) -> bool:
    target = targets.get(urls.without_fragment(url))
    return target is not None and target.state.is_dead


def _page_targets(store: Store, run: Run, facts: PageFacts | None) -> Iterator[tuple[str, LinkTarget]]:
    """The targets of a page's links, as delivered and as a browser shows it, by address without fragment."""
    document = _document(facts)
    rendered = facts.rendered if facts else None
    links = (
        *(document.links if document else ()),
        *(rendered.links if isinstance(rendered, Rendered) else ()),
    )
    return _fetched_targets(store, run, dict.fromkeys(urls.without_fragment(link.url) for link in links))


def _file_targets(store: Store, run: Run, pages: Iterable[PageSummary]) -> Iterator[tuple[str, LinkTarget]]:
    """The targets of documents that pages link to, by address."""
    return _fetched_targets(store, run, dict.fromkeys(file.url for page in pages for file in page.files))


def _offer_targets(store: Store, run: Run, pages: Iterable[PageSummary]) -> Iterator[tuple[str, LinkTarget]]:
    """The targets of the links by which pages offer topics, by address."""
    return _fetched_targets(store, run, dict.fromkeys(offer.url for page in pages for offer in page.offers))


def _search_answers(store: Store, run: Run, site: Site) -> SearchAnswers | None:
    """What the site's search answered in this run; None where it was not tried."""
    if not site.searches:
        return None
    answers = [store.facts.fetch_record(run.number, url) for url in site.searches]
    pages = [store.facts.page_facts(answer, None) if answer and answer.page else None for answer in answers]
    known, nonsense = map(_document, pages)
    if not any(answers):
        return None
    first, second = site.searches
    statuses = [answer.answer.status if answer and isinstance(answer.answer, Response) else 0 for answer in answers]
    return SearchAnswers(site.search_word, first, known, nonsense, second, *statuses)


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
