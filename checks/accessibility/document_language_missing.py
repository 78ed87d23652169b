"""Documents without a language."""

from collections.abc import Iterator

from auditor.model import FileFormat, LinkTarget, Severity, Text, Verdict, link_check
from checks.judges.file_facts import judge_file


@link_check(
    id="document-language-missing",
    severity=Severity.MODERATE,
    wcag=("3.1.1",),
    title=Text(zh="文件檔沒有標示語言", en="Document without a language"),
    remedy=Text(
        zh="請在原始檔設定文件語言為「中文（台灣）」，再重新轉存上傳。",
        en="Set the document's language (for example Chinese, Taiwan) in the source file, export and upload again.",
    ),
    effect=Text(
        zh="報讀器可能用錯誤的語音念出整份文件。",
        en="A screen reader may read the whole document with the wrong voice.",
    ),
)
def document_language_missing(target: LinkTarget) -> Iterator[Verdict]:
    """A PDF, OpenDocument or Word text names its language (WCAG technique PDF16)."""
    file = target.file(FileFormat.PDF, FileFormat.ODT, FileFormat.DOCX)
    if file is not None:
        yield judge_file(target, is_sound=bool(file.lang), format=file.format.value)
