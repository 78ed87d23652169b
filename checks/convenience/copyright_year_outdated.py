"""Lines of copyright whose year is long past."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from auditor.model import Context, Document, PassageKind, Severity, Text, Verdict, failed, page_check, passed

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_GRACE = timedelta(days=90)


@page_check(
    id="copyright-year-outdated",
    severity=Severity.MINOR,
    title=Text(zh="版權年份過舊", en="Year of copyright long past"),
    remedy=Text(
        zh="版權宣告寫的是 {year} 年。請改為今年，或由系統自動帶入；也可以不寫年份。",
        en="The line of copyright has {year}. Write this year, let the system fill it in, or leave the year out.",
    ),
    effect=Text(
        zh="民眾看到 {year}，會以為網站已經沒有人維護。",
        en="Visitors read {year} and take the site for deserted.",
    ),
)
def copyright_year_outdated(document: Document, context: Context) -> Iterator[Verdict]:
    """The latest year in a line of copyright is that of the run's day, or of 90 days before it.

    Source: 自行評核表 1.2.2.3 (內容正確性). A line without a year is not judged.
    """
    due = (date.fromisoformat(context.today) - _GRACE).year
    for passage in document.passages:
        years = _YEAR.findall(passage.text) if passage.kind is PassageKind.COPYRIGHT else ()
        if years:
            year = int(max(years))
            yield failed(passage.place, cause=str(year), year=year) if year < due else passed(passage.place)
