"""A site of traps, audited to its end: each has its outcome, no private address is requested, memory stays bounded."""

from __future__ import annotations

import contextlib
import multiprocessing
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from machines import below
from trap_site import TrapSite, trap_site

from auditor.model import (
    Budget,
    LinkDetail,
    Name,
    Opens,
    Politeness,
    Portfolio,
    Settings,
    Site,
    SiteKind,
    Untested,
    VisitFailure,
)
from auditor.pipeline.resume import open_run
from auditor.pipeline.run import Destination, run_audit
from auditor.store import Store

MOST_BYTES = 1_000_000_000
ALIVE, INSIDE = LinkDetail.ALIVE, LinkDetail.INSIDE_ADDRESS
SEEN, SLOW = "seen", Untested.TIMED_OUT
OUTCOMES: dict[str, tuple[LinkDetail, set[object]]] = {
    "": (ALIVE, {SEEN}),
    "endless-body": (ALIVE, {SLOW}),
    "slow-drip": (LinkDetail.TIMEOUT, {None}),
    "gzip-bomb": (ALIVE, {SLOW}),
    "long-headers": (ALIVE, {SEEN}),
    "to-inside": (INSIDE, {None}),
    "to-named": (INSIDE, {None}),
    "to-metadata": (INSIDE, {None}),
    "to-file": (LinkDetail.BAD_ADDRESS, {None}),
    "inside-parts": (ALIVE, {SEEN}),
    "malformed": (ALIVE, {SLOW}),
    "deep": (ALIVE, {SEEN, SLOW}),  # where the machine is fast enough
    "million-links": (ALIVE, {SLOW}),
    "never-ends": (ALIVE, {SLOW}),
    "never-ends-later": (ALIVE, {SEEN, SLOW}),  # it may be visited before it begins
    "dialogs": (ALIVE, {SEEN}),
    "popups": (ALIVE, {SEEN}),
    "download": (ALIVE, {None}),
    "script-download": (ALIVE, {SEEN}),
    "moves-itself": (ALIVE, {SLOW}),
    "refreshes": (ALIVE, {SLOW}),
    "service-worker": (ALIVE, {SEEN}),
    "eats-memory": (ALIVE, {Untested.ENGINE_CRASHED, SLOW}),
    "grows": (ALIVE, {SLOW, Untested.ENGINE_CRASHED}),
    "bad-encoding": (ALIVE, {SEEN}),
    "null-bytes": (ALIVE, {SEEN}),
    "binary-page": (ALIVE, {SEEN}),
    "bomb.odt": (ALIVE, {None}),
    "broken.pdf": (ALIVE, {None}),
    "status-nonsense": (ALIVE, {SEEN}),
    "cuts-off": (LinkDetail.RESET, {None}),
}
"""By trap: what it is as a link, and what a browser may see of it (None: it is not shown to one)."""


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{folder / 'store.sqlite'}", folder / "blobs") as store:
        yield store


def walk(origin: str, folder: Path, topics: tuple[str, ...]) -> None:
    """Audit the trap site; in a process of its own."""
    eager = Politeness(delay=0, concurrency=8, patience=0.1)
    names = (Name("陷阱"),)
    kind = SiteKind.SERVICE_CENTER
    site = Site("traps", names, kind, url=f"{origin}/", budget=Budget(seconds=15), politeness=eager)
    portfolio = Portfolio((site,), resolve={"inside.test": "127.0.0.1"}, others=eager)
    with opened(folder) as store:
        run = open_run(store, Settings(portfolio, topics=topics), datetime(2026, 11, 23, 9, tzinfo=UTC))
        assert run_audit(store, run, Destination(folder / "reports"), watch=lambda _: None)


def held(process: int) -> int:
    """Bytes that a process really holds: its own, and its share of what it shares."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def walked(site: TrapSite, folder: Path, *topics: str) -> int:
    """Audit the site; the peak of what the auditor's own processes held together."""
    process = multiprocessing.get_context("spawn").Process(target=walk, args=(site.origin, folder, topics))
    process.start()
    peak = 0
    while process.is_alive():
        ours = [process.pid, *(pid for pid, line in below(process.pid or 0) if "chrom" not in line)]
        peak = max(peak, sum(held(pid or 0) for pid in ours))
        time.sleep(0.1)
    assert process.exitcode == 0
    return peak


def links_hold(site: TrapSite, store: Store) -> None:
    found = {name: store.facts.fetch_record(1, f"{site.origin}/{name}") for name in OUTCOMES}
    assert {name: one and one.target.detail for name, one in found.items()} == {
        name: detail for name, (detail, _) in OUTCOMES.items()
    }
    for name, opens in {"bomb.odt": Opens.TOO_LARGE_INSIDE, "broken.pdf": Opens.BROKEN}.items():
        one = found[name]
        assert one is not None
        assert one.target.download is not None
        assert one.target.download.opens is opens
    outward = [f"{site.neighbour}/linked", f"{site.named}/linked", "http://[::1]:9/", "http://127.0.0.1/"]
    for url in outward:
        one = store.facts.fetch_record(1, url)
        assert one is not None
        assert one.target.detail is INSIDE
    assert not any("aaaa" in ask.url for ask in store.queue.requests(1)), "entities of the sitemap were unfolded"


@pytest.mark.slow
def test_every_trap_has_its_outcome_as_a_link(tmp_path: Path) -> None:
    with trap_site() as site:
        assert set(site.answers) | {""} == set(OUTCOMES)
        peak = walked(site, tmp_path, "links", "metadata")
        assert site.seen == []
        with opened(tmp_path) as store:
            links_hold(site, store)
    print(f"peak of the auditor's own processes: {peak / 1e6:.0f} MB")  # noqa: T201
    assert 50_000_000 < peak < MOST_BYTES


@pytest.mark.slow
@pytest.mark.browser
def test_every_trap_has_its_outcome_in_a_browser(tmp_path: Path) -> None:
    with trap_site() as site:
        peak = walked(site, tmp_path, "links", "metadata", "accessibility", "convenience")
        assert site.seen == []
        with opened(tmp_path) as store:
            links_hold(site, store)
            unexpected = {}
            for name, (_, expected) in OUTCOMES.items():
                visit = store.facts.visit_record(1, f"{site.origin}/{name}")
                seen = None if visit is None else visit.failure.reason if visit.failure else SEEN
                if seen not in expected:
                    unexpected[name] = seen, visit and isinstance(visit.failure, VisitFailure) and visit.failure.detail
            assert unexpected == {}
    print(f"peak of the auditor's own processes: {peak / 1e6:.0f} MB")  # noqa: T201
    assert 50_000_000 < peak < MOST_BYTES
