"""Result pipeline: takes parsed answers and visits, derives further requests and commits all in batches.

The only writer of a run. Nothing counts as done before it is committed: a killed run goes on from the last commit.
"""

from __future__ import annotations

import logging
import time

import msgspec

from auditor.browser.visit_batch import VisitResult
from auditor.crawl.background_tasks import Spawn
from auditor.crawl.fetcher import REPEATED, FetchAttempt
from auditor.crawl.lease_keeper import LeaseKeeper
from auditor.crawl.parse_jobs import ParsedBody
from auditor.crawl.parse_queue import ParseQueue
from auditor.crawl.politeness import HostQueues
from auditor.crawl.redirect_merging import RedirectMerger
from auditor.crawl.result_interpreter import ParsedAnswer, ResultInterpreter
from auditor.crawl.second_opinions import is_undecided
from auditor.crawl.visit_queue import VisitQueue
from auditor.crawl.visits import VisitPlanner, links_from_scripts
from auditor.crawl.worker_calls import WorkerClient
from auditor.jobs.executors import WorkerPools
from auditor.model import CrawlRequest, FetchRecord, Rendered, RequestPurpose, Untested, VisitRecord
from auditor.store import Store

_log = logging.getLogger(__name__)

COMMIT_ROWS = 200
"""Rows that are committed at once, unless they wait longer than ``COMMIT_SECONDS``."""

COMMIT_SECONDS = 0.25


