"""A first pass over a run's pages: which are the same page, which are soft 404s, which fragments are asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from auditor import urls
from auditor.crawl.soft_404 import AnsweredPage, learn
from auditor.extract.html.fragments import fragment_found
from auditor.model import FetchRecord, Fragment, LinkState, Response
from auditor.model.page_parts import DocumentOutline, LinkIndexOutline, PageOutline
from auditor.pipeline.judgement.moved_content import MovedContent
from auditor.standards.conventions import says
from auditor.store import Store


class Survey(msgspec.Struct, frozen=True):
    """What judging must know of the whole run before it looks at single pages.

    ``doubles`` are addresses whose page is, byte for byte, that of another address of the site and is judged there.
    ``missing`` are soft 404s, which are no pages, ``unsure`` pages of which nobody can tell that. ``fragments`` maps a
    target to the fragments that links ask for, found or not. ``templates`` are those of the pages by address.
    ``reached`` is False when not one server answered: then it is our own network that failed. ``day`` is the run's.
    ``successors`` tells where content that is gone may be now.
    """

    doubles: frozenset[str]
    missing: frozenset[str]
    unsure: frozenset[str]
    fragments: dict[str, tuple[Fragment, ...]]
    reached: bool
    templates: dict[str, str] = {}
    day: str = ""
    successors: MovedContent = msgspec.field(default_factory=MovedContent)

    @property
    def unread(self) -> frozenset[str]:
        """Addresses whose page is not judged."""
        return self.doubles | self.missing


def survey(store: Store, run: int) -> Survey:
    """Read every page of a run once, and the pages that fragments point into once more."""
    answered: list[AnsweredPage] = []
    twins: dict[tuple[str, str], list[_Rank]] = defaultdict(list)
    wanted: dict[str, set[str]] = defaultdict(set)
    templates: dict[str, str] = {}
    reached, successors = False, MovedContent()
    for fetched in store.facts.fetch_records(run):
        reached = reached or isinstance(fetched.answer, Response)
        page = _outline(store, fetched)
        if fetched.site and fetched.target.state is LinkState.OK:
            successors.take(fetched.site, fetched.url, (page.title or "") if page else "")
        if page is None or not isinstance(fetched.answer, Response):
            continue
        text = page.text_hash or fetched.answer.body_hash  # a page without words, built by scripts
        gone = fetched.probe and _says_missing(page)
        answered.append(AnsweredPage(fetched.url, fetched.answer.status, text, fetched.start, fetched.probe, gone))
        if fetched.site:
            templates[fetched.url] = page.template
            # the start page first, then the shortest address: the choice must not depend on the order of answers
            twins[fetched.site, fetched.answer.body_hash].append((not fetched.start, len(fetched.url), fetched.url))
            for target, fragment in _fragments_of(page):
                wanted[target].add(fragment)
    learned = learn(answered)
    return Survey(
        doubles=frozenset(_doubles(twins)),
        missing=learned.missing,
        unsure=learned.unsure,
        fragments=dict(_look_up(store, run, wanted)),
        reached=reached,
        templates=templates,
        successors=successors,
        day=store.runs.find(run).day,
    )


_AT_ONCE = 500
_Rank = tuple[bool, int, str]
_PAGES = msgspec.msgpack.Decoder(PageOutline)


def _outline(store: Store, fetched: FetchRecord) -> DocumentOutline | LinkIndexOutline | None:
    page = _PAGES.decode(store.blobs.get(fetched.page)) if fetched.page else PageOutline()
    return page.document or page.sketch


def _says_missing(page: DocumentOutline | LinkIndexOutline) -> bool:
    """Whether the title or a heading says that there is no such page."""
    headings = (one if isinstance(one, str) else one.text for one in page.headings)
    return any(says("missing_page", text) for text in (page.title or "", *headings))


def _doubles(twins: dict[tuple[str, str], list[_Rank]]) -> Iterator[str]:
    for members in twins.values():
        yield from (url for _, _, url in sorted(members)[1:])


def _fragments_of(page: DocumentOutline | LinkIndexOutline) -> Iterator[tuple[str, str]]:
    for url in page.parts if isinstance(page, LinkIndexOutline) else (link.url for link in page.links):
        address, mark, fragment = url.partition("#")
        if mark and fragment and urls.is_web(address):
            yield address, fragment


def _look_up(store: Store, run: int, wanted: dict[str, set[str]]) -> Iterator[tuple[str, tuple[Fragment, ...]]]:
    for target, fetched in _answers(store, run, sorted(wanted)):
        whole = _outline(store, fetched) if fetched and not _cut(fetched) else None
        found = (Fragment(name, fragment_found(whole, name) if whole else None) for name in sorted(wanted[target]))
        yield target, tuple(found)


def _answers(store: Store, run: int, addresses: list[str]) -> Iterator[tuple[str, FetchRecord | None]]:
    """What each address brought, read from the store by hundreds: one by one it costs four times as much."""
    for start in range(0, len(addresses), _AT_ONCE):
        some = addresses[start : start + _AT_ONCE]
        found = {one.url: one for one in store.facts.fetch_records_among(run, some)}
        yield from ((url, found.get(url)) for url in some)


def _cut(fetched: FetchRecord) -> bool:
    """Whether only the beginning of a body was read: then a fragment may stand in the rest."""
    return isinstance(fetched.answer, Response) and fetched.answer.truncated
