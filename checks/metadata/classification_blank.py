"""Fields of classification without a code."""

from collections.abc import Iterator

from auditor.model import Head, Severity, Text, Verdict, failed, page_check, passed
from auditor.standards.dublin_core import CATEGORIES, content, known_tags
from checks.judges.classification_schemes import scheme_names


@page_check(
    id="classification-blank",
    severity=Severity.MODERATE,
    title=Text(zh="分類欄位沒有代碼", en="Classification field blank"),
    remedy=Text(
        zh="請為這一頁選定{name}代碼（{field}）；若由內容管理系統產生，請檢查節點是否已套用分類。",
        en="Choose a {name_en} code ({field}) for this page; where a system writes it, see that the node has a class.",
    ),
    effect=Text(
        zh="民眾用政府入口網的分類檢索找不到這一頁。",
        en="The public cannot find the page by class on the government portal.",
    ),
)
def classification_blank(head: Head) -> Iterator[Verdict]:
    """Every field of classification that the page carries holds something."""
    found = [(name, meta) for name, meta in known_tags(head) if name in CATEGORIES]
    all_blank = len(found) > 1 and not any(content(meta) for _, meta in found)
    for field, meta in found:
        if content(meta):
            yield passed(meta.place)
        else:
            cause = "Category.*" if all_blank else field
            yield failed(meta.place, cause=cause, field=field, **scheme_names(field))
