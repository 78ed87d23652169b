"""Coverage that is not the page's time: one tag for two days, or days far from the page's own."""

from collections.abc import Iterator
from datetime import date

from auditor.model import Context, Head, Meta, Severity, Text, Verdict, cant_tell, page_check, passed
from auditor.standards.dublin_core import COVERAGE, content, date_form, filled, known_tags

_LONG_AGO_DAYS = 3 * 365


@page_check(
    id="dublin-core-coverage-outdated",
    severity=Severity.NOTICE,
    title=Text(zh="涵蓋日期可能過時", en="Coverage may be out of date"),
    remedy=Text(
        zh="請由系統依各頁內容帶入 DC.Coverage.t.min 與 DC.Coverage.t.max，不要寫死在版型。",
        en="Let the system fill DC.Coverage.t.min and DC.Coverage.t.max for each page instead of the template.",
    ),
    effect=Text(
        zh="依時間查詢的民眾會以為內容已經過期，或找不到這一頁。",
        en="People who search by time take the page for expired, or miss it.",
    ),
    question=Text(
        zh="這一頁涵蓋的期間是「{value}」（DC.Date 為「{date}」），符合內容嗎？",
        en="Does “{value}” fit the time that this page is about (DC.Date is “{date}”)?",
    ),
)
def dublin_core_coverage_outdated(head: Head, context: Context) -> Iterator[Verdict]:
    """Coverage is a pair of days that ended within three years and, where it is a span, holds the page's own date.

    Other values are not judged: a page may be about the past, and the rule's own table was not read.
    """
    found: dict[str, Meta] = {}
    for name, meta in known_tags(head):
        if filled(meta):
            found.setdefault(name, meta)
    if all(name in found for name in COVERAGE):
        yield from _pair(found, context.today)
    elif "DC.Coverage" in found:
        meta = found["DC.Coverage"]
        yield cant_tell(meta.place, "one-tag", cause="one-tag", value=content(meta), date=_text(found, "DC.Date"))


def _pair(found: dict[str, Meta], today: str) -> Iterator[Verdict]:
    begins, ends = (content(found[name])[:10] for name in COVERAGE)
    if not all(date_form(text) == "iso" and len(text) == 10 for text in (begins, ends)):
        return
    shown, own = found[COVERAGE[1]].place, _text(found, "DC.Date")[:10]
    data = {"value": f"{begins}/{ends}", "date": own}
    dated = date_form(own) == "iso" and len(own) == 10
    if (date.fromisoformat(today) - date.fromisoformat(ends)).days > _LONG_AGO_DAYS:
        yield cant_tell(shown, "ended-long-ago", cause=f"{begins}/{ends}", **data)
    elif dated and begins < ends and not begins <= own <= ends:
        yield cant_tell(shown, "date-outside", cause=f"{begins}/{ends}", **data)
    else:
        yield passed(shown)


def _text(found: dict[str, Meta], name: str) -> str:
    return content(found[name]) if name in found else ""
