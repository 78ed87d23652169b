"""Passages in another language that are not marked with it."""

from collections.abc import Iterator

from auditor.model import Document, PassageKind, Place, Severity, Text, Verdict, failed, page_check, passed


@page_check(
    id="part-language-unmarked",
    severity=Severity.MODERATE,
    wcag=("3.1.2",),
    manual_codes={"110.07": ("HM2310200E",), "115.11": ("HM2310200E",)},
    title=Text(
        zh="不同語言的段落沒有標示語言",
        en="Passage in another language without a lang",
    ),
    remedy=Text(
        zh='請在「{text}…」的元件加上 lang="{language}"。',
        en='Add lang="{language}" to the element of “{text} …”.',
    ),
    effect=Text(
        zh="報讀器用錯誤的語音唸這一段，聽不懂。",
        en="Screen readers read the passage with the wrong voice, and nobody understands it.",
    ),
)
def part_language_unmarked(document: Document) -> Iterator[Verdict]:
    """A passage in another script and language than the page's has a ``lang`` of its own (WCAG 3.1.2).

    Counted are sentences of 35 Latin letters with four function words, or of twelve Han letters on a page in Latin
    script; names, addresses and copyright lines are none.
    """
    found = [passage for passage in document.passages if passage.kind is PassageKind.FOREIGN]
    for passage in found:
        yield failed(passage.place, text=passage.text, language=passage.mark)
    if document.lang and not found:
        yield passed(Place(document.url))
