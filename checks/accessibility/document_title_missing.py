"""Documents without a title in their properties."""

from collections.abc import Iterator

from auditor.model import FileFormat, LinkTarget, Severity, Text, Verdict, link_check
from checks.judges.file_facts import judge_file

_TITLED = (FileFormat.PDF, FileFormat.ODT, FileFormat.DOCX, FileFormat.ODP, FileFormat.PPTX)


@link_check(
    id="document-title-missing",
    severity=Severity.MODERATE,
    wcag=("2.4.2",),
    title=Text(zh="文件檔沒有標題屬性", en="Document without a title"),
    remedy=Text(
        zh="請在原始檔的「檔案－內容 (屬性)」填寫標題，再重新轉存上傳。",
        en="Fill in the title under “file – properties” of the source file, export and upload again.",
    ),
    effect=Text(
        zh="報讀器與視窗標題只能念出檔名，分不清是哪一份文件。",
        en="A screen reader and the window's title give only the file name, so documents cannot be distinguished.",
    ),
)
def document_title_missing(target: LinkTarget) -> Iterator[Verdict]:
    """A PDF, ODF or Office document has a title in its properties (WCAG technique PDF18)."""
    file = target.file(*_TITLED)
    if file is not None:
        yield judge_file(target, is_sound=bool(file.title), format=file.format.value)
