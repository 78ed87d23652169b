"""Suggested classes for the pages of a run: from their words, and from what the pages beside them carry."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence

import msgspec

from auditor.extract.charset import read_text
from auditor.extract.text.opening import read_opening
from auditor.model import FetchRecord, Page, PageFacts, Response, Run, Suggestion
from auditor.standards.dublin_core import CATEGORIES
from auditor.store import Store
from auditor.suggest.model import Model
from auditor.suggest.neighbour_classes import NeighbourClasses
from auditor.suggest.page_text import block, carried, text_of_page

Beside = Callable[[str, Sequence[str]], Suggestion | None]
"""By field, and given what a page carries there: what the pages beside it suggest."""


class PageSuggestions(msgspec.Struct, frozen=True):
    """What one page carries, by field, and what is suggested for it.

    ``block`` are the tags to paste.
    """

    url: str
    title: str
    carried: dict[str, tuple[str, ...]]
    suggestions: tuple[Suggestion, ...] = ()
    block: str = ""


def suggestions(store: Store, run: Run, model: Model) -> Iterator[PageSuggestions]:
    """Every page of a run that was read, with what ``model`` and the pages beside it suggest for it."""
    habits = NeighbourClasses()
    for fetched in store.facts.fetch_records(run.number, pages_only=True):
        if fetched.site:
            habits.learn(fetched.site, fetched.url, _carried(store.facts.page_facts(fetched, None)))
    for fetched in store.facts.fetch_records(run.number, pages_only=True):
        if fetched.site:
            facts = store.facts.page_facts(fetched, None)
            opening = _opening(store, fetched, facts)
            yield suggested(facts, opening, model, functools.partial(habits.suggest, fetched.site, fetched.url))


def suggested(facts: PageFacts, opening: str, model: Model, beside: Beside) -> PageSuggestions:
    """What is suggested for one page; ``opening`` are the first words of its text.

    Where the model is not sure, the pages ``beside`` it speak; their editors know the site, not the page.
    """
    own = _carried(facts)
    if not isinstance(facts.page, Page) or facts.page.document is None:
        return PageSuggestions(facts.url, "", own)
    document = facts.page.document
    said = {one.field: one for one in model.suggest(text_of_page(document, facts.page.head, opening))}
    found = tuple(one for field in CATEGORIES if (one := _surest(said.get(field), beside(field, own[field]))))
    return PageSuggestions(facts.url, document.title or "", own, found, block(found))


def _surest(model: Suggestion | None, beside: Suggestion | None) -> Suggestion | None:
    return next((one for one in (model, beside) if one and one.sure), model or beside)


def _carried(facts: PageFacts) -> dict[str, tuple[str, ...]]:
    head = facts.page.head if isinstance(facts.page, Page) else None
    return {field: carried(head, field) for field in CATEGORIES}


def _opening(store: Store, fetched: FetchRecord, facts: PageFacts) -> str:
    """The first words of the page's own content; of a page parsed by an earlier program, read from its body."""
    if isinstance(facts.page, Page) and facts.page.opening is not None:
        return facts.page.opening
    answer = fetched.answer
    if not fetched.body or not isinstance(answer, Response):
        return ""
    text, _ = read_text(store.blobs.get(fetched.body), answer.charset)
    return read_opening(text)
