"""Retries: a failed fetch is repeated after the usual wait, or after the one that the server asks for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from logged_events import Events

from auditor.crawl.fetcher import FetchAttempt, NextStep
from auditor.crawl.link_state import classify
from auditor.crawl.politeness import LONGEST_PAUSE
from auditor.crawl.request_waits import is_reached, retry_after, retry_of
from auditor.model import CrawlRequest, FailureReason, FetchFailure, QueueKind, Response

URL = "http://zone.test/a"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def busy(value: str = "") -> Response:
    return Response(URL, URL, 503, headers=(("retry-after", value),) if value else ())


def attempt(answer: Response | FetchFailure, attempts: int = 0) -> FetchAttempt:
    request = CrawlRequest(URL, QueueKind.FETCH, "zone.test:80", site="zone", attempts=attempts)
    return FetchAttempt(request, classify(URL, answer), NextStep.AGAIN, answer)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("", 0), ("7", 7), (" 12 ", 12), ("soon", 0), ("-3", 0), ("1.5", 0), ("99999", LONGEST_PAUSE),
        ("Mon, 23 Nov 2026 09:01:30 GMT", 90), ("Mon, 23 Nov 2026 08:00:00 GMT", 0), ("Mon, 23 Nov 2026 09:00:30", 30),
        ("Tue, 24 Nov 2026 09:00:00 GMT", LONGEST_PAUSE),
    ],
)  # fmt: skip
def test_retry_after_is_read_in_both_forms(value: str, seconds: float) -> None:
    assert retry_after(busy(value), NOW) == seconds


def test_no_answer_asks_for_no_pause() -> None:
    assert retry_after(FetchFailure(URL, URL, FailureReason.TIMEOUT), NOW) == retry_after(None, NOW) == 0.0


@pytest.mark.parametrize(
    ("value", "attempts", "patience", "seconds"),
    [("", 0, 1.0, 2), ("", 1, 1.0, 6), ("", 0, 2.5, 5), ("", 0, 0.0, 0), ("1", 0, 1.0, 2), ("30", 0, 0.02, 30)],
)
def test_a_retry_waits_for_the_longer_of_both_times(value: str, attempts: int, patience: float, seconds: int) -> None:
    before = attempt(busy(value), attempts)
    due = (NOW + timedelta(seconds=seconds)).isoformat(timespec="seconds")
    expected = msgspec.structs.replace(before.request, attempts=attempts + 1, not_before=due)
    assert retry_of(before, patience, NOW) == expected


def test_a_retry_is_logged(events: Events) -> None:
    retry_of(attempt(busy("30")), 1.0, NOW)
    assert events("retried") == [{"url": URL, "attempt": 2, "reason": "server_error", "wait_s": 30.0}]


@pytest.mark.parametrize("reason", FailureReason)
def test_only_failures_to_connect_mean_that_the_host_was_not_reached(reason: FailureReason) -> None:
    reached = is_reached(FetchFailure(URL, URL, reason))
    assert reached is (reason not in {"dns", "refused", "timeout", "reset"})
    assert is_reached(busy())
