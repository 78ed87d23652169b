"""Collects the signals that names outside all sites changed hands, while a run's pages are surveyed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from auditor import urls
from auditor.crawl.name_requests import root_of
from auditor.extract.html.document import read_document
from auditor.model import (
    Change,
    Document,
    FetchFailure,
    FetchRecord,
    Page,
    PageContent,
    Response,
    Run,
    Signal,
    SignalKind,
)
from auditor.model.page_parts import PageOutline
from auditor.pipeline.resume import runs_of_month
from auditor.standards.name_signals import (
    before_signals,
    browser_signals,
    content_signals,
    end_signals,
    root_signals,
)
from auditor.standards.registrable_names import is_government, registrable_name
from auditor.store import Store

_PAGES = msgspec.msgpack.Decoder(PageOutline)


class ChangedNames:
    """The signals of the link targets of one run; ``add`` takes each record of it once."""

    def __init__(self, store: Store, run: Run) -> None:
        self._store = store
        self._run = run
        self._earlier = runs_of_month(store, run)
        self._found: dict[str, tuple[Signal, ...]] = {}
        self._roots: dict[str, tuple[Signal, ...]] = {}
        self._ends: dict[str, str] = {}
        self._own = frozenset(urls.host_of(site.url) for site in run.settings.portfolio.sites if site.url)

    def add(self, fetched: FetchRecord, page: PageOutline) -> None:
        """Take one record with what was parsed of it; those of sites, systems and probes are left aside."""
        if fetched.site or fetched.start or fetched.probe or urls.host_of(fetched.url) in self._own:
            return
        answer = fetched.answer
        if isinstance(answer, FetchFailure):
            signals = _unregistered(answer)
        elif urls.host_of(answer.final_url) in self._own:
            return
        else:
            signals = tuple(self._of_answer(fetched, answer, page))
            if page.content:
                self._ends[fetched.url] = answer.final_url
        if signals:
            self._found[fetched.url] = signals

    def signals(self) -> dict[str, tuple[Signal, ...]]:
        """The signals of every target that has any, by address; weak ones too."""
        for url, end in self._ends.items():
            root = root_of(end)
            if end != root and url != root and (found := self._root(root)):
                self._found[url] = (*self._found.get(url, ()), *found)
        return self._found

    def _of_answer(self, fetched: FetchRecord, answer: Response, page: PageOutline) -> Iterator[Signal]:
        content, host = page.content, urls.host_of(answer.final_url)
        if content:
            yield from content_signals(content, host)
            if page.content_as_browser:
                yield from browser_signals(content, page.content_as_browser, host)
        before = self._before(fetched, answer) if content and not is_government(host) else None
        linked = urls.host_of(fetched.url)
        if registrable_name(linked) != registrable_name(host):
            known = (*self._link_texts(fetched.url), before.title if before else "")
            yield from end_signals(linked, answer.final_url.partition("://")[2], content, known)
        if before and content:
            yield from before_signals(before, content)

    def _root(self, root: str) -> tuple[Signal, ...]:
        """The signal of a host's first page, requested in this run or in an earlier one of the month."""
        if root not in self._roots:
            numbers = (self._run.number, *self._earlier)
            fetched = next(filter(None, (self._store.facts.fetch_record(number, root) for number in numbers)), None)
            content = self._outline(fetched).content if fetched else None
            end = urls.host_of(fetched.answer.final_url) if fetched else ""
            self._roots[root] = root_signals(content, root, end) if content else ()
        return self._roots[root]

    def _before(self, fetched: FetchRecord, answer: Response) -> PageContent | None:
        """What the oldest run in the store that brought a page there saw; None where this page is the same."""
        oldest = self._store.facts.first_page(fetched.url, before=self._run.number)
        if oldest is None or not isinstance(oldest.answer, Response) or oldest.answer.body_hash == answer.body_hash:
            return None
        return self._outline(oldest).content

    def _outline(self, fetched: FetchRecord) -> PageOutline:
        return _PAGES.decode(self._store.blobs.get(fetched.page)) if fetched.page else PageOutline()

    def _link_texts(self, url: str) -> tuple[str, ...]:
        """The texts of the links to an address on the page that first linked to it."""
        request = next(iter(self._store.queue.requests_for(self._run.number, url)), None)
        source = self._store.facts.fetch_record(self._run.number, request.found_on) if request else None
        if source is None or not source.page:
            return ()
        page = msgspec.msgpack.decode(self._store.blobs.get(source.page), type=Page)
        document = page.document or _read(source, self._store.blobs.get)
        links = document.links if document else ()
        return tuple(f"{link.text} {link.title or ''}" for link in links if urls.without_fragment(link.url) == url)


def _read(source: FetchRecord, blob: Callable[[str], bytes]) -> Document | None:
    """The document of a page that was parsed for its links only, from its kept body."""
    return read_document(blob(source.body), source.url) if source.body else None


def _unregistered(answer: FetchFailure) -> tuple[Signal, ...]:
    if not answer.unregistered:
        return ()
    return (Signal(SignalKind.UNREGISTERED, Change.TAKEN_OVER, (answer.unregistered,)),)
