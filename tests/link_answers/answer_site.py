"""Sites on loopback made of rows, crawled by the whole pipeline, and what became of every address."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from odd_servers import OddServer, Script, moved, odd_server, reply

from auditor.model import (
    Budget,
    Finding,
    Judgement,
    LinkDetail,
    LinkState,
    LinkTarget,
    Name,
    Notice,
    OpinionPolicy,
    Outcome,
    Politeness,
    Portfolio,
    Run,
    Settings,
    Site,
    SiteKind,
)
from auditor.pipeline.ad_hoc import run_in_temporary_store
from auditor.pipeline.judgement.link_targets import completed_targets
from auditor.pipeline.judgement.survey import survey
from auditor.store import Store

Findings = frozenset[tuple[str, Outcome]]
Answers = Mapping[str, bytes | Script]

FAST = Politeness(delay=0.0, concurrency=16, patience=0.02)


@dataclass(frozen=True)
class Row:
    """One probe: what stands on a page, what the servers answer, and what has to come of it.

    ``{o}`` in ``html`` and ``url`` is the site's origin, ``{own}`` that of the row's own server, which answers
    ``own`` (over ``tls`` under a ``name`` where it has one). ``hits`` is how often the request target of ``url`` comes
    in (None: does not matter). No ``state`` means that the address may not be known as a target at all.
    ``forwards`` are the site's redirects to a path of another row's own server.
    """

    probe: str
    html: str
    url: str
    state: LinkState | None = LinkState.OK
    detail: LinkDetail | None = LinkDetail.ALIVE
    notices: tuple[Notice, ...] = ()
    findings: Findings = frozenset()
    answers: Answers = field(default_factory=dict)
    own: Answers | None = None
    forwards: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    name: str = ""
    page: str = "/"
    hits: int | None = None


@dataclass
class CrawledSite:
    """What a crawl brought: targets by address, findings by cause, and the requests of each server."""

    origin: str
    own: dict[str, str]
    targets: dict[str, LinkTarget]
    findings: list[Finding]
    requests: dict[str, list[str]]
    heads: list[bytes]

    def url(self, row: Row) -> str:
        return row.url.replace("{o}", self.origin).replace("{own}", self.own.get(row.probe, ""))

    def findings_of(self, row: Row) -> Findings:
        return frozenset(
            (finding.check, finding.outcome) for finding in self.findings if finding.cause == self.url(row)
        )

    def times(self, row: Row) -> int:
        origin, _, target = self.url(row).partition("#")[0].removeprefix("http://").partition("/")
        return self.requests.get(f"http://{origin}", []).count(f"/{target}")


def html(text: str, *headers: str, status: str = "200 OK", charset: str = "; charset=utf-8") -> bytes:
    """A whole page."""
    body = f"<!doctype html><html lang=zh-Hant><title>頁</title><body>{text}".encode()
    return reply(body, f"Content-Type: text/html{charset}", *headers, status=status)


def crawl_rows(
    rows: Sequence[Row],
    base: Answers,
    *,
    seconds: float,
    trust: str = "",
    opinions: OpinionPolicy = OpinionPolicy.NONE,
) -> CrawledSite:
    """Serve the rows, crawl the site from ``/`` one click deep, judge, and return what came of it."""
    with _Serving(rows, base) as serving:
        origin, own = serving.site.origin, serving.origins()
        site = Site(
            "probe", (Name("探測站"),), SiteKind.COMMISSIONED, url=f"{origin}/",
            budget=Budget(depth=1, seconds=seconds), politeness=FAST,
        )  # fmt: skip
        names = {row.name: "127.0.0.1" for row in rows if row.name}
        portfolio = Portfolio(
            (site,), contact="mailto:web@agency.test", inside=(*own.values(), *_closed()), others=FAST,
            resolve=names, trust=trust, second_opinions=opinions,
        )  # fmt: skip
        settings = Settings(portfolio, topics=("links",), source="test")
        targets, findings = run_in_temporary_store(settings, datetime.now(UTC), lambda _: None, _read)
        servers = [serving.site, *serving.own.values()]
        return CrawledSite(
            origin,
            own,
            targets,
            findings,
            {server.origin: list(server.targets) for server in servers},
            serving.site.heads,
        )


def _read(store: Store, run: Run, judgement: Judgement) -> tuple[dict[str, LinkTarget], list[Finding]]:
    targets = {target.url: target for target in completed_targets(store, run.number, survey(store, run.number))}
    return targets, list(store.judgements.findings(judgement))


def _closed() -> tuple[str, ...]:
    return ("http://127.0.0.1:9",)


class _Folders(dict[str, bytes | Script]):
    """Answers by request target; a key that ends in ``*`` holds for all that begins so and has no key of its own."""

    def get(self, target: str, default: bytes | Script | None = None) -> bytes | Script | None:  # type: ignore[override]
        if target in self:
            return self[target]
        begins = [key for key in self if key.endswith("*") and target.startswith(key[:-1])]
        return self[max(begins, key=len)] if begins else default


class _Serving(contextlib.AbstractContextManager["_Serving"]):
    """The servers of all rows, in a thread with a loop of their own."""

    def __init__(self, rows: Sequence[Row], base: Answers) -> None:
        self._rows = rows
        self._base = base
        self._stop = asyncio.Event()
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run)
        self.own: dict[str, OddServer] = {}

    def __enter__(self) -> _Serving:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def origins(self) -> dict[str, str]:
        """The origins of the rows' own servers, as links call them."""
        named = {row.probe: row.name or "127.0.0.1" for row in self._rows}
        return {probe: server.origin.replace("127.0.0.1", named[probe]) for probe, server in self.own.items()}

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        async with contextlib.AsyncExitStack() as stack:
            answers = _Folders(self._base)
            self.site = await stack.enter_async_context(odd_server(answers))
            for row in self._rows:
                if row.own is not None:
                    self.own[row.probe] = await stack.enter_async_context(odd_server(row.own, tls=row.tls))
                answers |= row.answers
            for row in self._rows:
                for path, (probe, target) in row.forwards.items():
                    answers[path] = moved(self.origins()[probe] + target)
            for page in {row.page for row in self._rows}:
                answers[page] = self._filled(answers.get(page), page)
            self._ready.set()
            await self._stop.wait()

    def _filled(self, page: bytes | Script | None, path: str) -> bytes:
        """A page with the links of its rows; ``<!--rows-->`` marks where they stand in a page written by hand."""
        written = "\n".join(self._links(path))
        if page is None:
            return html(written)
        assert isinstance(page, bytes)
        head, _, body = page.partition(b"\r\n\r\n")
        body = body.replace(b"<!--rows-->", written.encode(_charset(body)))
        kept = [line for line in head.split(b"\r\n") if not line.startswith(b"Content-Length")]
        return b"\r\n".join([*kept, b"Content-Length: %d" % len(body), b"", b""]) + body

    def _links(self, path: str) -> Iterator[str]:
        origins = self.origins()
        for row in self._rows:
            if row.page == path:
                yield row.html.replace("{own}", origins.get(row.probe, "")).replace("{o}", self.site.origin)


def _charset(body: bytes) -> str:
    return "big5" if b"charset=big5" in body[:200] else "utf-8"
