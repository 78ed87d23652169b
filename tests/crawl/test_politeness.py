"""Politeness: no host is asked before it allows it, and no slow host holds another back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.crawl.politeness import BREAK_AFTER, MOST_BREAKS, MOST_OUTSIDE, HostQueues, quiet_for
from auditor.model import CrawlRequest, Politeness, QueueKind


def ask(host: str, number: int = 0) -> CrawlRequest:
    return CrawlRequest(f"http://{host}/{number}", QueueKind.FETCH, host)


def hosts(delay: float = 1.0, concurrency: int = 1) -> HostQueues:
    return HostQueues({}, Politeness(delay=delay, concurrency=concurrency))


def finish(book: HostQueues, name: str, now: float, *, reached: bool = True) -> None:
    book.done(name, reached=reached, milliseconds=5, now=now)


def test_two_requests_to_one_host_are_a_delay_apart() -> None:
    book = hosts(delay=2.0)
    book.add(ask("a", 1))
    book.add(ask("a", 2))
    assert book.take(0.0) == ask("a", 1)
    finish(book, "a", 0.1)
    assert book.take(1.9) is None
    assert book.wait(1.5) == 0.5
    assert book.take(2.0) == ask("a", 2)
    assert book.waiting == 0


@pytest.mark.parametrize(
    ("hours", "clock", "left"),
    [
        ((), 12, 0), ((8, 18), 7.99, 0), ((8, 18), 8, 10), ((8, 18), 17.5, 0.5), ((8, 18), 18, 0), ((22, 6), 23, 7),
        ((22, 6), 5, 1), ((22, 6), 6, 0), ((22, 6), 12, 0), ((0, 23), 23, 0), ((0, 23), 0, 23),
    ],
)  # fmt: skip
def test_quiet_hours_go_over_midnight_too(hours: tuple[int, ...], clock: float, left: float) -> None:
    assert quiet_for(hours, clock * 3_600) == pytest.approx(left * 3_600)


def test_a_host_is_left_alone_in_its_quiet_hours_and_nobody_else_is() -> None:
    hour = [9.0]
    quiet = Politeness(delay=0.0, concurrency=2, quiet_hours=(8, 18))
    book = HostQueues({"quiet": quiet}, Politeness(delay=0.0), clock=lambda: hour[0] * 3_600)
    book.add(ask("quiet"))
    book.add(ask("other"))
    assert book.take(100.0) == ask("other")
    assert book.take(100.0) is None
    assert not book.hold("quiet")
    assert book.wait(100.0) == 9 * 3_600
    hour[0] = 18.0
    assert book.hold("quiet")
    assert book.take(100.0 + 9 * 3_600) == ask("quiet")


def test_a_redirect_takes_the_next_turn_of_the_host_it_leads_to() -> None:
    book = hosts(delay=2.0)
    book.add(ask("a", 1))
    book.add(ask("a", 2))
    assert book.take(0.0) == ask("a", 1)
    assert book.book("a", 0.5) == 1.5
    assert book.book("a", 0.5) == 3.5
    finish(book, "a", 0.6)
    assert book.take(5.9) is None
    assert book.take(6.0) == ask("a", 2)
    book.park("a", 100.0)
    assert book.book("a", 7.0) is None
    assert book.book("b", 7.0) == 0.0


def test_a_busy_host_gets_no_more_than_its_slots() -> None:
    book = hosts(delay=0.0, concurrency=2)
    for number in range(4):
        book.add(ask("a", number))
    assert [book.take(0.0) is not None for _ in range(3)] == [True, True, False]
    assert book.wait(0.0) is None
    finish(book, "a", 0.0)
    assert book.take(0.0) is not None


def test_a_parked_host_delays_nobody_else() -> None:
    book = hosts(delay=0.0)
    book.add(ask("slow"))
    book.add(ask("fast"))
    book.park("slow", 100.0)
    assert book.take(0.0) == ask("fast")
    assert book.take(99.0) is None
    assert book.take(100.0) == ask("slow")
    assert book["slow"].figures().parked == 1


def test_the_breaker_opens_after_failures_in_a_row_and_gives_up_in_the_end() -> None:
    book = hosts(delay=0.0)
    now = 0.0
    for number in range(100):
        book.add(ask("dead", number))
    while not book["dead"].given_up:
        taken = book.take(now)
        if taken is None:
            now += 1.0
        else:
            finish(book, "dead", now, reached=False)
    assert book["dead"].requests == BREAK_AFTER * (MOST_BREAKS + 1)
    assert len(book.give_up("dead")) == 100 - BREAK_AFTER * (MOST_BREAKS + 1)
    assert book.waiting == 0


def test_one_answer_closes_the_row_of_failures() -> None:
    book = hosts(delay=0.0)
    for number in range(BREAK_AFTER * 3):
        book.add(ask("a", number))
        assert book.take(0.0) is not None
        finish(book, "a", 0.0, reached=number % 2 == 0)
    assert book["a"].breaks == 0


def test_an_ask_given_back_is_the_next_one() -> None:
    book = hosts(delay=0.0)
    book.add(ask("a", 1))
    book.add(ask("a", 2))
    taken = book.take(0.0)
    assert taken is not None
    book.give_back(taken, 5.0)
    assert book.take(4.0) is None
    assert book.take(5.0) == ask("a", 1)


def test_a_browser_takes_a_slot_like_everybody() -> None:
    book = hosts(delay=0.0)
    book.add(ask("a"))
    assert book.hold("a")
    assert not book.hold("a")
    assert book.take(0.0) is None
    book.vacate("a")
    assert book.take(0.0) is not None


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 3)), max_size=40),
    st.integers(1, 3),
    st.floats(0.1, 2.0),
)
def test_every_ask_is_given_out_once_and_never_too_early(
    plan: list[tuple[str, float]], concurrency: int, delay: float
) -> None:
    book = hosts(delay=delay, concurrency=concurrency)
    for number, (name, _) in enumerate(plan):
        book.add(ask(name, number))
    now, given_out, last = 0.0, [], dict[str, float]()
    for _ in range(len(plan) * 4):
        while (taken := book.take(now)) is not None:
            assert now >= last.get(taken.host, -10.0) + delay - 1e-9
            last[taken.host] = now
            given_out.append(taken.url)
            finish(book, taken.host, now)
        wait = book.wait(now)
        if wait is None:
            break
        now += max(wait, 1e-6)
    assert sorted(given_out) == sorted(f"http://{name}/{number}" for number, (name, _) in enumerate(plan))


def test_hosts_outside_that_do_not_answer_leave_room_for_the_sites() -> None:
    book = HostQueues({"ours": Politeness(delay=0.0, concurrency=4)}, Politeness(delay=0.0, concurrency=1))
    for number in range(MOST_OUTSIDE + 5):
        book.add(ask(f"dead{number}"))
    assert [book.take(0.0) is not None for _ in range(MOST_OUTSIDE + 1)] == [True] * MOST_OUTSIDE + [False]
    assert book.wait(0.0) is None
    book.add(ask("ours"))
    assert book.wait(0.0) == 0.0
    assert book.take(0.0) == ask("ours")
    book.done("dead0", reached=False, milliseconds=30_000, now=30.0)
    assert book.take(30.0) is not None
