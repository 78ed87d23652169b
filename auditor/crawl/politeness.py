"""Politeness: which host may be asked now, in a heap by the next time each allows it. Pure; the clock is handed in."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable
from datetime import datetime
from statistics import median

from auditor.model import CrawlRequest, HostFigures, Politeness

BREAK_AFTER = 5
"""So many failures to connect in a row open the circuit breaker."""

BREAK_SECONDS = 30.0
MOST_BREAKS = 2
MOST_OUTSIDE = 48
"""So many hosts outside all sites are waited for at once: those that do not answer must not stop the sites."""

LONGEST_PARK = 300.0
LONGEST_DELAY = 60.0
LONGEST_HOP = 15.0
"""So long a redirect waits for the turn of the host that it leads to."""
_DAY_SECONDS = 86_400.0


def local_seconds() -> float:
    """Seconds since local midnight."""
    now = datetime.now()
    return now.hour * 3_600 + now.minute * 60 + now.second + now.microsecond / 1e6


def quiet_for(hours: tuple[int, ...], clock: float) -> float:
    """Seconds until quiet hours (``(8, 18)``, or ``(22, 6)`` over midnight) end; 0 outside of them.

    ``clock`` is seconds since local midnight.
    """
    if not hours:
        return 0.0
    begin, end = (hour * 3_600 for hour in hours)
    since, length = (clock - begin) % _DAY_SECONDS, (end - begin) % _DAY_SECONDS
    return length - since if since < length else 0.0


class HostQueue:
    """One host's queue and manners. Times are seconds of the clock handed in."""

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
        self.parked = 0
        self.robots = "none" if politeness.robots else "ignored"
        self.crawl_delay = 0.0
        self.times: deque[int] = deque(maxlen=500)

    def heed(self, robots: str, crawl_delay: float) -> None:
        """Take up what robots.txt says; a longer delay than ours is kept to, up to ``LONGEST_DELAY``."""
        self.robots = robots
        self.crawl_delay = crawl_delay
        self.delay = max(self.delay, min(crawl_delay, LONGEST_DELAY))

    @property
    def given_up(self) -> bool:
        """Whether the breaker opened so often that the host is left alone for the rest of the run."""
        return self.breaks > MOST_BREAKS

    def figures(self) -> HostFigures:
        """What the run page says of this host."""
        middle = int(median(self.times)) if self.times else 0
        return HostFigures(self.name, self.requests, self.delay, self.robots, self.crawl_delay, middle, self.parked)


