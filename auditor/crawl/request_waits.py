"""Retries of failed fetches: how long to wait, by what the server asks for and by how often it was tried."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import msgspec

from auditor.crawl.fetcher import FetchAttempt
from auditor.crawl.politeness import LONGEST_PAUSE
from auditor.model import Answer, CrawlRequest, FailureReason, FetchFailure, Response

_log = logging.getLogger(__name__)

RETRY_SECONDS = (2.0, 6.0)
"""Seconds before the second and the third attempt, where the server asks for no more."""

_NOT_REACHED = frozenset({FailureReason.DNS, FailureReason.REFUSED, FailureReason.TIMEOUT, FailureReason.RESET})


def is_reached(answer: Answer | None) -> bool:
    """Whether the host answered at all; a wrong certificate or an inside address is an answer of a kind."""
    return not isinstance(answer, FetchFailure) or answer.reason not in _NOT_REACHED


def retry_after(answer: Answer | None, now: datetime) -> float:
    """Seconds that a server asks us to stay away, in both forms of Retry-After (RFC 9110, 10.2.3); 0 for none.

    More than ``LONGEST_PAUSE`` is cut to it.
    """
    value = answer.header("retry-after") if isinstance(answer, Response) else ""
    if value.strip().isdigit():
        return min(float(value), LONGEST_PAUSE)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(0.0, (moment - now).total_seconds()), LONGEST_PAUSE)


def retry_of(attempt: FetchAttempt, patience: float, now: datetime) -> CrawlRequest:
    """The request for the next attempt, with the moment before which it is not sent.

    ``patience`` is that of the host's politeness: it stretches the usual wait, never the one that the server asks for.
    """
    request = attempt.request
    wait = max(RETRY_SECONDS[request.attempts] * patience, retry_after(attempt.answer, now))
    due = (now + timedelta(seconds=wait)).isoformat(timespec="seconds")
    reason = attempt.target.detail.value
    _log.info(
        "retried",
        extra={"url": request.url, "attempt": request.attempts + 2, "reason": reason, "wait_s": round(wait, 1)},
    )
    return msgspec.structs.replace(request, attempts=request.attempts + 1, not_before=due)
