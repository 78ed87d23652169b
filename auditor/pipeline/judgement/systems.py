"""Gathers the facts of the systems that the form names beside the sites: their answer, and expected words it lacks."""

from __future__ import annotations

from collections.abc import Iterator

from auditor import urls
from auditor.crawl.link_state import own_network
from auditor.extract.charset import read_text
from auditor.extract.text.expected_words import find_missing_words
from auditor.model import FetchRecord, LinkState, Page, Response, Run, System, SystemFacts
from auditor.store import Store


def systems_of(store: Store, run: Run, *, reached: bool) -> Iterator[SystemFacts]:
    """The facts of each configured system; those that were not fetched in this run are left out.

    ``reached`` is whether any server answered in this run; if none did, our own network failed and not the systems.

    The missing words are a fact of the parsed page. Where there is none (runs of earlier programs, bodies that are no
    pages), they are searched for in the stored body, so that such a run is judged as before.
    """
    for system in run.settings.portfolio.systems:
        fetched = (
            store.facts.fetch_record(run.number, urls.without_fragment(system.url)) if system.how == "probe" else None
        )
        if fetched is not None:
            target = fetched.target
            if not reached and target.state is LinkState.UNREACHABLE:
                target = own_network(target)
            yield SystemFacts(system, target, _missing_words(store, fetched, system))


def _missing_words(store: Store, fetched: FetchRecord, system: System) -> tuple[str, ...] | None:
    page = store.facts.page_facts(fetched, None).page
    if isinstance(page, Page) and page.missing_words is not None:
        return tuple(word for word in system.words if word in page.missing_words)
    body = store.blobs.get(fetched.body) if fetched.body else b""
    if not body:
        return None
    charset = fetched.answer.charset if isinstance(fetched.answer, Response) else ""
    return find_missing_words(read_text(body, charset)[0], system.words)