class HostQueues:
    """All hosts of a run. An ask is given out only when its host may be asked now; nobody waits holding a slot.

    ``clock`` tells the seconds since local midnight, for hosts that have quiet hours.
    """

    def __init__(
        self, terms: dict[str, Politeness], others: Politeness, clock: Callable[[], float] = local_seconds
    ) -> None:
        self._clock = clock
        self._terms = terms
        self._others = others
        self._hosts: dict[str, HostQueue] = {}
        self._ours: list[tuple[float, str]] = []
        self._outside: list[tuple[float, str]] = []
        self._queued: set[str] = set()
        self._asked_outside = 0

    def __getitem__(self, name: str) -> HostQueue:
        if name not in self._hosts:
            self._hosts[name] = HostQueue(name, self._terms.get(name, self._others))
        return self._hosts[name]

    def all(self) -> list[HostQueue]:
        """Every host that has been met, by name."""
        return sorted(self._hosts.values(), key=lambda host: host.name)

    @property
    def waiting(self) -> int:
        """How many asks wait for their turn."""
        return sum(len(host.waiting) for host in self._hosts.values())

    def add(self, ask: CrawlRequest) -> None:
        """Queue an ask behind the others of its host."""
        host = self[ask.host]
        host.waiting.append(ask)
        self._queue(host)

    def take(self, now: float) -> CrawlRequest | None:
        """The next ask that is due, or None. The caller must give its host back with ``done``."""
        return self._take(self._ours, now) or (self._take(self._outside, now) if self._may_ask_outside else None)

    @property
    def _may_ask_outside(self) -> bool:
        return self._asked_outside < MOST_OUTSIDE

    def _take(self, heap: list[tuple[float, str]], now: float) -> CrawlRequest | None:
        while heap and heap[0][0] <= now:
            _, name = heapq.heappop(heap)
            self._queued.discard(name)
            host = self._hosts[name]
            if not host.waiting or host.active >= host.concurrency:
                continue
            host.next_allowed = max(host.next_allowed, now + self._quiet_for(host))
            if host.next_allowed > now:
                self._queue(host)
                continue
            host.active += 1
            self._asked_outside += name not in self._terms
            host.next_allowed = now + host.delay
            ask = host.waiting.popleft()
            self._queue(host)
            return ask
        return None

    def wait(self, now: float) -> float | None:
        """Seconds until some host may be asked, or None when nothing can be asked before an answer comes in."""
        heaps = (self._ours, self._outside) if self._may_ask_outside else (self._ours,)
        return min((max(0.0, heap[0][0] - now) for heap in heaps if heap), default=None)

    def done(self, name: str, *, reached: bool, milliseconds: int, now: float) -> None:
        """An ask of this host has ended; failures to reach it in a row open the circuit breaker."""
        host = self._hosts[name]
        host.active -= 1
        self._asked_outside -= name not in self._terms
        host.requests += 1
        host.times.append(milliseconds)
        host.answered = host.answered or reached
        host.failures = 0 if reached else host.failures + 1
        if host.failures >= BREAK_AFTER:
            host.failures = 0
            host.breaks += 1
            self.park(name, now + BREAK_SECONDS * host.patience)
        self._queue(host)

    def give_back(self, ask: CrawlRequest, until: float) -> None:
        """Return an ask that was taken but may not be asked before a time."""
        host = self._hosts[ask.host]
        host.active -= 1
        self._asked_outside -= ask.host not in self._terms
        host.waiting.appendleft(ask)
        host.next_allowed = max(host.next_allowed, until)
        self._queue(host)

    def book(self, name: str, now: float) -> float | None:
        """Take the host's next turn for a redirect that leads there: seconds until then; None when it is too far off.

        A host that is parked, given up or in its quiet hours is too far off.
        """
        host = self[name]
        wait = max(0.0, host.next_allowed - now)
        if wait > LONGEST_HOP or host.given_up or self._quiet_for(host):
            return None
        host.next_allowed = now + wait + host.delay
        host.requests += 1
        return wait

    def hold(self, name: str) -> bool:
        """Take one of the host's slots for a browser; False when all are in use or the host has its quiet hours."""
        host = self[name]
        if host.active >= host.concurrency or self._quiet_for(host):
            return False
        host.active += 1
        return True

    def vacate(self, name: str) -> None:
        """Give a browser's slot back."""
        host = self._hosts[name]
        host.active -= 1
        self._queue(host)

    def park(self, name: str, until: float) -> None:
        """Leave a host alone until a time, as its Retry-After asks or because it does not answer."""
        host = self[name]
        host.parked += 1
        host.next_allowed = max(host.next_allowed, until)

    def give_up(self, name: str) -> list[CrawlRequest]:
        """Take all waiting asks from a host that is left alone for the rest of the run."""
        host = self._hosts[name]
        asks = list(host.waiting)
        host.waiting.clear()
        return asks

    def _quiet_for(self, host: HostQueue) -> float:
        return quiet_for(host.quiet_hours, self._clock()) if host.quiet_hours else 0.0

    def _queue(self, host: HostQueue) -> None:
        if host.waiting and host.active < host.concurrency and host.name not in self._queued:
            self._queued.add(host.name)
            heap = self._ours if host.name in self._terms else self._outside
            heapq.heappush(heap, (host.next_allowed, host.name))
