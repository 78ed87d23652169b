"""Codes of classification that no scheme has."""

from collections.abc import Iterator

from auditor.model import Head, Meta, Severity, Text, Verdict, cant_tell, failed, page_check, passed
from auditor.standards.classification import codes, elsewhere, in_scheme, is_complete, known, level, levels, well_formed
from auditor.standards.dublin_core import CATEGORIES


@page_check(
    id="classification-malformed",
    severity=Severity.MODERATE,
    title=Text(zh="分類代碼不正確", en="Classification code not valid"),
    remedy=Text(
        zh="「{code}」不是分類代碼；{field} 請填三碼的分類代碼（例如 550），不加名稱；多個代碼以逗號分開。",
        en="“{code}” is no code; write its three characters alone in {field} (such as 550), several with commas.",
    ),
    effect=Text(
        zh="分類檢索認不得這個代碼，民眾找不到這一頁。",
        en="The search by class does not know the code, so the public does not find the page.",
    ),
    question=Text(
        zh="{field} 的「{code}」不在本程式所知的部分代碼中，請對照官方代碼表。",
        en="“{code}” in {field} is not among the codes known to us, which are not all; compare the official table.",
    ),
)
def classification_malformed(head: Head) -> Iterator[Verdict]:
    """Each code is three characters, and its scheme has it; a code that a partial table lacks is undecided."""
    for field in CATEGORIES:
        for meta, code in codes(head, field):
            yield from _verdicts(field, meta, code)


def _verdicts(field: str, meta: Meta, code: str) -> Iterator[Verdict]:
    if not well_formed(code):
        yield failed(meta.place, cause=f"{field}|{code}", field=field, code=code, fault="form")
    elif known(field, code):
        yield passed(meta.place)
    elif elsewhere(field, code):
        return  # the check of swapped schemes speaks of these
    elif not in_scheme(field, code):
        yield failed(meta.place, cause=f"{field}|{code}", field=field, code=code, fault="main-class")
    elif is_complete(field):
        yield failed(meta.place, cause=f"{field}|{code}", field=field, code=code, fault="not-listed")
    elif level(code) <= levels(field):
        yield cant_tell(meta.place, "unknown-code", cause=f"{field}|{code}", field=field, code=code)
