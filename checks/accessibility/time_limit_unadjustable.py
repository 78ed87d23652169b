"""Limits of time that a page states."""

from collections.abc import Iterator

from auditor.model import Document, PassageKind, Place, Severity, Text, Verdict, cant_tell, page_check, passed


@page_check(
    id="time-limit-unadjustable",
    severity=Severity.MODERATE,
    wcag=("2.2.1",),
    manual_codes={"110.07": ("GN1220101E",), "115.11": ("GN1220101E",)},
    title=Text(
        zh="網頁有時間限制",
        en="Time limit on a page",
    ),
    remedy=Text(
        zh="請讓民眾在時間到之前可以延長或取消，例如逾時前 20 秒跳出「繼續使用」的按鈕；不必自動轉頁的請移除。",
        en="Let people extend or switch off the limit before it ends, with a “continue” button 20 seconds "
        "before; take out redirects that are not needed.",
    ),
    effect=Text(
        zh="讀得慢或操作慢的民眾來不及。",
        en="People who read or operate slowly do not make it in time.",
    ),
    question=Text(
        zh="頁面寫著「{text}」。時間到之前，民眾可以延長或取消嗎？",
        en="The page says “{text}”. Can people extend the limit or switch it off before it ends?",
    ),
)
def time_limit_unadjustable(document: Document) -> Iterator[Verdict]:
    """A limit of time that the page states is for a person: can it be extended or switched off (WCAG 2.2.1)?"""
    found = [passage for passage in document.passages if passage.kind is PassageKind.TIME_LIMIT]
    for passage in found:
        yield cant_tell(passage.place, "limit-stated", text=passage.text)
    if not found:
        yield passed(Place(document.url))
