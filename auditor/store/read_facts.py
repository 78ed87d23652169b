"""Reads back what a run gathered: answers, link targets and visits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

import msgspec
from sqlalchemy import BindParameter, RowMapping, bindparam, select

from auditor.model import (
    Answer,
    FailureReason,
    FetchFailure,
    FetchRecord,
    LinkState,
    LinkTarget,
    Page,
    PageFacts,
    Rendered,
    Untested,
    VisitFailure,
    VisitRecord,
)
from auditor.store import schema
from auditor.store.content_store import Blobs
from auditor.store.database import StoreDatabase

_FETCHED, _VISITED = schema.fetched, schema.visited
_NUMBER: BindParameter[int] = bindparam("number")
_ADDRESS: BindParameter[str] = bindparam("address")
# built once: building a query costs as much as running it, and these are run for every address
_ONE = select(_FETCHED).where(_FETCHED.c.run == _NUMBER, _FETCHED.c.url == _ADDRESS)
_LAST = (
    select(_FETCHED)
    .where(_FETCHED.c.url == _ADDRESS, _FETCHED.c.run < _NUMBER, _FETCHED.c.body != "")
    .order_by(_FETCHED.c.run.desc())
    .limit(1)
)
_FIRST = (
    select(_FETCHED)
    .where(_FETCHED.c.url == _ADDRESS, _FETCHED.c.run < _NUMBER, _FETCHED.c.page != "")
    .order_by(_FETCHED.c.run)
    .limit(1)
)
_AT_ONCE = 500
_NO_ANSWER = {FailureReason.TIMEOUT: Untested.TIMED_OUT, FailureReason.OWN_NETWORK: Untested.OWN_NETWORK}
_pack = msgspec.msgpack.Encoder().encode
_ANSWERS: msgspec.msgpack.Decoder[Answer] = msgspec.msgpack.Decoder(Answer)
_TARGETS = msgspec.msgpack.Decoder(LinkTarget)
_FAILURES: msgspec.msgpack.Decoder[VisitFailure | None] = msgspec.msgpack.Decoder(VisitFailure | None)


class Stretch(msgspec.Struct, frozen=True):
    """A stretch of a site's addresses, in their order."""

    site: str
    """The id of the site."""
    first: str = ""
    """The first address of the stretch; empty: from the beginning."""
    beyond: str = ""
    """The first address behind it; empty: to the end."""


