"""Dates in metadata that machines cannot read."""

from collections.abc import Iterator

from auditor.model import Head, Severity, Text, Verdict, failed, page_check, passed
from auditor.standards.dublin_core import COVERAGE, content, date_form, filled, known_tags

_DATED = frozenset({"DC.Date", *COVERAGE})


@page_check(
    id="dublin-core-date-malformed",
    severity=Severity.MINOR,
    title=Text(zh="詮釋資料的日期格式不正確", en="Metadata date malformed"),
    remedy=Text(
        zh="請把 {field} 的「{value}」改為西元年-月-日，例如 2026-11-23。",
        en="Write “{value}” in {field} as year-month-day of the common era, for example 2026-11-23.",
    ),
    effect=Text(
        zh="檢索系統讀不懂日期，依時間查詢時會漏掉這一頁。",
        en="A search cannot read the date and leaves the page out when people search by time.",
    ),
)
def dublin_core_date_malformed(head: Head) -> Iterator[Verdict]:
    """DC.Date and both dates of the coverage are dates that exist, in the form of ISO 8601."""
    for name, meta in known_tags(head):
        if name not in _DATED or not filled(meta):
            continue
        text = content(meta)
        form = date_form(text)
        if form == "iso":
            yield passed(meta.place)
        else:
            yield failed(meta.place, cause=f"{name}|{form}", field=name, value=text, form=form)
