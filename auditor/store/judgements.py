"""Judgements: tallies of pages and sites, and findings with their history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import msgspec
from sqlalchemy import Engine, delete, func, select

from auditor.model.evidence import SiteTally
from auditor.model.finding import Finding
from auditor.model.run import Judgement, PageTally, RunState
from auditor.store import schema
from auditor.store.database import write
from auditor.store.errors import told

_pack, _unpack = msgspec.msgpack.encode, msgspec.msgpack.decode
_BATCH = 500


class Judgements:
    """Reads and writes what was judged."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def new_judgement(self, run: int, *, ruleset: str, checks: tuple[str, ...], made: str) -> Judgement:
        """Begin one more judgement of a run. One that a kill left unfinished is thrown away and its number reused."""
        table = schema.judgements
        with told("judgement"), self._engine.begin() as connection:
            last = connection.execute(select(func.max(table.c.number)).where(table.c.run == run)).scalar() or 0
            finished = connection.execute(
                select(schema.runs.c.state).where(schema.runs.c.number == run)
            ).scalar() != RunState.GATHERING.value  # fmt: skip
            number = last + 1 if finished else 1
            for rest in (schema.page_tallies, schema.site_tallies, schema.findings):
                connection.execute(delete(rest).where(rest.c.run == run, rest.c.judgement == number))
            judgement = Judgement(run, number, ruleset, checks, made)
            write(connection, table, [{"run": run, "number": number, "facts": _pack(judgement)}])
        return judgement

    def latest_judgement(self, run: int) -> Judgement | None:
        """The newest judgement of a run that has been judged to the end."""
        table = schema.judgements
        query = (
            select(table.c.facts)
            .join(schema.runs, schema.runs.c.number == table.c.run)
            .where(table.c.run == run, schema.runs.c.state != RunState.GATHERING.value)
        )
        with told("judgement"), self._engine.begin() as connection:
            row = connection.execute(query.order_by(table.c.number.desc()).limit(1)).scalar()
        return _unpack(row, type=Judgement) if row else None

    def previous_judgement(self, run: int) -> Judgement | None:
        """The newest judgement of the nearest earlier run that has one."""
        table = schema.judgements
        query = (
            select(table.c.facts)
            .join(schema.runs, schema.runs.c.number == table.c.run)
            .where(table.c.run < run, schema.runs.c.state != RunState.GATHERING.value)
        )
        with told("judgement"), self._engine.begin() as connection:
            row = connection.execute(query.order_by(table.c.run.desc(), table.c.number.desc()).limit(1)).scalar()
        return _unpack(row, type=Judgement) if row else None

    def save_page_tallies(self, judgement: Judgement, rows: Sequence[PageTally]) -> None:
        """Keep what all checks said of each page."""
        keys = {"run": judgement.run, "judgement": judgement.number}
        values = [keys | {"url": row.url, "site": row.site, "facts": _pack(row)} for row in rows]
        with told("tallies"), self._engine.begin() as connection:
            write(connection, schema.page_tallies, values)

    def page_tally(self, judgement: Judgement, url: str) -> PageTally | None:
        """What all checks said of one page."""
        table = schema.page_tallies
        query = select(table.c.facts).where(
            table.c.run == judgement.run, table.c.judgement == judgement.number, table.c.url == url
        )
        with told("tallies"), self._engine.begin() as connection:
            row = connection.execute(query.order_by(table.c.site).limit(1)).scalar()
        return _unpack(row, type=PageTally) if row else None

    def page_judged(self, judgement: Judgement, url: str, check: str) -> bool:
        """Whether a check truly looked at a page: it was selected, the page was there, and nothing kept it away."""
        tally = self.page_tally(judgement, url)
        if tally is None or check not in judgement.checks:
            return False
        said = tally.counts.get(check)
        return said is None or said.untested is None

    def save_site_tallies(self, judgement: Judgement, site: str, rows: Sequence[SiteTally]) -> None:
        """Keep what each check said over a whole site."""
        row: dict[str, object] = {"run": judgement.run, "judgement": judgement.number, "site": site}
        row["facts"] = _pack(tuple(rows))
        with told("tallies"), self._engine.begin() as connection:
            write(connection, schema.site_tallies, [row])

    def site_tallies(self, judgement: Judgement) -> dict[str, tuple[SiteTally, ...]]:
        """What each check said, by site."""
        table = schema.site_tallies
        query = select(table.c.site, table.c.facts).where(
            table.c.run == judgement.run, table.c.judgement == judgement.number
        )
        with told("tallies"), self._engine.begin() as connection:
            rows = connection.execute(query.order_by(table.c.site)).all()
        return {site: _unpack(facts, type=tuple[SiteTally, ...]) for site, facts in rows}

    def save_findings(self, judgement: Judgement, findings: Iterable[Finding]) -> None:
        """Keep findings with all their places; nothing of them is there until all are."""
        keys: dict[str, object] = {"run": judgement.run, "judgement": judgement.number}
        rows: Iterator[dict[str, object]] = (
            keys
            | {"fingerprint": one.fingerprint, "outcome": one.outcome.value, "site": one.site, "check": one.check}
            | {"life": one.life.value, "facts": _pack(one)}
            for one in findings
        )
        with told("findings"), self._engine.begin() as connection:
            while batch := list(islice(rows, _BATCH)):
                write(connection, schema.findings, batch)

    def findings(self, judgement: Judgement, site: str | None = None) -> Iterator[Finding]:
        """Findings by site and check, of one site or of all."""
        table = schema.findings
        query = select(table.c.facts).where(table.c.run == judgement.run, table.c.judgement == judgement.number)
        query = query if site is None else query.where(table.c.site == site)
        with told("findings"), self._engine.connect() as connection:
            result = connection.execution_options(stream_results=True, yield_per=_BATCH).execute(
                query.order_by(table.c.site, table.c.check, table.c.fingerprint, table.c.outcome)
            )
            for facts in result.scalars():
                yield _unpack(facts, type=Finding)
