"""Politeness: no host gets a request before it allows one, and no slow host holds another back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from logged_events import Events

from auditor.crawl.politeness import BREAK_AFTER, BREAK_SECONDS, MOST_BREAKS, MOST_OUTSIDE, HostQueues, quiet_for
from auditor.model import CrawlRequest, Politeness, QueueKind


def request(host: str, number: int = 0) -> CrawlRequest:
    return CrawlRequest(f"http://{host}/{number}", QueueKind.FETCH, host)


def queues_of(delay: float = 1.0, concurrency: int = 1) -> HostQueues:
    return HostQueues({}, Politeness(delay=delay, concurrency=concurrency))


def finish(queues: HostQueues, name: str, now: float, *, reached: bool = True) -> None:
    queues.finish(name, reached=reached, milliseconds=5, now=now)


def test_two_requests_to_one_host_are_a_delay_apart() -> None:
    queues = queues_of(delay=2.0)
    queues.add(request("a", 1))
    queues.add(request("a", 2))
    assert queues.next_due(0.0) == request("a", 1)
    finish(queues, "a", 0.1)
    assert queues.next_due(1.9) is None
    assert queues.seconds_until_due(1.5) == 0.5
    assert queues.next_due(2.0) == request("a", 2)
    assert queues.waiting == 0


@pytest.mark.parametrize(
    ("hours", "clock", "left"),
    [
        ((), 12, 0), ((8, 18), 7.99, 0), ((8, 18), 8, 10), ((8, 18), 17.5, 0.5), ((8, 18), 18, 0), ((22, 6), 23, 7),
        ((22, 6), 5, 1), ((22, 6), 6, 0), ((22, 6), 12, 0), ((0, 23), 23, 0), ((0, 23), 0, 23),
    ],
)  # fmt: skip
def test_quiet_hours_go_over_midnight_too(hours: tuple[int, ...], clock: float, left: float) -> None:
    assert quiet_for(hours, clock * 3_600) == pytest.approx(left * 3_600)


def test_a_host_gets_no_request_in_its_quiet_hours_and_others_do(monkeypatch: pytest.MonkeyPatch) -> None:
    hour = [9.0]
    quiet = Politeness(delay=0.0, concurrency=2, quiet_hours=(8, 18))
    monkeypatch.setattr("auditor.crawl.politeness.seconds_of_day", lambda _: hour[0] * 3_600)
    queues = HostQueues({"quiet": quiet}, Politeness(delay=0.0))
    queues.add(request("quiet"))
    queues.add(request("other"))
    assert queues.next_due(100.0) == request("other")
    assert queues.next_due(100.0) is None
    assert not queues.acquire_slot("quiet")
    assert queues.seconds_until_due(100.0) == 9 * 3_600
    hour[0] = 18.0
    assert queues.acquire_slot("quiet")
    assert queues.next_due(100.0 + 9 * 3_600) == request("quiet")


def test_a_redirect_takes_the_next_turn_of_the_host_it_leads_to() -> None:
    queues = queues_of(delay=2.0)
    queues.add(request("a", 1))
    queues.add(request("a", 2))
    assert queues.next_due(0.0) == request("a", 1)
    assert queues.reserve("a", 0.5) == 1.5
    assert queues.reserve("a", 0.5) == 3.5
    finish(queues, "a", 0.6)
    assert queues.next_due(5.9) is None
    assert queues.next_due(6.0) == request("a", 2)
    queues.pause("a", 94.0, now=6.0, reason="retry-after")
    assert queues.reserve("a", 7.0) is None
    assert queues.reserve("b", 7.0) == 0.0


def test_a_busy_host_gets_no_more_than_its_slots() -> None:
    queues = queues_of(delay=0.0, concurrency=2)
    for number in range(4):
        queues.add(request("a", number))
    assert [queues.next_due(0.0) is not None for _ in range(3)] == [True, True, False]
    assert queues.seconds_until_due(0.0) is None
    finish(queues, "a", 0.0)
    assert queues.next_due(0.0) is not None


def test_a_paused_host_delays_no_other() -> None:
    queues = queues_of(delay=0.0)
    queues.add(request("slow"))
    queues.add(request("fast"))
    queues.pause("slow", 100.0, now=0.0, reason="retry-after")
    assert queues.next_due(0.0) == request("fast")
    assert queues.next_due(99.0) is None
    assert queues.next_due(100.0) == request("slow")
    assert queues["slow"].figures().parked == 1


def test_the_breaker_opens_after_failures_in_a_row_and_the_host_is_abandoned_in_the_end() -> None:
    queues = queues_of(delay=0.0)
    now = 0.0
    for number in range(100):
        queues.add(request("dead", number))
    while not queues["dead"].is_abandoned:
        due = queues.next_due(now)
        if due is None:
            now += 1.0
        else:
            finish(queues, "dead", now, reached=False)
    assert queues["dead"].requests == BREAK_AFTER * (MOST_BREAKS + 1)
    assert len(queues.abandon("dead")) == 100 - BREAK_AFTER * (MOST_BREAKS + 1)
    assert queues.waiting == 0


def test_one_answer_closes_the_row_of_failures() -> None:
    queues = queues_of(delay=0.0)
    for number in range(BREAK_AFTER * 3):
        queues.add(request("a", number))
        assert queues.next_due(0.0) is not None
        finish(queues, "a", 0.0, reached=number % 2 == 0)
    assert queues["a"].breaks == 0


def test_a_request_put_back_is_the_next_one() -> None:
    queues = queues_of(delay=0.0)
    queues.add(request("a", 1))
    queues.add(request("a", 2))
    due = queues.next_due(0.0)
    assert due is not None
    queues.put_back(due, 5.0)
    assert queues.next_due(4.0) is None
    assert queues.next_due(5.0) == request("a", 1)


def test_a_browser_takes_a_slot_like_a_fetch() -> None:
    queues = queues_of(delay=0.0)
    queues.add(request("a"))
    assert queues.acquire_slot("a")
    assert not queues.acquire_slot("a")
    assert queues.next_due(0.0) is None
    queues.release_slot("a")
    assert queues.next_due(0.0) is not None


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 3)), max_size=40),
    st.integers(1, 3),
    st.floats(0.1, 2.0),
)
def test_every_request_is_given_out_once_and_never_too_early(
    plan: list[tuple[str, float]], concurrency: int, delay: float
) -> None:
    queues = queues_of(delay=delay, concurrency=concurrency)
    for number, (name, _) in enumerate(plan):
        queues.add(request(name, number))
    now, given_out, last = 0.0, [], dict[str, float]()
    for _ in range(len(plan) * 4):
        while (due := queues.next_due(now)) is not None:
            assert now >= last.get(due.host, -10.0) + delay - 1e-9
            last[due.host] = now
            given_out.append(due.url)
            finish(queues, due.host, now)
        wait = queues.seconds_until_due(now)
        if wait is None:
            break
        now += max(wait, 1e-6)
    assert sorted(given_out) == sorted(f"http://{name}/{number}" for number, (name, _) in enumerate(plan))


def test_hosts_outside_that_do_not_answer_leave_the_sites_their_turns() -> None:
    queues = HostQueues({"ours": Politeness(delay=0.0, concurrency=4)}, Politeness(delay=0.0, concurrency=1))
    for number in range(MOST_OUTSIDE + 5):
        queues.add(request(f"dead{number}"))
    assert [queues.next_due(0.0) is not None for _ in range(MOST_OUTSIDE + 1)] == [True] * MOST_OUTSIDE + [False]
    assert queues.seconds_until_due(0.0) is None
    queues.add(request("ours"))
    assert queues.seconds_until_due(0.0) == 0.0
    assert queues.next_due(0.0) == request("ours")
    queues.finish("dead0", reached=False, milliseconds=30_000, now=30.0)
    assert queues.next_due(30.0) is not None


def test_pauses_and_abandoned_hosts_are_logged(events: Events, monkeypatch: pytest.MonkeyPatch) -> None:
    hour = [9.0]
    quiet = Politeness(delay=0.0, quiet_hours=(8, 18))
    monkeypatch.setattr("auditor.crawl.politeness.seconds_of_day", lambda _: hour[0] * 3_600)
    queues = HostQueues({"quiet": quiet}, Politeness(delay=0.0))
    queues.pause("slow", 12.0, now=0.0, reason="retry-after")
    queues.add(request("quiet"))
    assert queues.next_due(0.0) is None
    for number in range(BREAK_AFTER + 1):
        queues.add(request("dead", number))
    for _ in range(BREAK_AFTER):
        assert queues.next_due(0.0)
        finish(queues, "dead", 0.0, reached=False)
    assert len(queues.abandon("dead")) == 1
    assert queues.abandon("dead") == []
    assert events("paused") == [
        {"host": "slow", "seconds": 12.0, "reason": "retry-after"},
        {"host": "quiet", "seconds": 9 * 3_600, "reason": "quiet hours"},
        {"host": "dead", "seconds": BREAK_SECONDS, "reason": "not reached"},
    ]
    assert events("host abandoned") == [{"host": "dead", "requests": 1}]
