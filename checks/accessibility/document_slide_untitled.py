"""Slides without titles."""

from collections.abc import Iterator

from auditor.model import FileFormat, LinkTarget, Severity, Text, Verdict, link_check
from checks.judges.file_facts import judge_file_parts


@link_check(
    id="document-slide-untitled",
    severity=Severity.MODERATE,
    wcag=(
        "1.3.1",
        "2.4.6",
    ),
    title=Text(zh="投影片沒有標題", en="Slides without titles"),
    remedy=Text(
        zh="{total} 張投影片中有 {lacking} 張沒有標題；請使用版面配置中的「標題」框填寫。",
        en="{lacking} of {total} slides have no title; fill in the title box of the slide’s layout.",
    ),
    effect=Text(
        zh="報讀器的使用者不知道換到哪一張，也不能從清單挑選。",
        en="People with screen readers do not know which slide they are on, and cannot choose one from a list.",
    ),
)
def document_slide_untitled(target: LinkTarget) -> Iterator[Verdict]:
    """Every slide that is shown has a title (ECMA-376 part 1, 19.7.10; ODF 1.3 part 3, 19.389)."""
    file = target.file(FileFormat.PPTX, FileFormat.ODP)
    yield from judge_file_parts(target, file.slides if file else None)
