"""Shows the browser, once a run, the link targets that two clients left undecided, and stores what it saw."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator

import msgspec

from auditor.browser.visit_batch import BrowserSight
from auditor.crawl.lease_keeper import LeaseKeeper
from auditor.crawl.politeness import HostQueues
from auditor.crawl.second_opinions import doubted, is_undecided, with_browser
from auditor.model import ClientName, FetchFailure, FetchRecord, LinkState
from auditor.store import Store
from auditor.urls import host_of

_log = logging.getLogger(__name__)

MOST_SHOWN_OF_A_HOST = 30
"""Addresses of a host that the browser is shown in a run; one of a host that was abandoned."""

MOST_SHOWN = 300
"""Addresses that the browser is shown in a run."""

SILENT_SECONDS = 10.0
"""A host that let the browser wait longer and brought nothing is shown no further address."""

MOST_FAILURES = 2
"""After so many failures of the browser itself nothing more is shown to it."""


class BrowserOpinions:
    """The browser's part of a run. ``show`` loads one address; ``is_stopping`` ends the work after it."""

    def __init__(  # noqa: PLR0913 - where addresses come from, when they may be requested, who shows them
        self,
        run: int,
        store: Store,
        hosts: HostQueues,
        leases: LeaseKeeper,
        show: Callable[[str], Awaitable[BrowserSight]],
        is_stopping: Callable[[], bool],
    ) -> None:
        self._run = run
        self._store = store
        self._hosts = hosts
        self._leases = leases
        self._show = show
        self._is_stopping = is_stopping
        self._failures = 0
        self._silent = set[str]()

    async def examine(self, addresses: Iterable[str]) -> None:
        """Show those of the addresses that are undecided and were not shown before, a host at a time by turns."""
        records = self._store.facts.fetch_records_among(self._run, sorted(addresses))
        undecided = [record for record in records if is_undecided(record.target) and not _was_shown(record)]
        hosts_answering = set[str]()
        for record in _by_turns(undecided):
            if self._is_stopping() or self._failures >= MOST_FAILURES:
                break
            if host_of(record.url) in self._silent:
                continue
            changed = await self._examine(record)
            if changed and changed.target.state.is_alive and isinstance(record.answer, FetchFailure):
                hosts_answering.add(host_of(record.url))
        self._doubt(undecided, hosts_answering)
        self._store.runs.save_hosts(self._run, [host.figures() for host in self._hosts.all()])
        self._leases.release_all()

    async def _examine(self, record: FetchRecord) -> FetchRecord | None:
        """Show one address and store the result; None where it may not be requested now or the browser failed."""
        host = host_of(record.url)
        wait = self._hosts.reserve(host, time.monotonic()) if self._leases.hold(host) else None
        if wait is None and not self._hosts[host].is_abandoned:
            return None
        await asyncio.sleep(wait or 0.0)
        began = time.monotonic()
        sight = await self._show(record.url)
        fields = {"url": record.url, "status": sight.status, "nothing": sight.nothing}
        _log.info("shown to the browser", extra=fields)
        if sight.failed:
            self._failures += 1
            return None
        if sight.nothing and time.monotonic() - began > SILENT_SECONDS:
            self._silent.add(host)  # each of its addresses may take as long
        self._hosts[host].opinions += 1
        changed = msgspec.structs.replace(record, target=with_browser(record.target, sight))
        self._store.queue.record(self._run, fetched=[changed])
        return changed

    def _doubt(self, undecided: list[FetchRecord], hosts_answering: set[str]) -> None:
        """Leave to a person what the browser was not shown of hosts that answer it."""
        addresses = [record.url for record in undecided if host_of(record.url) in hosts_answering]
        unreachable = [
            msgspec.structs.replace(record, target=doubted(record.target))
            for record in self._store.facts.fetch_records_among(self._run, addresses)
            if record.target.state is LinkState.UNREACHABLE and not _was_shown(record)
        ]
        self._store.queue.record(self._run, fetched=unreachable)


def _was_shown(record: FetchRecord) -> bool:
    return any(opinion.client is ClientName.BROWSER for opinion in record.target.opinions)


def _by_turns(records: list[FetchRecord]) -> Iterator[FetchRecord]:
    """The first of every host, then the second of every host, and so on, within the limits."""
    by_host: dict[str, list[FetchRecord]] = defaultdict(list)
    for record in records:
        by_host[host_of(record.url)].append(record)
    chosen = [
        (turn, host, record)
        for host, members in by_host.items()
        for turn, record in enumerate(members[:MOST_SHOWN_OF_A_HOST])
    ]
    chosen.sort(key=lambda entry: entry[:2])
    return (record for _, _, record in chosen[:MOST_SHOWN])
