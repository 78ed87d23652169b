"""Sites whose pages all carry the same date in their metadata."""

from collections.abc import Iterator

from auditor.model import Place, Severity, SiteFacts, Text, Verdict, failed, passed, site_check

_ENOUGH = 5  # pages, before sameness means anything


@site_check(
    id="dublin-core-date-constant",
    severity=Severity.MINOR,
    title=Text(zh="全站詮釋資料的日期相同", en="One metadata date on every page"),
    remedy=Text(
        zh="{pages} 頁的 {field} 都是「{value}」；請由系統帶入各頁自己的日期，不要寫死在版型。",
        en="{pages} pages all have “{value}” in {field}; let the system fill in each page's own date.",
    ),
    effect=Text(
        zh="依時間查詢時，全站的網頁不是全部出現，就是全部不見。",
        en="A search by time finds either every page of the site or none.",
    ),
)
def dublin_core_date_constant(facts: SiteFacts) -> Iterator[Verdict]:
    """Of five or more pages with a date, not all have the same DC.Date, nor the same days of coverage."""
    answered = [page for page in facts.pages if not page.is_error]
    columns = {
        "DC.Date": [page.metadata_date.strip() for page in answered],
        "DC.Coverage.t.min": [page.coverage[0].strip() for page in answered],
        "DC.Coverage.t.max": [page.coverage[1].strip() for page in answered],
    }
    for field, column in columns.items():
        written = [value for value in column if value]
        if len(written) < _ENOUGH:
            continue
        place = Place(facts.site.url)
        if len(set(written)) > 1:
            yield passed(place)
        else:
            yield failed(place, cause=field, field=field, value=written[0], pages=len(written))
