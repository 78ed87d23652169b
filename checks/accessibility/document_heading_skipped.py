"""Headings of documents that skip levels."""

from collections.abc import Iterator
from itertools import pairwise

from auditor.model import DOCUMENTS, LinkTarget, Severity, Text, Verdict, link_check
from checks.judges.file_facts import judge_file


@link_check(
    id="document-heading-skipped",
    severity=Severity.MINOR,
    wcag=("1.3.1",),
    title=Text(zh="文件的標題跳級", en="Headings of a document skip levels"),
    remedy=Text(
        zh="標題從第 {level} 級直接跳到第 {next} 級；請在原始檔改用下一級的標題樣式。",
        en="A heading of level {next} follows one of level {level}; use the next level’s style in the source file.",
    ),
    effect=Text(
        zh="報讀器的使用者會以為中間漏了一節。",
        en="People with screen readers take it that a section is missing.",
    ),
)
def document_heading_skipped(target: LinkTarget) -> Iterator[Verdict]:
    """No heading goes more than one level below the one before (PDF/UA-1, 7.4.2)."""
    file = target.file(*DOCUMENTS)
    if file is None or not file.outline:
        return
    skips = ((level, below) for level, below in pairwise(file.outline) if below > level + 1)
    level, below = next(skips, (0, 0))
    yield judge_file(target, is_sound=not below, level=level, next=below)
