"""Which hosts hold a run while nothing else is left to do: they give no answer, or may not be asked yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

import msgspec

from auditor.crawl.politeness import HostQueue

HELD_SECONDS = 5.0
"""A shorter wait holds nothing: it is the usual delay between two requests, or a usual answer."""


class HoldReason(StrEnum):
    """Why a host holds a run."""

    NO_ANSWER = "no_answer"
    """Requests to it are under way, and no answer has come yet."""
    RETRY_AFTER = "retry_after"
    """It asked by Retry-After to be left alone for a time."""
    NOT_REACHED = "not_reached"
    """It was not reached several times in a row; it is asked again after a pause."""
    QUIET_HOURS = "quiet_hours"
    """It gets no request in its quiet hours."""
    RETRY = "retry"
    """A request to it failed and is made again after a while."""


class HeldHost(msgspec.Struct, frozen=True):
    """A host that holds a run."""

    name: str
    """Host with port."""
    reason: HoldReason
    """Why it does."""
    seconds: int
    """How long it has given no answer; for the other reasons, how long until it is asked again."""


_PAUSES = {
    "retry-after": HoldReason.RETRY_AFTER,
    "not reached": HoldReason.NOT_REACHED,
    "quiet hours": HoldReason.QUIET_HOURS,
}


def held_hosts(
    under_way: Iterable[tuple[str, float]], later: Mapping[str, float], queues: Iterable[HostQueue], now: float
) -> tuple[HeldHost, ...]:
    """Return the hosts that hold a run, the longest wait first; none where a host is still at work.

    ``under_way`` has the host of each request without an answer and when it began, ``later`` by host the moment of the
    next attempt of what failed; all moments and ``now`` are of one clock, in seconds.
    """
    found: dict[str, HeldHost] = {}
    pauses = {host.name: host for host in queues}
    for name, began in under_way:
        if now - began < HELD_SECONDS:
            return ()
        longest = max(now - began, found[name].seconds if name in found else 0)
        found[name] = HeldHost(name, HoldReason.NO_ANSWER, round(longest))
    waiting = {name: due for name, due in later.items() if name not in found}
    waiting |= {host.name: host.next_allowed for host in pauses.values() if host.waiting and host.name not in found}
    for name, due in waiting.items():
        host = pauses.get(name)
        moment = max(due, host.next_allowed if host else due)
        if moment - now < HELD_SECONDS:
            return ()
        reason = _PAUSES.get(host.pause_reason, HoldReason.RETRY) if host else HoldReason.RETRY
        found[name] = HeldHost(name, reason, round(moment - now))
    return tuple(sorted(found.values(), key=lambda held: (-held.seconds, held.name)))
