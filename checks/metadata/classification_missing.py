"""Pages that are not classified."""

from collections.abc import Iterator

from auditor.model import Head, Meta, Severity, Text, Verdict, failed, page_check, passed
from auditor.standards.dublin_core import CATEGORIES, known_tags
from checks.judges.classification_schemes import scheme_names


@page_check(
    id="classification-missing",
    severity=Severity.MODERATE,
    title=Text(zh="缺少分類欄位", en="Classification field missing"),
    remedy=Text(
        zh='請在網頁的 head 內加上 <meta name="{field}" content="…">，填入合適的{name}代碼。',
        en='Add <meta name="{field}" content="…"> to the head, with a {name_en} code that fits the page.',
    ),
    effect=Text(
        zh="民眾用政府入口網的分類檢索找不到這一頁。",
        en="The public cannot find the page by class on the government portal.",
    ),
)
def classification_missing(head: Head) -> Iterator[Verdict]:
    """The page carries all three fields of classification (行政機關電子資料流通實施要點 四)."""
    present: dict[str, Meta] = {}
    for name, meta in known_tags(head):
        present.setdefault(name, meta)
    none_at_all = not any(field in present for field in CATEGORIES)
    for field in CATEGORIES:
        if field in present:
            yield passed(present[field].place)
        else:
            cause = "Category.*" if none_at_all else field
            yield failed(head.place, cause=cause, field=field, **scheme_names(field))
