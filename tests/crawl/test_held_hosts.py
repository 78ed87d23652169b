"""Hosts that hold a run are named with the reason and the time; while any other is at work, none is."""

from __future__ import annotations

from auditor.crawl.held_hosts import HeldHost, HoldReason, held_hosts
from auditor.crawl.politeness import HostQueues
from auditor.model import CrawlRequest, Politeness, QueueKind

NOW = 1_000.0


def queues(*names: str) -> HostQueues:
    made = HostQueues({}, Politeness(delay=1.0))
    for name in names:
        made.add(CrawlRequest(f"https://{name}/", QueueKind.FETCH, name))
    return made


def test_hosts_without_an_answer_hold_the_run_each_by_its_longest_request() -> None:
    under_way = [("a.tw", NOW - 12), ("a.tw", NOW - 7), ("b.tw", NOW - 30)]
    assert held_hosts(under_way, {}, [], NOW) == (
        HeldHost("b.tw", HoldReason.NO_ANSWER, 30),
        HeldHost("a.tw", HoldReason.NO_ANSWER, 12),
    )
    assert held_hosts([*under_way, ("c.tw", NOW - 1)], {}, [], NOW) == ()  # c.tw was asked just now


def test_a_pause_is_named_by_its_reason() -> None:
    paused = queues("a.tw", "b.tw")
    paused.pause("a.tw", 240.0, now=NOW, reason="retry-after")
    assert held_hosts([], {}, paused.all(), NOW) == ()  # b.tw may be asked at once
    paused.pause("b.tw", 30.0, now=NOW, reason="not reached")
    assert held_hosts([], {}, paused.all(), NOW + 10) == (
        HeldHost("a.tw", HoldReason.RETRY_AFTER, 230),
        HeldHost("b.tw", HoldReason.NOT_REACHED, 20),
    )
    assert held_hosts([], {}, paused.all(), NOW + 29) == ()


def test_a_later_attempt_waits_for_the_pause_of_its_host_too() -> None:
    paused = queues()
    paused.pause("a.tw", 100.0, now=NOW, reason="retry-after")
    assert held_hosts([], {"a.tw": NOW + 6}, paused.all(), NOW) == (HeldHost("a.tw", HoldReason.RETRY_AFTER, 100),)
    assert held_hosts([], {"c.tw": NOW + 6}, paused.all(), NOW) == (HeldHost("c.tw", HoldReason.RETRY, 6),)
    assert held_hosts([], {"c.tw": NOW + 2}, paused.all(), NOW) == ()


def test_nothing_to_do_is_held_by_nobody() -> None:
    idle = queues()
    idle.pause("a.tw", 100.0, now=NOW, reason="retry-after")
    assert held_hosts([], {}, idle.all(), NOW) == ()
