"""Surveys a run's pages before they are judged: doubles of one page, soft 404s, and the fragments that links name."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator

import msgspec

from auditor import urls
from auditor.crawl.redirect_ends import comparable_end
from auditor.crawl.soft_404 import AnsweredPage, find_soft_404s
from auditor.model import FetchRecord, Fragment, LinkDetail, LinkState, OutsideName, Response, Signal
from auditor.model.page_parts import DocumentOutline, LinkIndexOutline, PageOutline
from auditor.pipeline.judgement.changed_names import ChangedNames
from auditor.pipeline.judgement.moved_content import MovedContent
from auditor.pipeline.judgement.name_inventory import NameInventory, new_script_hosts
from auditor.pipeline.judgement.named_parts import find_named_parts
from auditor.standards.conventions import contains_words
from auditor.standards.error_pages import error_end
from auditor.store import Store


class Survey(msgspec.Struct, frozen=True):
    """What must be known of the whole run before its pages and targets are judged."""

    doubles: frozenset[str]
    """Addresses whose page is, byte for byte, that of another address of the site and is judged there."""
    missing: frozenset[str]
    """Soft 404s, which are no pages."""
    unsure: frozenset[str]
    """Pages that may be soft 404s."""
    fragments: dict[str, tuple[Fragment, ...]]
    """The fragments that links name, found or not, by target."""
    reached: bool
    """False when not one server answered: then it was our own network that failed."""
    only_for_browsers: frozenset[str] = frozenset()
    """Hosts (``name:port``) that answer programs with 404 where browsers get the content."""
    templates: dict[str, str] = {}
    """The template of each page by address."""
    signals: dict[str, tuple[Signal, ...]] = {}
    """Signals that names changed hands, by link target."""
    names: tuple[OutsideName, ...] = ()
    """The names outside all sites that pages link to."""
    script_hosts: dict[str, bool] = {}
    """Hosts outside all sites from which pages load scripts, and whether no earlier month saw one; empty at first."""
    day: str = ""
    """The day of the run (ISO)."""
    refused: frozenset[str] = frozenset()
    """Addresses that a firewall or a test for robots answered in place of the site: nothing there is content."""
    successors: MovedContent = msgspec.field(default_factory=MovedContent)
    """Where missing content may be now."""

    @property
    def unread(self) -> frozenset[str]:
        """Addresses whose page is not judged."""
        return self.doubles | self.missing | self.refused


def survey(store: Store, run: int) -> Survey:
    """Read every page of a run once, and the pages that links with fragments lead to once more."""
    answered: list[AnsweredPage] = []
    same_body: dict[tuple[str, str], list[_Rank]] = defaultdict(list)
    wanted: dict[str, set[str]] = defaultdict(set)
    templates: dict[str, str] = {}
    reached, successors, only_for_browsers, refused = False, MovedContent(), set[str](), set[str]()
    names, inventory = ChangedNames(store, store.runs.find(run)), NameInventory(store.runs.find(run))
    for fetched in store.facts.fetch_records(run):
        reached = reached or isinstance(fetched.answer, Response)
        if fetched.target.detail is LinkDetail.MISSING_FOR_ROBOTS:
            only_for_browsers.add(urls.host_of(fetched.answer.final_url))
        stored = _stored(store, fetched)
        names.add(fetched, stored)
        inventory.add(fetched, stored)
        if fetched.target.refuses_programs:
            refused.add(fetched.url)
            continue
        page = stored.document or stored.sketch
        if fetched.site and fetched.target.state is LinkState.OK:
            successors.add(fetched.site, fetched.url, (page.title or "") if page else "")
        answered += _answered(fetched, page)
        if page is None or not isinstance(fetched.answer, Response):
            continue
        if fetched.site:
            templates[fetched.url] = page.template
            # the start page first, then the shortest address: the choice must not depend on the order of answers
            same_body[fetched.site, fetched.answer.body_hash].append((not fetched.start, len(fetched.url), fetched.url))
            for target, fragment in _fragments_of(page):
                wanted[target].add(fragment)
    learned, signals = find_soft_404s(answered), names.signals() if reached else {}
    day, before = store.runs.find(run).day, store.names.before(run)
    listed = inventory.names(signals, before)
    return Survey(
        doubles=frozenset(_doubles(same_body)),
        missing=learned.missing,
        unsure=learned.unsure,
        fragments=dict(find_named_parts(store, run, wanted, functools.partial(_outline, store))),
        reached=reached,
        only_for_browsers=frozenset(only_for_browsers),
        templates=templates,
        refused=frozenset(refused),
        successors=successors,
        signals=signals,
        names=tuple(listed),
        script_hosts=new_script_hosts(listed, before.values(), day),
        day=day,
    )


_ENDS = frozenset({LinkDetail.MOVED, LinkDetail.REDIRECT_TO_ERROR, LinkDetail.SOFT_MISSING, LinkDetail.STATES_MISSING})
"""Details of redirects whose ends are compared; a home page or login is a question whatever else ends there."""
_Rank = tuple[bool, int, str]
_PAGES = msgspec.msgpack.Decoder(PageOutline)


def _stored(store: Store, fetched: FetchRecord) -> PageOutline:
    return _PAGES.decode(store.blobs.get(fetched.page)) if fetched.page else PageOutline()


def _outline(store: Store, fetched: FetchRecord) -> DocumentOutline | LinkIndexOutline | None:
    page = _stored(store, fetched)
    return page.document or page.sketch


def _answered(fetched: FetchRecord, page: DocumentOutline | LinkIndexOutline | None) -> Iterator[AnsweredPage]:
    """What of a record shows how its module answers what is missing: its page, the end of its redirects, or nothing."""
    answer = fetched.answer
    if not isinstance(answer, Response):
        return
    end = comparable_end(fetched.url, answer.final_url) if fetched.target.detail in _ENDS else ""
    if page is None and not end:
        return
    text = (page.text_hash or answer.body_hash) if page else ""  # a page without words, built by scripts
    gone = fetched.probe and (_states_missing(page) or (bool(end) and error_end(answer.final_url) is not None))
    yield AnsweredPage(fetched.url, answer.status, text, fetched.start, fetched.probe, gone, end)


def _states_missing(page: DocumentOutline | LinkIndexOutline | None) -> bool:
    """Whether the title or a heading states that there is no such page."""
    if page is None:
        return False
    headings = (heading if isinstance(heading, str) else heading.text for heading in page.headings)
    return any(contains_words("missing_page", text) for text in (page.title or "", *headings))


def _doubles(same_body: dict[tuple[str, str], list[_Rank]]) -> Iterator[str]:
    for members in same_body.values():
        yield from (url for _, _, url in sorted(members)[1:])


def _fragments_of(page: DocumentOutline | LinkIndexOutline) -> Iterator[tuple[str, str]]:
    for url in page.parts if isinstance(page, LinkIndexOutline) else (link.url for link in page.links):
        address, mark, fragment = url.partition("#")
        if mark and fragment and urls.is_web(address):
            yield address, fragment
