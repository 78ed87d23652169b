"""Metadata in which template text was left."""

from collections.abc import Iterator

from auditor.model import Head, Severity, Text, Verdict, cant_tell, failed, page_check, passed
from auditor.standards.dublin_core import content, known_tags, maybe_unrendered, unrendered


@page_check(
    id="dublin-core-unrendered",
    severity=Severity.MODERATE,
    title=Text(zh="詮釋資料留有未代換的程式文字", en="Metadata field with unreplaced template text"),
    remedy=Text(
        zh="請修正版型，使 {field} 的「{value}」在送出網頁前換成實際內容。",
        en="Mend the template so that “{value}” in {field} is replaced by real content before the page is sent.",
    ),
    effect=Text(
        zh="檢索系統與民眾看到的是程式變數，不是內容。",
        en="Search systems and visitors are shown a program's variable instead of content.",
    ),
    question=Text(
        zh="「{value}」是帳號名稱，還是未代換的程式變數？",
        en="Is “{value}” the name of an account, or a variable that was not replaced?",
    ),
)
def dublin_core_unrendered(head: Head) -> Iterator[Verdict]:
    """No tag of metadata or classification holds a placeholder such as ``@theme``, ``{{ }}``, ``<% %>`` or ``${ }``."""
    for name, meta in known_tags(head):
        text = content(meta)
        if unrendered(text):
            yield failed(meta.place, cause=name, field=name, value=text)
        elif maybe_unrendered(text):
            yield cant_tell(meta.place, "variable-or-account", cause=name, field=name, value=text)
        elif text:
            yield passed(meta.place)