class FactReader:
    """Reads facts. Results that may be long are streamed."""

    def __init__(self, database: StoreDatabase, blobs: Blobs) -> None:
        self._database = database
        self._blobs = blobs

    def fetch_record(self, run: int, url: str) -> FetchRecord | None:
        """Return what fetching an address brought in a run; None when it was not fetched."""
        rows = self._database.rows(_ONE, number=run, address=url)
        return _fetched(rows[0]) if rows else None

    def fetch_records_among(self, run: int, addresses: Sequence[str]) -> Iterator[FetchRecord]:
        """Yield what fetching these addresses brought in a run; those that were not fetched are left out."""
        for start in range(0, len(addresses), _AT_ONCE):
            some = addresses[start : start + _AT_ONCE]
            rows = self._database.rows(select(_FETCHED).where(_FETCHED.c.run == run, _FETCHED.c.url.in_(some)))
            yield from map(_fetched, rows)

    def fetch_records(
        self, run: int, stretch: Stretch | None = None, *, pages_only: bool = False
    ) -> Iterator[FetchRecord]:
        """Yield everything fetched in a run, by site and address; ``pages_only``: what was parsed as a page."""
        query = select(_FETCHED).where(_FETCHED.c.run == run)
        if stretch:
            query = query.where(_FETCHED.c.site == stretch.site, _FETCHED.c.url >= stretch.first)
            query = query.where(_FETCHED.c.url < stretch.beyond) if stretch.beyond else query
        query = query.where(_FETCHED.c.page != "") if pages_only else query
        return map(_fetched, self._database.stream(query.order_by(_FETCHED.c.site, _FETCHED.c.url)))

    def stretches(self, run: int, site: str, most: int) -> list[Stretch]:
        """Return a site's addresses in stretches of ``most``; at least one stretch."""
        query = select(_FETCHED.c.url).where(_FETCHED.c.run == run, _FETCHED.c.site == site).order_by(_FETCHED.c.url)
        marks = [row["url"] for row in islice(self._database.stream(query), most, None, most)]
        return [Stretch(site, first, beyond) for first, beyond in pairwise(["", *marks, ""])]

    def link_targets(self, run: int) -> Iterator[LinkTarget]:
        """Yield the link target of every address that was fetched, by address; soft 404 probes are left out."""
        query = select(_FETCHED.c.target, _FETCHED.c.answer)
        query = query.where(_FETCHED.c.run == run, _FETCHED.c.probe.is_(False))
        return map(_target, self._database.stream(query.order_by(_FETCHED.c.url)))

    def last_good_fetch(self, url: str, before: int) -> tuple[int, FetchRecord] | None:
        """Return the latest earlier run that parsed an address as a page or style sheet, with what it brought."""
        rows = self._database.rows(_LAST, number=before, address=url)
        return (rows[0]["run"], _fetched(rows[0])) if rows else None

    def first_page(self, url: str, before: int) -> FetchRecord | None:
        """Return what the oldest earlier run brought that parsed an address as a page; None when none did."""
        rows = self._database.rows(_FIRST, number=before, address=url)
        return _fetched(rows[0]) if rows else None

    def addresses_with_bodies(self, run: int) -> Iterator[str]:
        """Yield every address for which ``last_good_fetch`` returns something."""
        query = select(_FETCHED.c.url).where(_FETCHED.c.run < run, _FETCHED.c.body != "").distinct()
        return (row["url"] for row in self._database.stream(query))

    def visit_record(self, run: int, url: str) -> VisitRecord | None:
        """Return what visiting a page brought in a run; None when it was not visited."""
        rows = self._database.rows(select(_VISITED).where(_VISITED.c.run == run, _VISITED.c.url == url))
        return _visited(rows[0]) if rows else None

    def visit_records(self, run: int, site: str) -> dict[str, VisitRecord]:
        """Return the visits of a site's pages in a run, by address."""
        rows = self._database.stream(select(_VISITED).where(_VISITED.c.run == run, _VISITED.c.site == site))
        return {record.url: record for record in map(_visited, rows)}

    def last_visit(self, url: str, before: int) -> tuple[int, VisitRecord] | None:
        """Return the latest visit of a page in an earlier run, with its number; None when there is none."""
        query = select(_VISITED).where(_VISITED.c.url == url, _VISITED.c.run < before)
        rows = self._database.rows(query.order_by(_VISITED.c.run.desc()).limit(1))
        return (rows[0]["run"], _visited(rows[0])) if rows else None

    def page_facts(self, fetched: FetchRecord, visited: VisitRecord | None) -> PageFacts:
        """Return all facts of a page: the parsed body, what a browser saw, and for each missing part the reason."""
        return PageFacts(
            url=fetched.url,
            site=fetched.site,
            answer=fetched.answer,
            page=self._page(fetched),
            rendered=self.rendered(visited),
            depth=fetched.depth,
            start=fetched.start,
            carried_from=visited.carried_from if visited else 0,
        )

    def rendered(self, visited: VisitRecord | None) -> Rendered | VisitFailure | Untested:
        """Return what a browser saw of a page, or the reason why nothing was seen."""
        if visited is None:
            return Untested.NOT_VISITED
        if visited.failure or not visited.rendered:
            return visited.failure or Untested.NOT_VISITED
        return msgspec.msgpack.decode(self._blobs.get(visited.rendered), type=Rendered)

    def _page(self, fetched: FetchRecord) -> Page | Untested:
        if fetched.page:
            return msgspec.msgpack.decode(self._blobs.get(fetched.page), type=Page)
        return _why_no_page(fetched)


def _why_no_page(fetched: FetchRecord) -> Untested:
    """Return why nothing was parsed from an answer."""
    if fetched.target.unread is not None:
        return fetched.target.unread
    if isinstance(fetched.answer, FetchFailure):
        return _NO_ANSWER.get(fetched.answer.reason, Untested.FETCH_FAILED)
    if fetched.target.state is LinkState.BLOCKED:
        return Untested.BLOCKED
    return Untested.FETCH_FAILED if fetched.answer.is_error else Untested.NOT_HTML


def fetched_row(run: int, record: FetchRecord) -> dict[str, object]:
    """Return a fetch record as a row."""
    # the target's answer is the row's own: stored once
    target = msgspec.structs.replace(record.target, answer=None)
    return msgspec.structs.asdict(record) | {"run": run, "answer": _pack(record.answer), "target": _pack(target)}


def visited_row(run: int, record: VisitRecord) -> dict[str, object]:
    """Return a visit record as a row."""
    return msgspec.structs.asdict(record) | {"run": run, "failure": _pack(record.failure)}


def _target(row: RowMapping) -> LinkTarget:
    return msgspec.structs.replace(_TARGETS.decode(row["target"]), answer=_ANSWERS.decode(row["answer"]))


def _fetched(row: RowMapping) -> FetchRecord:
    target = _target(row)
    values = {name: row[name] for name in FetchRecord.__struct_fields__}
    return FetchRecord(**(values | {"answer": target.answer, "target": target}))


def _visited(row: RowMapping) -> VisitRecord:
    values = {name: row[name] for name in VisitRecord.__struct_fields__}
    return VisitRecord(**(values | {"failure": _FAILURES.decode(row["failure"])}))
