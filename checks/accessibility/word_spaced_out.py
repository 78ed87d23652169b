"""Words whose letters are parted by spaces."""

from collections.abc import Iterator

from auditor.model import Document, PassageKind, Place, Severity, Text, Verdict, failed, page_check, passed
from auditor.standards.conventions import pattern, spaced_word


@page_check(
    id="word-spaced-out",
    severity=Severity.MODERATE,
    wcag=("1.3.2",),
    manual_codes={"110.07": ("CS1130202E",), "115.11": ("CS1130202E",)},
    title=Text(
        zh="字詞中間用空白隔開",
        en="Word with spaces between its letters",
    ),
    remedy=Text(
        zh="「{text}」請寫成「{plain}」，字距用樣式表的 letter-spacing 調整，不要打空白。",
        en="Write “{plain}” instead of “{text}” and set the spacing by letter-spacing in the style sheet.",
    ),
    effect=Text(
        zh="報讀器會一個字一個字唸，搜尋「{plain}」也找不到這一頁。",
        en="Screen readers spell it, and a search for “{plain}” does not find the page.",
    ),
)
def word_spaced_out(document: Document) -> Iterator[Verdict]:
    """No word, in the text or on a button, has spaces between its letters (WCAG 1.3.2, F32).

    Letters that stand in a row each for itself (大 中 小, days, A B C) are no word.
    """
    found = [passage for passage in document.passages if passage.kind is PassageKind.SPACED]
    for passage in found:
        yield failed(passage.place, cause=f"spaced|{passage.mark}", text=passage.text, plain=passage.mark)
    buttons = [control for control in document.controls if control.element == "input" and not control.hidden]
    for control in buttons:
        word = spaced_word(control.text) if pattern("spaced_out").fullmatch(control.text.strip()) else ""
        if word:
            yield failed(control.place, cause=f"spaced|{word}", text=control.text, plain=word)
    if not found:
        yield passed(Place(document.url))
