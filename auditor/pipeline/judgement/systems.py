"""Gathers the facts of the systems that the form names beside the sites: their answer, and expected words it lacks."""

from __future__ import annotations

import html
from collections.abc import Iterator

from auditor import urls
from auditor.extract.charset import read_text
from auditor.model import Response, Run, System, SystemFacts
from auditor.store import Store


def systems_of(store: Store, run: Run) -> Iterator[SystemFacts]:
    """What asking each configured system brought; those that were not asked in this run are left out."""
    for system in run.settings.portfolio.systems:
        fetched = (
            store.facts.fetch_record(run.number, urls.without_fragment(system.url)) if system.how == "probe" else None
        )
        if fetched is None:
            continue
        answer = fetched.answer
        body = store.blobs.get(fetched.body) if fetched.body else b""
        charset = answer.charset if isinstance(answer, Response) else ""
        yield SystemFacts(system, fetched.target, _missing(system, body, charset) if body else None)


def _missing(system: System, body: bytes, charset: str) -> tuple[str, ...]:
    shown = html.unescape(read_text(body, charset)[0])
    return tuple(word for word in system.words if word not in shown)
