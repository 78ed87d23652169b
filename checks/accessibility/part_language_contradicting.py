"""Parts of a page whose language mark is not the language of their text."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, cant_tell, failed, page_check, passed


@page_check(
    id="part-language-contradicting",
    severity=Severity.MODERATE,
    wcag=("3.1.2",),
    manual_codes={"110.07": ("HM2310200E",), "115.11": ("HM2310200E",)},
    title=Text(zh="段落標明的語言與內容不符", en="Language mark of a part is not that of its text"),
    remedy=Text(
        zh="這一段標為「{lang}」，內容卻是另一種語言（{other}）。請把 lang 改成內容的語言；與整頁相同時移除即可。",
        en="The part is marked as {lang}, but its words are in another language ({other}). Give it the lang of its "
        "text, or remove the lang where it is that of the page.",
    ),
    effect=Text(
        zh="螢幕報讀器用錯誤的語音朗讀這一段，聽不懂。",
        en="A screen reader reads the part with the voice of another language, beyond understanding.",
    ),
    question=Text(
        zh="這一段標為「{lang}」，文字卻像是另一種語言（{other}）。請看看它是哪一種語言。",
        en="The part is marked as {lang}, but its words look like another language ({other}). Which is it in?",
    ),
)
def part_language_contradicting(document: Document) -> Iterator[Verdict]:
    """A part with a lang of its own is in that language, as far as letters and function words show.

    Failed where next to no letter is of a script that the language is written in, or four or more function words are
    another language's and next to none its own. Source: WCAG 3.1.2.
    """
    for tongue in document.tongues:
        if tongue.place.selector == "html":
            continue
        if tongue.contradicts:
            yield failed(tongue.place, lang=tongue.lang, other=tongue.other)
        elif tongue.is_doubtful:
            yield cant_tell(tongue.place, "words-of-another", lang=tongue.lang, other=tongue.other)
        else:
            yield passed(tongue.place)
