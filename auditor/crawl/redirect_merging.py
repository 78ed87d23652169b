"""Addresses that forward to a page of ours: the page is asked once, under its own address, for all that lead to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from auditor.crawl.fetcher import FetchAttempt
from auditor.crawl.link_state import classify
from auditor.model import CrawlRequest, FetchRecord

MOST_HOPS = 10
"""Chains that would grow longer are followed by the asker itself, which knows what too long is."""


class RedirectMerger:
    """Answers that wait for the answer of the address that they forward to.

    ``ours`` says whether an address is (or will be) asked for itself in this run; ``recorded`` reads from the store
    what came of addresses.
    """

    def __init__(self, ours: Callable[[str], bool], recorded: Callable[[Sequence[str]], Iterable[FetchRecord]]) -> None:
        self._ours = ours
        self._recorded = recorded
        self._waiting: dict[str, list[FetchAttempt]] = defaultdict(list)
        self._due: set[str] = set()
        self._known: set[str] = set()
        self._through: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def stops(self, ask: CrawlRequest, url: str) -> bool:
        """Whether the asker may stop where ``ask`` forwards to ``url``."""
        plain = bool(ask.site) and not (ask.start or ask.probe or ask.found_on.endswith("/robots.txt"))
        return plain and ask.url not in self._through and url != ask.url and self._ours(url)

    def wait(self, asked: FetchAttempt) -> None:
        """Take up an answer that stopped at a redirect."""
        if asked.answer is not None:
            self._waiting[asked.answer.final_url].append(asked)
            if asked.answer.final_url in self._known:
                self._due.add(asked.answer.final_url)

    def note(self, addresses: Iterable[str]) -> None:
        """Note that these addresses' answers are in the store now."""
        new = list(addresses)
        self._known.update(new)
        self._due.update(url for url in new if url in self._waiting)

    def settled(self) -> Iterator[FetchAttempt]:
        """The answers that can be completed now, complete."""
        due = sorted(self._due)
        self._due.clear()
        for end in self._recorded(due) if due else ():
            for asked in self._waiting.pop(end.url, ()):
                whole = _joined(asked, end)
                if whole is None:
                    self._waiting[_ALONE].append(asked)
                else:
                    yield whole

    def release(self) -> list[CrawlRequest]:
        """Give up waiting: the asks of all that is left, to be followed to their ends (circles come to this too)."""
        asks = [asked.ask for waiting in self._waiting.values() for asked in waiting]
        self._waiting.clear()
        self._through.update(ask.url for ask in asks)
        return asks


_ALONE = ""
"""Waits for nothing that could come, so that it is released at the end."""


def _joined(asked: FetchAttempt, end: FetchRecord) -> FetchAttempt | None:
    """The whole way: the redirects met, then all that was found at their end; None where they are too many."""
    met = asked.answer
    chain = (*met.chain, *end.answer.chain) if met else ()
    if met is None or len(chain) > MOST_HOPS:
        return None
    elapsed = met.elapsed_ms + end.answer.elapsed_ms
    answer = msgspec.structs.replace(end.answer, url=asked.ask.url, chain=chain, elapsed_ms=elapsed)
    target = classify(asked.ask.url, answer, attempts=max(end.target.attempts, asked.ask.attempts + 1))
    target = msgspec.structs.replace(target, download=end.target.download, sheet=end.target.sheet)
    return FetchAttempt(asked.ask, target, asked.next, answer)
