"""Form fields in documents without names."""

from collections.abc import Iterator

from auditor.model import DOCUMENTS, LinkTarget, Severity, Text, Verdict, link_check
from checks.judges.file_facts import judge_file_parts


@link_check(
    id="document-field-unnamed",
    severity=Severity.SERIOUS,
    wcag=(
        "1.3.1",
        "4.1.2",
    ),
    title=Text(zh="文件中的填寫欄位沒有名稱", en="Form fields in a document without names"),
    remedy=Text(
        zh="{total} 個欄位中有 {lacking} 個沒有名稱；請在欄位屬性填寫「工具提示」（PDF）或「標題」（Word、ODF）。",
        en="{lacking} of {total} fields have no name; fill in “tooltip” (PDF) or “title” (Word, ODF) in the "
        "properties of each field.",
    ),
    effect=Text(
        zh="報讀器只念出「編輯」或 Text1，民眾不知道要填什麼。",
        en="A screen reader says “edit” or Text1, and visitors do not know what to fill in.",
    ),
)
def document_field_unnamed(target: LinkTarget) -> Iterator[Verdict]:
    """Every form field has a name for people (PDF/UA-1, 7.18.4; WCAG technique PDF12)."""
    file = target.file(*DOCUMENTS)
    yield from judge_file_parts(target, file.fields if file else None)
