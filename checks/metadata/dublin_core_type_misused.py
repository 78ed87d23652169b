"""DC.Type that holds the page's title."""

from collections.abc import Iterator

from auditor.model import Head, Severity, Text, Verdict, failed, page_check, passed
from auditor.standards.dublin_core import content, filled, known_tags


@page_check(
    id="dublin-core-type-misused",
    severity=Severity.MINOR,
    title=Text(zh="DC.Type 填的是標題", en="DC.Type holds the title"),
    remedy=Text(
        zh="DC.Type 是資料類型（例如「網頁」「服務」「Text」），請勿填標題「{value}」；請檢查系統的欄位對應。",
        en="DC.Type is the kind of resource (such as Text), not its title “{value}”; see how the fields are mapped.",
    ),
    effect=Text(
        zh="依資料類型查詢時找不到這一頁。",
        en="A search by kind of resource misses the page.",
    ),
)
def dublin_core_type_misused(head: Head) -> Iterator[Verdict]:
    """DC.Type is the kind of resource; it is not the text of DC.Title or of the title element."""
    titles = {content(meta) for name, meta in known_tags(head) if name == "DC.Title"} | {(head.title or "").strip()}
    for name, meta in known_tags(head):
        if name == "DC.Type" and filled(meta):
            value = content(meta)
            yield failed(meta.place, cause="DC.Type", value=value) if value in titles else passed(meta.place)
