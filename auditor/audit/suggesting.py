"""Suggested classes for the pages of a run, from what was kept of them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from auditor.gather.charset import read_text
from auditor.gather.soup import read_opening
from auditor.model import Fetched, Page, PageFacts, Response, Run, Suggestion
from auditor.standards.dublin_core import CATEGORIES
from auditor.store import Store
from auditor.suggest.model import Model
from auditor.suggest.page import block, carried, words_of


class PageSuggestions(msgspec.Struct, frozen=True):
    """What one page carries, by field, and what is suggested for it; nothing for a page outside the model's field.

    ``block`` are the tags to paste.
    """

    url: str
    title: str
    carried: dict[str, tuple[str, ...]]
    suggestions: tuple[Suggestion, ...] = ()
    block: str = ""


def suggestions(store: Store, run: Run, model: Model) -> Iterator[PageSuggestions]:
    """Every page of a run that was read, with what ``model`` suggests for it."""
    for fetched in store.iter_fetched(run.number, pages_only=True):
        if fetched.site:
            yield suggested(store.page_facts(fetched, None), _opening(store, fetched), model)


def suggested(facts: PageFacts, opening: str, model: Model) -> PageSuggestions:
    """What is suggested for one page; ``opening`` are the first words of its text."""
    page = facts.page if isinstance(facts.page, Page) else Page()
    own = {field: carried(page.head, field) for field in CATEGORIES}
    if page.document is None:
        return PageSuggestions(facts.url, "", own)
    found = model.suggest(words_of(page.document, page.head, opening))
    return PageSuggestions(facts.url, page.document.title or "", own, found, block(found))


def _opening(store: Store, fetched: Fetched) -> str:
    answer = fetched.answer
    if not fetched.body or not isinstance(answer, Response):
        return ""
    text, _ = read_text(store.get(fetched.body), answer.charset)
    return read_opening(text)
