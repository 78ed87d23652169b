"""Merges redirects into pages of the run: each page is fetched once, at its own address, for all that lead to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from auditor.crawl.fetcher import FetchAttempt
from auditor.crawl.link_state import classify
from auditor.model import MOST_REDIRECTS, CrawlRequest, FetchRecord, RequestPurpose


class RedirectMerger:
    """Answers that wait for the answer of the address that they redirect to.

    ``covers`` returns whether the run fetches an address under its own name; ``recorded`` reads from the store what
    came of addresses.
    """

    def __init__(
        self, covers: Callable[[str], bool], recorded: Callable[[Sequence[str]], Iterable[FetchRecord]]
    ) -> None:
        self._covers = covers
        self._recorded = recorded
        self._waiting: dict[str, list[FetchAttempt]] = defaultdict(list)
        self._due: set[str] = set()
        self._stored: set[str] = set()
        self._through: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def stops(self, request: CrawlRequest, url: str) -> bool:
        """Whether the client may stop where ``request`` redirects to ``url``."""
        plain = request.purpose is RequestPurpose.PAGE and not request.start
        return plain and request.url not in self._through and url != request.url and self._covers(url)

    def add(self, attempt: FetchAttempt) -> None:
        """Take up an answer that stopped at a redirect."""
        if attempt.answer is not None:
            self._waiting[attempt.answer.final_url].append(attempt)
            if attempt.answer.final_url in self._stored:
                self._due.add(attempt.answer.final_url)

    def note_stored(self, addresses: Iterable[str]) -> None:
        """Note that these addresses' answers are in the store now."""
        new = list(addresses)
        self._stored.update(new)
        self._due.update(url for url in new if url in self._waiting)

    def merged(self) -> Iterator[FetchAttempt]:
        """The attempts that can be completed now, each with the answer of the address that it redirects to."""
        due = sorted(self._due)
        self._due.clear()
        for end in self._recorded(due) if due else ():
            for attempt in self._waiting.pop(end.url, ()):
                whole = _joined(attempt, end)
                if whole is None:
                    self._waiting[_ALONE].append(attempt)
                else:
                    yield whole

    def release(self) -> list[CrawlRequest]:
        """Stop waiting: the requests of all that is left, to be followed to their ends (circles end here too)."""
        requests = [attempt.request for waiting in self._waiting.values() for attempt in waiting]
        self._waiting.clear()
        self._through.update(request.url for request in requests)
        return requests


_ALONE = ""
"""Waits for no address, so that it is released at the end."""


def _joined(attempt: FetchAttempt, end: FetchRecord) -> FetchAttempt | None:
    """The whole chain: the redirects followed, then all that was found at their end; None where they are too many."""
    redirect = attempt.answer
    chain = (*redirect.chain, *end.answer.chain) if redirect else ()
    if redirect is None or len(chain) > MOST_REDIRECTS:
        return None  # the client itself follows such a chain, and limits it
    request = attempt.request
    elapsed = redirect.elapsed_ms + end.answer.elapsed_ms
    answer = msgspec.structs.replace(end.answer, url=request.url, chain=chain, elapsed_ms=elapsed)
    target = classify(request.url, answer, attempts=max(end.target.attempts, request.attempts + 1))
    target = msgspec.structs.replace(target, download=end.target.download, sheet=end.target.sheet)
    return FetchAttempt(request, target, attempt.next, answer)
