"""Codes that are written twice in one field."""

from collections.abc import Iterator

from auditor.model import Head, Severity, Text, Verdict, failed, page_check, passed
from auditor.standards.classification import codes
from auditor.standards.dublin_core import CATEGORIES


@page_check(
    id="classification-duplicated",
    severity=Severity.NOTICE,
    title=Text(zh="分類代碼重複", en="Classification code written twice"),
    remedy=Text(zh="{field} 請刪去重複的「{code}」。", en="Remove the repeated “{code}” from {field}."),
    effect=Text(
        zh="不影響民眾查詢，但表示分類資料未經整理。",
        en="No harm to visitors, but a sign that the classification is not looked after.",
    ),
)
def classification_duplicated(head: Head) -> Iterator[Verdict]:
    """Each code stands once in its field, over all tags of the field."""
    for field in CATEGORIES:
        seen: set[str] = set()
        for meta, code in codes(head, field):
            if code in seen:
                yield failed(meta.place, cause=f"{field}|{code}", field=field, code=code)
            else:
                yield passed(meta.place)
            seen.add(code)
