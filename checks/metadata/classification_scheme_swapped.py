"""Codes that stand in the field of another scheme."""

from collections.abc import Iterator

from auditor.model import Head, Severity, Text, Verdict, cant_tell, failed, page_check, passed
from auditor.standards.classification import codes, elsewhere, in_scheme, known, level, levels, well_formed
from auditor.standards.dublin_core import CATEGORIES


@page_check(
    id="classification-scheme-swapped",
    severity=Severity.MODERATE,
    title=Text(zh="分類代碼填錯欄位", en="Classification code in the wrong field"),
    remedy=Text(
        zh="「{code}」是 {other} 的代碼，卻填在 {field}；請把代碼填回所屬的欄位。",
        en="“{code}” is a code of {other} but stands in {field}; move it to its own field.",
    ),
    effect=Text(
        zh="同樣的代碼在三種分類中意義不同，這一頁會被歸到不相干的類別。",
        en="The same code means different things in the three schemes, so the page is filed under an unrelated class.",
    ),
    question=Text(
        zh="「{code}」應該屬於 {field} 還是 {other}？請對照官方代碼表。",
        en="Does “{code}” belong to {field} or to {other}? Compare the official table.",
    ),
)
def classification_scheme_swapped(head: Head) -> Iterator[Verdict]:
    """No code unknown in its own scheme is known in another; sure where the class, level or counterpart proves it."""
    written = {field: codes(head, field) for field in CATEGORIES}
    astray = {(field, elsewhere(field, code)) for field in CATEGORIES for _, code in written[field]}
    for field, found in written.items():
        for meta, code in found:
            other = elsewhere(field, code)
            if not other:
                if well_formed(code) and known(field, code):
                    yield passed(meta.place)
            elif not in_scheme(field, code) or level(code) > levels(field) or (other, field) in astray:
                yield failed(meta.place, cause=f"{field}|{code}", field=field, code=code, other=other)
            else:
                yield cant_tell(
                    meta.place, "partial-table", cause=f"{field}|{code}", field=field, code=code, other=other
                )
