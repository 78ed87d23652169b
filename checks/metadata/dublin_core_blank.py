"""Dublin Core fields without content."""

from collections.abc import Iterator

from auditor.model import Head, Severity, Text, Verdict, failed, page_check, passed
from auditor.standards.dublin_core import CATEGORIES, content, field_of, known_tags


@page_check(
    id="dublin-core-blank",
    severity=Severity.MODERATE,
    title=Text(zh="詮釋資料欄位沒有內容", en="Metadata field blank"),
    remedy=Text(
        zh="請為 {field} 填入這一頁的內容；若由內容管理系統產生，請檢查該欄位的預設值。",
        en="Fill {field} with content that fits this page; where a content system writes it, look at its default.",
    ),
    effect=Text(
        zh="標籤雖在，卻沒有告訴檢索系統任何事。",
        en="The tag is there, but gives a search nothing.",
    ),
)
def dublin_core_blank(head: Head) -> Iterator[Verdict]:
    """Every Dublin Core tag of the page has content; spaces of any width are none."""
    found = [(name, meta) for name, meta in known_tags(head) if name not in CATEGORIES]
    all_blank = len(found) > 1 and not any(content(meta) for _, meta in found)
    for name, meta in found:
        if content(meta):
            yield passed(meta.place)
        else:
            yield failed(meta.place, cause="DC.*" if all_blank else name, field=field_of(name), name=meta.name)
