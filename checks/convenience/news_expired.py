"""Announcements whose own last day is over, still listed as news."""

import re
from collections.abc import Iterator

from auditor.model import Blocks, Severity, SiteFacts, Text, Verdict, failed, passed, site_check

_DAY = r"(\d{2,4})\s{0,9}[-/.年]\s{0,9}(\d{1,2})\s{0,9}[-/.月]\s{0,9}(\d{1,2})\s{0,9}日?"
_LAST = re.compile(
    rf"(?:至|到|迄|截止日?期?[:：為]?|期限[:：為至]?|before|until)\s{{0,9}}(?:民國|西元)?\s{{0,9}}{_DAY}|{_DAY}\s{{0,9}}(?:前|止|截止)",
    re.IGNORECASE,
)
_ROC_YEARS, _ROC = 200, 1911


@site_check(
    id="news-expired",
    severity=Severity.MINOR,
    title=Text(zh="過期的消息還列在最新消息", en="News whose last day is over"),
    remedy=Text(
        zh="「{text}」已於 {until} 截止。請移到歷史消息，或更新內容。",
        en="“{text}” ended on {until}. Move it to the archive, or bring it up to date.",
    ),
    effect=Text(
        zh="民眾看到「{text}」，點進去才發現已經截止。",
        en="Visitors read “{text}” and learn only afterwards that it is over.",
    ),
)
def news_expired(site: SiteFacts, blocks: Blocks) -> Iterator[Verdict]:
    """No item of the news on the home page names a last day (至, 截止, 止) that is over.

    Source: 臺中市政府民政局網站資料檢核及維護作業規定 (過期資訊). Items that name no last day are not judged.
    """
    for item in blocks.news:
        until = _last_day(item.text)
        if until and until < site.today:
            yield failed(item.place, cause=item.url, text=item.text[:80], until=until)
        elif until:
            yield passed(item.place)


def _last_day(text: str) -> str:
    """The last day that a title names, ISO; years below 200 are those of the Republic. Empty for no day there is."""
    found = list(_LAST.finditer(text))
    if not found:
        return ""
    year, month, day = (int(group) for group in found[-1].groups() if group)
    year += _ROC if year < _ROC_YEARS else 0
    is_day = 1 <= month <= 12 and 1 <= day <= 31
    return f"{year:04d}-{month:02d}-{day:02d}" if is_day else ""
