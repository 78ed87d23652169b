"""Politeness: which host may get a request now, in a heap by the next time that each allows. The clock is handed in."""

from __future__ import annotations

import heapq
import logging
from collections import deque
from datetime import datetime
from statistics import median
from zoneinfo import ZoneInfo

from auditor.model import TAIPEI, CrawlRequest, HostFigures, Politeness

_log = logging.getLogger(__name__)

BREAK_AFTER = 5
"""Failures to connect in a row that open the circuit breaker."""

BREAK_SECONDS = 30.0
"""How long an open breaker pauses its host."""

MOST_BREAKS = 2
"""After more breaks than these a host is abandoned for the rest of the run."""

MOST_OUTSIDE = 48
"""Requests at once to hosts outside all sites: those that do not answer must not stop the sites."""

LONGEST_PAUSE = 300.0
"""The longest pause that a Retry-After can bring about, in seconds."""

LONGEST_DELAY = 60.0
"""The longest Crawl-delay that is obeyed, in seconds."""

LONGEST_HOP = 15.0
"""The longest wait of a redirect for its turn at the host that it leads to, in seconds."""

_DAY_SECONDS = 86_400.0


def seconds_of_day(zone: str) -> float:
    """Seconds since midnight in an IANA time zone."""
    now = datetime.now(ZoneInfo(zone))
    return now.hour * 3_600 + now.minute * 60 + now.second + now.microsecond / 1e6


def quiet_for(hours: tuple[int, ...], clock: float) -> float:
    """Seconds until quiet hours (``(8, 18)``, or ``(22, 6)`` over midnight) end; 0 outside of them.

    ``clock`` is seconds since midnight.
    """
    if not hours:
        return 0.0
    begin, end = (hour * 3_600 for hour in hours)
    since, length = (clock - begin) % _DAY_SECONDS, (end - begin) % _DAY_SECONDS
    return length - since if since < length else 0.0


class HostQueue:
    """One host's waiting requests and its limits. Times are seconds of the clock handed in."""

    def __init__(self, name: str, politeness: Politeness) -> None:
        self.name = name
        self.delay = politeness.delay
        self.concurrency = politeness.concurrency
        self.obeys_robots = politeness.robots
        self.patience = politeness.patience
        self.quiet_hours = politeness.quiet_hours
        self.answered = False
        self.waiting: deque[CrawlRequest] = deque()
        self.active = 0
        self.next_allowed = 0.0
        self.requests = 0
        self.failures = 0
        self.breaks = 0
        self.pauses = 0
        self.pause_reason = ""
        self.opinions = 0
        self.robots = "none" if politeness.robots else "ignored"
        self.crawl_delay = 0.0
        self.times: deque[int] = deque(maxlen=500)

    def obey(self, robots: str, crawl_delay: float) -> None:
        """Apply what robots.txt asks; a delay longer than ours is kept, up to ``LONGEST_DELAY``."""
        self.robots = robots
        self.crawl_delay = crawl_delay
        self.delay = max(self.delay, min(crawl_delay, LONGEST_DELAY))

    @property
    def is_abandoned(self) -> bool:
        """Whether the breaker opened so often that the host gets no more requests in this run."""
        return self.breaks > MOST_BREAKS

    def figures(self) -> HostFigures:
        """The figures of this host for the run's page in the report."""
        middle = int(median(self.times)) if self.times else 0
        limits = (self.delay, self.robots, self.crawl_delay)
        return HostFigures(self.name, self.requests, *limits, middle, self.pauses, self.opinions)


