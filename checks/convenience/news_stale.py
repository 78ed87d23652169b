"""Home pages whose newest announcement is old."""

from collections.abc import Iterator
from datetime import date

from auditor.model import Blocks, Place, Severity, SiteFacts, Text, Verdict, cant_tell, failed, passed, site_check

MOST_DAYS = 92
"""No rule sets how old news may be; a quarter is our choice."""


@site_check(
    id="news-stale",
    severity=Severity.MODERATE,
    title=Text(zh="最新消息很久沒有更新", en="News that are not new"),
    remedy=Text(
        zh="最新一則是 {newest}，距今 {days} 天。請發布新消息；沒有消息可發時，請把區塊改名或移除。",
        en="The newest item is of {newest}, {days} days ago. Publish something new, or rename or remove the block.",
    ),
    effect=Text(
        zh="民眾看到的最新消息停在 {newest}，會以為網站沒有人維護。",
        en="The newest news that visitors see are of {newest}; the site looks deserted.",
    ),
    question=Text(
        zh="首頁的最新消息沒有日期。請確認最新一則是什麼時候發布的。",
        en="The news on the home page carry no dates. When was the newest published?",
    ),
)
def news_stale(site: SiteFacts, blocks: Blocks) -> Iterator[Verdict]:
    """The newest announcement on the home page is at most 92 days old (three months; our choice).

    Source: 自行評核表 1.2.2.6. Days that have not come yet are no dates of publication.
    """
    if not blocks.news:
        return
    dated = [item for item in blocks.news if item.date and item.date <= site.today]
    place = blocks.news_heading or Place(blocks.url)
    if not dated:
        yield cant_tell(place, "no-date-shown")
        return
    newest = max(dated, key=lambda item: item.date)
    days = (date.fromisoformat(site.today) - date.fromisoformat(newest.date)).days
    if days > MOST_DAYS:
        yield failed(place, newest=newest.date, days=days)
    else:
        yield passed(place, href=newest.url, words=f"{newest.date} {newest.text}")
