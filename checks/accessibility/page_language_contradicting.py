"""Pages whose language mark is not the language of their text."""

from collections.abc import Iterator

from auditor.model import Document, Place, Severity, Text, Verdict, cant_tell, failed, page_check, passed

_FEWEST_LETTERS = 100
_ALMOST_NONE = 0.05
_MOST = 0.7
_CHINESE = frozenset({"zh", "cmn", "yue", "nan", "hak"})
_LATIN_LANGUAGES = frozenset({"en", "de", "fr", "es", "it", "pt", "nl", "id", "ms", "vi", "tl", "fil"})


@page_check(
    id="page-language-contradicting",
    severity=Severity.MODERATE,
    wcag=("3.1.1",),
    manual_codes={"110.07": ("GN1310100E",), "115.11": ("GN1310100E",)},
    title=Text(zh="標明的語言與內容不符", en="Language mark is not that of the text"),
    remedy=Text(
        zh='請讓網頁最外層的 lang 與內容一致：英文頁用 lang="en"，中文頁用 lang="zh-Hant-TW"（現在是「{lang}」）。'
        "英文版常沿用中文版型而漏改。",
        en='Make the lang of the root element that of the text: lang="en" for English, lang="zh-Hant-TW" for Chinese '
        "pages (it is {lang}). English versions often inherit it from the Chinese template.",
    ),
    effect=Text(
        zh="螢幕報讀器用錯誤的語音朗讀整頁，聽不懂。",
        en="A screen reader reads the whole page with the voice of another language, beyond understanding.",
    ),
    question=Text(
        zh="網頁標為「{lang}」，文字卻像是另一種語言（{other}）。請看看大部分的內容是哪一種語言。",
        en="The page is marked as {lang}, but its words look like another language ({other}). Which is most of it in?",
    ),
)
def page_language_contradicting(document: Document) -> Iterator[Verdict]:
    """A page marked as Chinese has Chinese characters, one marked as English or the like is not mostly Chinese.

    A script in which the marked language is not written contradicts it, and of Latin script the function words name the
    language. Otherwise pages with fewer than 100 letters, without a mark or with the mark of a language whose
    script is not known are left out. Source: WCAG 3.1.1.
    """
    for tongue in document.tongues:
        if tongue.place.selector == "html" and (tongue.contradicts or tongue.is_doubtful):
            cause = f"lang|{document.template}"
            if tongue.contradicts:
                yield failed(tongue.place, cause=cause, lang=tongue.lang, other=tongue.other)
            else:
                yield cant_tell(tongue.place, "words-of-another", cause=cause, lang=tongue.lang, other=tongue.other)
            return
    letters = document.han + document.latin
    language = (document.lang or "").strip().lower().partition("-")[0]
    if letters < _FEWEST_LETTERS or language not in _CHINESE | _LATIN_LANGUAGES:
        return
    share = document.han / letters
    wrong = share < _ALMOST_NONE if language in _CHINESE else share > _MOST
    place = Place(document.url, selector="html")
    yield failed(place, cause=f"lang|{document.template}", lang=document.lang or "") if wrong else passed(place)