class HostQueues:
    """All hosts of a run. A request is given out only when its host allows one now; none waits holding a slot.

    ``terms`` are those of the sites' hosts, ``others`` those of all other hosts. Quiet hours are those
    of the time zone ``zone`` (an IANA name).
    """

    def __init__(self, terms: dict[str, Politeness], others: Politeness, zone: str = TAIPEI) -> None:
        self._zone = zone
        self._terms = terms
        self._others = others
        self._hosts: dict[str, HostQueue] = {}
        self._ours: list[tuple[float, str]] = []
        self._outside: list[tuple[float, str]] = []
        self._queued: set[str] = set()
        self._active_outside = 0

    def __getitem__(self, name: str) -> HostQueue:
        if name not in self._hosts:
            self._hosts[name] = HostQueue(name, self._terms.get(name, self._others))
        return self._hosts[name]

    def all(self) -> list[HostQueue]:
        """Every host that was used so far, by name."""
        return sorted(self._hosts.values(), key=lambda host: host.name)

    @property
    def waiting(self) -> int:
        """How many requests wait for their turn."""
        return sum(len(host.waiting) for host in self._hosts.values())

    def add(self, request: CrawlRequest) -> None:
        """Queue a request behind the others of its host."""
        host = self[request.host]
        host.waiting.append(request)
        self._queue(host)

    def next_due(self, now: float) -> CrawlRequest | None:
        """The next request whose host allows it now, or None. The caller ends it with ``finish`` or ``put_back``."""
        return self._next_due(self._ours, now) or (
            self._next_due(self._outside, now) if self._may_request_outside else None
        )

    @property
    def _may_request_outside(self) -> bool:
        return self._active_outside < MOST_OUTSIDE

    def _next_due(self, heap: list[tuple[float, str]], now: float) -> CrawlRequest | None:
        while heap and heap[0][0] <= now:
            _, name = heapq.heappop(heap)
            self._queued.discard(name)
            host = self._hosts[name]
            if not host.waiting or host.active >= host.concurrency:
                continue
            if quiet := self._quiet_for(host):
                host.next_allowed, host.pause_reason = max(host.next_allowed, now + quiet), "quiet hours"
                _log.info("paused", extra={"host": name, "seconds": round(quiet), "reason": "quiet hours"})
            if host.next_allowed > now:
                self._queue(host)
                continue
            host.active += 1
            self._active_outside += name not in self._terms
            host.next_allowed = now + host.delay
            request = host.waiting.popleft()
            self._queue(host)
            return request
        return None

    def seconds_until_due(self, now: float) -> float | None:
        """Seconds until some host allows a request, or None when none can before an answer comes in."""
        heaps = (self._ours, self._outside) if self._may_request_outside else (self._ours,)
        return min((max(0.0, heap[0][0] - now) for heap in heaps if heap), default=None)

    def finish(self, name: str, *, reached: bool, milliseconds: int, now: float) -> None:
        """Note that a request to this host has ended; failures to reach it in a row open the circuit breaker."""
        host = self._hosts[name]
        host.active -= 1
        self._active_outside -= name not in self._terms
        host.requests += 1
        host.times.append(milliseconds)
        host.answered = host.answered or reached
        host.failures = 0 if reached else host.failures + 1
        if host.failures >= BREAK_AFTER:
            host.failures = 0
            host.breaks += 1
            self.pause(name, BREAK_SECONDS * host.patience, now=now, reason="not reached")
        self._queue(host)

    def put_back(self, request: CrawlRequest, until: float) -> None:
        """Put back a request that was given out and cannot be sent before a time."""
        host = self._hosts[request.host]
        host.active -= 1
        self._active_outside -= request.host not in self._terms
        host.waiting.appendleft(request)
        host.next_allowed = max(host.next_allowed, until)
        self._queue(host)

    def reserve(self, name: str, now: float) -> float | None:
        """Take the host's next turn for a redirect that leads there: seconds until then; None when it is too far off.

        A host that is paused, abandoned or in its quiet hours is too far off.
        """
        host = self[name]
        wait = max(0.0, host.next_allowed - now)
        if wait > LONGEST_HOP or host.is_abandoned or self._quiet_for(host):
            return None
        host.next_allowed = now + wait + host.delay
        host.requests += 1
        return wait

    def acquire_slot(self, name: str) -> bool:
        """Take one of the host's slots for a browser; False when all are in use or the host has its quiet hours."""
        host = self[name]
        if host.active >= host.concurrency or self._quiet_for(host):
            return False
        host.active += 1
        return True

    def release_slot(self, name: str) -> None:
        """Give a browser's slot back."""
        host = self._hosts[name]
        host.active -= 1
        self._queue(host)

    def pause(self, name: str, seconds: float, *, now: float, reason: str) -> None:
        """Send no request to a host for a time: its Retry-After asks for it, or it was not reached."""
        host = self[name]
        host.pauses, host.pause_reason = host.pauses + 1, reason
        host.next_allowed = max(host.next_allowed, now + seconds)
        _log.info("paused", extra={"host": name, "seconds": seconds, "reason": reason})

    def abandon(self, name: str) -> list[CrawlRequest]:
        """Take all waiting requests from a host that gets no more of them in this run."""
        host = self._hosts[name]
        requests = list(host.waiting)
        host.waiting.clear()
        if requests:
            _log.warning("host abandoned", extra={"host": name, "requests": len(requests)})
        return requests

    def _quiet_for(self, host: HostQueue) -> float:
        return quiet_for(host.quiet_hours, seconds_of_day(self._zone)) if host.quiet_hours else 0.0

    def _queue(self, host: HostQueue) -> None:
        if host.waiting and host.active < host.concurrency and host.name not in self._queued:
            self._queued.add(host.name)
            heap = self._ours if host.name in self._terms else self._outside
            heapq.heappush(heap, (host.next_allowed, host.name))
