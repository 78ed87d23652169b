"""Reads and writes judgements: tallies of pages and sites, and findings with their history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, Table, delete, func, select, update

from auditor.model import FieldPrecision, Finding, Judgement, Life, Outcome, PageTally, RunState, SiteTally, Waiver
from auditor.store import schema
from auditor.store.database import StoreDatabase, write

_pack, _unpack = msgspec.msgpack.encode, msgspec.msgpack.decode
_JUDGEMENTS, _RUNS = schema.judgements, schema.runs
_NEXT = func.coalesce(func.max(_JUDGEMENTS.c.number), 0) + 1
_FINDINGS = msgspec.msgpack.Decoder(Finding)


class JudgementTables:
    """Reads and writes judgements. Readers see a judgement once its findings are saved."""

    def __init__(self, database: StoreDatabase) -> None:
        self._database = database

    def create(  # noqa: PLR0913 - every parameter is a field of the judgement
        self,
        run: int,
        *,
        ruleset: str,
        checks: tuple[str, ...],
        made: str,
        waivers: tuple[Waiver, ...] = (),
        precision: tuple[FieldPrecision, ...] = (),
    ) -> Judgement:
        """Begin one more judgement of a run. One that a kill left unfinished is deleted and its number reused."""
        with self._database.writing("new judgement") as connection:
            number = connection.execute(_finished(_NEXT).where(_RUNS.c.number == run)).scalar_one()
            for table in (schema.page_tallies, schema.site_tallies, schema.findings):
                connection.execute(delete(table).where(table.c.run == run, table.c.judgement == number))
            judgement = Judgement(run, number, ruleset, checks, made, waivers, precision)
            row = {"run": run, "number": number, "facts": _pack(judgement), "finished": False}
            write(connection, _JUDGEMENTS, [row])
        return judgement

    def latest(self, run: int) -> Judgement | None:
        """Return the newest finished judgement of a run; None when there is none."""
        return self._newest(_finished(_JUDGEMENTS.c.facts).where(_RUNS.c.number == run))

    def previous(self, run: int) -> Judgement | None:
        """Return the newest finished judgement of the nearest earlier run that has one; None when none has."""
        return self._newest(_finished(_JUDGEMENTS.c.facts).where(_RUNS.c.number < run))

    def mended(self, before: int) -> dict[str, int]:
        """Return how many faults of each check were mended in the runs before this one, each fault once."""
        table = schema.findings
        query = select(table.c.check, func.count(table.c.fingerprint.distinct()).label("faults"))
        query = query.where(table.c.run < before, table.c.life == Life.FIXED, table.c.outcome == Outcome.FAILED)
        return {row["check"]: row["faults"] for row in self._database.rows(query.group_by(table.c.check))}

    def save_page_tallies(self, judgement: Judgement, rows: Sequence[PageTally]) -> None:
        """Save the results of all checks on each page."""
        keys = {"run": judgement.run, "judgement": judgement.number}
        values = (keys | {"url": row.url, "site": row.site, "facts": _pack(row)} for row in rows)
        with self._database.writing("page tallies") as connection:
            write(connection, schema.page_tallies, values)

    def page_tally(self, judgement: Judgement, url: str) -> PageTally | None:
        """Return the results of all checks on one page; None when it was not judged."""
        table = schema.page_tallies
        query = select(table.c.facts).where(*_of(table, judgement), table.c.url == url)
        rows = self._database.rows(query.order_by(table.c.site).limit(1))
        return _unpack(rows[0]["facts"], type=PageTally) if rows else None

    def page_tallies(self, judgement: Judgement) -> Iterator[PageTally]:
        """Yield the results of all checks on every page, by site and address."""
        table = schema.page_tallies
        query = select(table.c.facts).where(*_of(table, judgement)).order_by(table.c.site, table.c.url)
        return (_unpack(row["facts"], type=PageTally) for row in self._database.stream(query))

    def page_judged(self, judgement: Judgement, url: str, check: str) -> bool:
        """Return whether a check examined a page: it was selected and nothing prevented it."""
        tally = self.page_tally(judgement, url)
        if tally is None or check not in judgement.checks:
            return False
        counted = tally.counts.get(check)
        return counted is None or counted.untested is None

    def save_site_tallies(self, judgement: Judgement, site: str, rows: Sequence[SiteTally]) -> None:
        """Save the results of each check over a whole site."""
        row = {"run": judgement.run, "judgement": judgement.number, "site": site, "facts": _pack(tuple(rows))}
        with self._database.writing("site tallies") as connection:
            write(connection, schema.site_tallies, [row])

    def site_tallies(self, judgement: Judgement) -> dict[str, tuple[SiteTally, ...]]:
        """Return the results of each check, by site."""
        table = schema.site_tallies
        query = select(table.c.site, table.c.facts).where(*_of(table, judgement)).order_by(table.c.site)
        return {row["site"]: _unpack(row["facts"], type=tuple[SiteTally, ...]) for row in self._database.rows(query)}

    def save_findings(self, judgement: Judgement, findings: Iterable[Finding]) -> None:
        """Save all findings with all their places and finish the judgement, in one transaction."""
        keys = {"run": judgement.run, "judgement": judgement.number}
        rows = (
            {"fingerprint": finding.fingerprint, "outcome": finding.outcome.value, "site": finding.site}
            | {"check": finding.check, "life": finding.life.value, "facts": _pack(finding)}
            | keys
            for finding in findings
        )
        this = (_JUDGEMENTS.c.run == judgement.run, _JUDGEMENTS.c.number == judgement.number)
        with self._database.writing("findings") as connection:
            write(connection, schema.findings, rows)
            connection.execute(update(_JUDGEMENTS).where(*this).values(finished=True))

    def findings(self, judgement: Judgement, site: str | None = None) -> Iterator[Finding]:
        """Yield findings by site and check, of one site or of all."""
        table = schema.findings
        query = select(table.c.facts).where(*_of(table, judgement))
        query = query if site is None else query.where(table.c.site == site)
        query = query.order_by(table.c.site, table.c.check, table.c.fingerprint, table.c.outcome)
        return (_FINDINGS.decode(row["facts"]) for row in self._database.stream(query))

    def _newest(self, query: Select[Any]) -> Judgement | None:
        rows = self._database.rows(query.order_by(_RUNS.c.number.desc(), _JUDGEMENTS.c.number.desc()).limit(1))
        return _unpack(rows[0]["facts"], type=Judgement) if rows else None


def _finished(column: ColumnElement[Any]) -> Select[Any]:
    """Build a query over finished judgements of runs that have been judged."""
    query = select(column).select_from(_JUDGEMENTS).join(_RUNS, _RUNS.c.number == _JUDGEMENTS.c.run)
    return query.where(_JUDGEMENTS.c.finished, _RUNS.c.state.not_in((RunState.GATHERING, RunState.ABANDONED)))


def _of(table: Table, judgement: Judgement) -> tuple[ColumnElement[bool], ...]:
    return (table.c.run == judgement.run, table.c.judgement == judgement.number)
