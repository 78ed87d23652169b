"""PDF files that claim PDF/UA and fail it."""

from collections.abc import Iterator

from auditor.model import Download, FileFormat, LinkTarget, PartCounts, Severity, Text, Verdict, link_check
from checks.judges.file_facts import judge_file


@link_check(
    id="pdf-ua-unfounded",
    severity=Severity.MODERATE,
    wcag=("1.3.1",),
    title=Text(zh="PDF 自稱符合 PDF/UA 而不符", en="PDF that claims PDF/UA without meeting it"),
    remedy=Text(
        zh="這份檔案標示為 PDF/UA-{part}，卻不符合第 {clauses} 條；請修正後再標示，或移除標示。",
        en="This file is marked as PDF/UA-{part} yet fails clauses {clauses}; mend it, or remove the mark.",
    ),
    effect=Text(
        zh="機關以為檔案已經合格，民眾卻讀不到。",
        en="The agency takes the file for sound, while visitors cannot read it.",
    ),
)
def pdf_ua_unfounded(target: LinkTarget) -> Iterator[Verdict]:
    """A PDF with the PDF/UA identifier (PDF/UA-1, 5) meets the clauses that its bytes reveal."""
    file = target.file(FileFormat.PDF)
    if file is not None and file.ua_part:
        clauses = ", ".join(clause for clause, is_met in _clauses(file) if not is_met)
        yield judge_file(target, is_sound=not clauses, part=file.ua_part, clauses=clauses)


def _clauses(file: Download) -> Iterator[tuple[str, bool]]:
    """The clauses of ISO 14289-1 that the facts of a file decide, each with whether it is met."""
    yield "7.1", bool(file.tagged) and bool(file.title)
    yield "7.2", bool(file.lang)
    yield "7.3", _is_whole(file.images)
    yield "7.5", _is_whole(file.tables)
    yield "7.18.3", _is_whole(file.tab_order)
    yield "7.18.4", _is_whole(file.fields)
    yield "7.21.7", _is_whole(file.fonts)


def _is_whole(parts: PartCounts | None) -> bool:
    return parts is None or not parts.lacking
