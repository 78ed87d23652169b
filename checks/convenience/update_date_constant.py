"""Update dates that are not those of the content."""

import re
from collections.abc import Iterator
from datetime import date

from auditor.model import (
    Blocks,
    DateShown,
    Document,
    Place,
    Region,
    Severity,
    SiteFacts,
    Text,
    Verdict,
    cant_tell,
    failed,
    passed,
    site_check,
)

_ENOUGH_PAGES = 5
_TOO_OLD_DAYS = 365
# A day of publication (發布日期) belongs to one item, not to the page.
_UPDATE = re.compile(r"更新|修改|異動|updat|modif", re.IGNORECASE)


@site_check(
    id="update-date-constant",
    severity=Severity.MODERATE,
    title=Text(zh="更新日期不可信", en="Update date cannot be trusted"),
    remedy=Text(
        zh="請讓每一頁顯示該頁內容實際的更新日期，由系統在存檔時帶入，不要寫死在版型，也不要帶入今天的日期。",
        en="Let every page show the day its own content was changed, filled in by the system when it is saved; not a "
        "date written into the template, nor today's.",
    ),
    effect=Text(
        zh="民眾無法判斷內容是新是舊（顯示 {shown}）。",
        en="Visitors do not know whether the content is fresh or stale (it shows {shown}).",
    ),
    question=Text(
        zh="各頁都沒有找到更新日期。請確認網站是否以其他方式標示更新日期。",
        en="No update date was found on any page. Does the site show it in some other way?",
    ),
)
def update_date_constant(site: SiteFacts, blocks: Blocks, document: Document) -> Iterator[Verdict]:
    """The pages do not all show the run's own day, and the home page's date is at most a year older than its news."""
    home = Place(document.url)
    cause = f"update date|{document.template or document.url}"
    dates = [page.updated for page in site.pages if page.updated]
    if not dates and not document.dates:
        yield cant_tell(home, "no-date-shown")
        return
    if len(dates) >= _ENOUGH_PAGES:
        is_today = set(dates) == {site.today}
        yield failed(home, cause=cause, shown=site.today, pages=len(dates)) if is_today else passed(home)
    newest = max((item.date for item in blocks.news if item.date and item.date <= site.today), default="")
    shown = _home_date(document.dates)
    if newest and shown is not None:
        stale = (date.fromisoformat(newest) - date.fromisoformat(shown.date)).days > _TOO_OLD_DAYS
        yield (failed(shown.place, cause=cause, shown=shown.date, newest=newest) if stale else passed(shown.place))


def _home_date(dates: tuple[DateShown, ...]) -> DateShown | None:
    """The date that stands for the whole page: the newest update date in the footer, else the newest anywhere."""
    updates = [shown for shown in dates if shown.date and _UPDATE.search(shown.word)]
    foot = [shown for shown in updates if shown.place.region is Region.FOOTER]
    return max(foot or updates, key=lambda shown: shown.date, default=None)
