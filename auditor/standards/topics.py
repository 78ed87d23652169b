"""What a government site has to offer (組織, 電話, 法令, 表單 ...), recognised by the words that it is called by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from auditor.model import Offer, PageSummary, Place, Response, SiteFacts, Text, Verdict, cant_tell, failed, passed
from auditor.standards import table

UNREAD = Text(
    zh="這個網站沒有全部讀完、首頁由程式產生，或連到那裡的網址無法確認，所以不能說沒有。請在瀏覽器開啟網站，確認是否找得到「{topic}」。",
    en="The site was not read as a whole, scripts build its home page, or the address of the link could not be "
    "verified. Open it in a browser: is “{topic_en}” there?",
)
"""What a person has to examine where ``offered`` cannot decide."""


@cache
def disclosed() -> tuple[str, ...]:
    """Return the topics that row 1.2.4.1 (資訊公開) demands, in its order."""
    return tuple(name for name, row in _rows().items() if row.get("disclosure"))


def called(topic: str) -> Text:
    """Return what a topic is called. Raises ``KeyError`` for one that ``topics.yaml`` does not have."""
    return Text(_rows()[topic]["zh"], _rows()[topic]["en"])


@lru_cache(maxsize=32_768)
def topics_of(text: str) -> frozenset[str]:
    """Return the topics that one short text names; cached, because menus repeat."""
    return frozenset(name for name, pattern in _patterns().items() if pattern.search(text))


def offered(site: SiteFacts, home: Place, *topics: str) -> Iterator[Verdict]:
    """Yield a verdict for each topic: passed at a page that shows it, failed at the home page of a site read whole.

    A link shows it where its target answers. What was not parsed may show it, so nothing is called missing then.
    """
    for topic in topics:
        words = called(topic)
        data = {"topic": words.zh, "topic_en": words.en}
        found = [(page, offer, site.is_shown(offer)) for page, offer in site.offered(topic) if _counts(offer)]
        living = next(((page, offer) for page, offer, shown in found if shown), None)
        if living is not None:
            yield _seen(site, *living)
        elif any(shown is None for _, _, shown in found):
            yield cant_tell(home, "target-not-confirmed", cause=words.zh, **data)
        elif site.gap:
            yield cant_tell(home, site.gap, cause=words.zh, **data)
        else:
            yield failed(home, cause=words.zh, **data)


def _counts(offer: Offer) -> bool:
    """Whether words count where they stand: some rows are about what a page has itself, not about links."""
    return not offer.url or not _rows()[offer.topic].get("own", False)


def _seen(site: SiteFacts, page: PageSummary, offer: Offer) -> Verdict:
    target = site.offer_targets.get(offer.url)
    answer = target.answer if target else None
    status = answer.status if isinstance(answer, Response) else page.status
    return passed(Place(page.url), href=offer.url or page.url, words=offer.words, status=status)


def _rows() -> dict[str, Any]:
    rows: dict[str, Any] = table("topics")
    return rows


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(row["pattern"], re.IGNORECASE) for name, row in _rows().items() if "pattern" in row}
