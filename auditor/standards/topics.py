"""What a government site has to offer (組織, 電話, 法令, 表單 ...), recognised by the words that it is called by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from auditor.model import Place, SiteFacts, Text, Verdict, cant_tell, failed, passed
from auditor.standards import table

UNREAD = Text(
    zh="這個網站沒有全部讀完，或首頁由程式產生，所以不能說沒有。請在瀏覽器開啟網站，確認是否找得到「{topic}」。",
    en="The site was not read as a whole, or scripts build its home page. Open it in a browser: is “{topic_en}” there?",
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

    What was not parsed may show it, so nothing is called missing then.
    """
    for topic in topics:
        words, shown = called(topic), site.showing(topic)
        data = {"topic": words.zh, "topic_en": words.en}
        if shown is not None:
            yield passed(shown)
        elif site.gap:
            yield cant_tell(home, site.gap, cause=words.zh, **data)
        else:
            yield failed(home, cause=words.zh, **data)


def _rows() -> dict[str, Any]:
    rows: dict[str, Any] = table("topics")
    return rows


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(row["pattern"], re.IGNORECASE) for name, row in _rows().items() if "pattern" in row}
