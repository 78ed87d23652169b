"""Codes of a level that the scheme does not have."""

from collections.abc import Iterator

from auditor.model import Head, Severity, Text, Verdict, failed, page_check, passed
from auditor.standards.classification import codes, elsewhere, in_scheme, level, levels, parent, well_formed
from auditor.standards.dublin_core import CATEGORIES


@page_check(
    id="classification-level-impossible",
    severity=Severity.MODERATE,
    title=Text(zh="分類代碼的層級不存在", en="Classification code of a level that does not exist"),
    remedy=Text(
        zh="{field} 只有 {levels} 層，沒有「{code}」；請改用上一層的「{parent}」，或確認代碼是否填錯欄位。",
        en="{field} has {levels} levels and no “{code}”; use “{parent}” above it, or see whether the field is wrong.",
    ),
    effect=Text(
        zh="分類檢索認不得這個代碼，民眾找不到這一頁。",
        en="The search by class does not know the code, so the public does not find the page.",
    ),
)
def classification_level_impossible(head: Head) -> Iterator[Verdict]:
    """No code is deeper than its scheme: themes have two levels, so their codes end in 0."""
    for field in CATEGORIES:
        for meta, code in codes(head, field):
            if not well_formed(code) or not in_scheme(field, code) or elsewhere(field, code):
                continue
            if level(code) <= levels(field):
                yield passed(meta.place)
            else:
                words = {"field": field, "code": code, "parent": parent(code)}
                yield failed(meta.place, cause=f"{field}|{code}", levels=levels(field), **words)