class ResultPipeline:
    """What lies between a fetch or visit and the store, for one run.

    ``leases``, ``parsing`` and ``visits`` are its parts: the scheduler queues answers and visits there.
    ``undecided`` are the addresses that no client has decided.
    """

    def __init__(  # noqa: PLR0913 - the one place where all that lies between an answer and the store meets
        self,
        run: int,
        store: Store,
        workers: WorkerPools,
        interpreter: ResultInterpreter,
        planner: VisitPlanner,
        redirects: RedirectMerger,
    ) -> None:
        self._run = run
        self._store = store
        self._interpreter = interpreter
        self._redirects = redirects
        client = WorkerClient(workers, store.blobs.folder)
        self.leases = LeaseKeeper(store.leases, run)
        self.parsing = ParseQueue(interpreter, store.blobs, client, self.add_answer)
        self.visits = VisitQueue(planner, client, self.leases, self)
        self._fetched: list[FetchRecord] = []
        self._visited: list[VisitRecord] = []
        self._found: list[CrawlRequest] = []
        self._landed: list[CrawlRequest] = []
        self._deferred: list[CrawlRequest] = []
        self._committed = time.monotonic()
        self.undecided = set[str]()
        self.pages = 0
        self.targets = 0
        self.visited = 0

    @property
    def may_lead_on(self) -> bool:
        """Whether unparsed answers or uncommitted results could still lead to new requests."""
        return bool(self.parsing or self._found or self._deferred or self._redirects)

    @property
    def is_busy(self) -> bool:
        """Whether anything is left to do here."""
        return bool(self.may_lead_on or self.visits or self._fetched or self._visited)

    def start(self, hosts: HostQueues, *, idle: bool, all_fetched: bool, spawn: Spawn) -> None:
        """Start what can start: parse batches (small ones too where ``idle``), and visits on free drivers."""
        self.parsing.start(idle=idle, spawn=spawn)
        self.visits.start(hosts, all_fetched=all_fetched, spawn=spawn)

    def add_answer(self, attempt: FetchAttempt, parsed: ParsedBody | None) -> None:
        """Take a final answer with what was parsed of it."""
        assert attempt.answer is not None  # noqa: S101 - only final answers are parsed
        page = parsed.page.name if parsed and parsed.page else ""
        body = parsed.body.name if parsed and parsed.body else ""
        if attempt.unchanged is not None:
            page, body = attempt.unchanged.page, attempt.unchanged.body
        if attempt.body and attempt.request.purpose is RequestPurpose.SITEMAP:
            body = self._store.blobs.put(attempt.body)  # what it lists is read again when the run is judged
        result = ParsedAnswer(attempt, attempt.answer, parsed.result if parsed else None, page, body)
        records = self._interpreter.records(result)
        self._fetched += records
        if attempt.request.purpose in REPEATED:
            self.undecided.update(record.url for record in records if is_undecided(record.target))
        self._landed += self._interpreter.landings()
        self._interpreter.end(attempt.request)
        self._found += self._interpreter.requests_from(result, records[-1])
        is_page = bool(records[-1].page and records[-1].site)
        self.pages += is_page
        self.targets += not is_page

    def add_visit(self, request: CrawlRequest, result: VisitResult) -> None:
        """Take a visit of this run, or its failure."""
        blob = self._store.blobs.put(result.rendered) if result.rendered else ""
        self._visited.append(VisitRecord(result.url, result.site, blob, result.failure))
        milliseconds = self._follow_scripts(request, result.rendered) if result.rendered else 0
        self.visited += 1
        failure = result.failure.reason.value if result.failure else ""
        _log.info("visited", extra={"url": result.url, "ms": milliseconds, "failure": failure})

    def add_carried_over(self, request: CrawlRequest, record: VisitRecord) -> None:
        """Take an earlier run's visit that is used again."""
        self._visited.append(record)
        self._follow_scripts(request, self._store.blobs.get(record.rendered))
        _log.info("visit carried over", extra={"url": request.url, "from_run": record.carried_from})

    def _follow_scripts(self, request: CrawlRequest, data: bytes) -> int:
        """Keep the links that only scripts make; returns the milliseconds of the visit."""
        rendered = msgspec.msgpack.decode(data, type=Rendered)
        self._interpreter.hold_from_scripts(links_from_scripts(rendered), request)
        return rendered.elapsed_ms

    def await_redirect(self, attempt: FetchAttempt) -> None:
        """Take an answer that is whole when the address that it redirects to has been answered."""
        self._interpreter.end(attempt.request)  # it leads to nothing that its end does not lead to
        self._redirects.add(attempt)

    def release_redirects(self) -> list[CrawlRequest]:
        """When all else is done: the requests whose redirects lead to nothing that will be fetched itself."""
        busy = self.parsing or self._found or self._deferred or self._fetched
        return [] if busy else self._redirects.release()

    def skip(self, request: CrawlRequest, reason: Untested) -> None:
        """Store that an address will not be fetched in this run."""
        _log.info("skipped", extra={"url": request.url, "reason": reason.value, "site": request.site})
        self._store.queue.skip(self._run, request.kind, request.url, reason)
        self._interpreter.end(request)

    def admit_due(self, *, all_fetched: bool) -> None:
        """Take up the pages and visits whose turn it is; ``all_fetched``: nothing at all is left to be fetched."""
        self._found += self._interpreter.due(foreign=all_fetched)

    def admit_rest(self) -> bool:
        """When all else is done: take up what waited for that. Returns whether there was anything."""
        self._found += self._interpreter.due(foreign=True) or self._interpreter.requests_from_scripts()
        return bool(self._found)

    def defer(self, request: CrawlRequest) -> None:
        """Take a request that is to be repeated later."""
        self._deferred.append(request)

    def commit(self, *, force: bool = False) -> list[CrawlRequest]:
        """Store all results in one transaction, when enough or old enough. Returns the requests they lead to."""
        rows = len(self._fetched) + len(self._visited) + len(self._found) + len(self._deferred)
        began = time.monotonic()
        if not rows or not (force or rows >= COMMIT_ROWS or began - self._committed > COMMIT_SECONDS):
            return []
        requests = [*self._found, *self._deferred]
        leases = self.leases.renewals()
        self._store.queue.record(
            self._run, fetched=self._fetched, visited=self._visited, found=[*self._found, *self._landed],
            deferred=self._deferred, leases=leases,
        )  # fmt: skip
        self.leases.note_renewed(leases)
        self._redirects.note_stored(record.url for record in self._fetched)
        self._fetched, self._visited, self._found, self._landed, self._deferred = [], [], [], [], []
        self._committed = time.monotonic()
        _log.info("committed", extra={"rows": rows, "ms": round((self._committed - began) * 1_000)})
        for attempt in self._redirects.merged():
            self.add_answer(attempt, None)
        return requests

    def close(self, hosts: HostQueues) -> None:
        """Give the hosts back and store their figures."""
        self._store.runs.save_hosts(self._run, [host.figures() for host in hosts.all()])
        self.leases.release_all()
