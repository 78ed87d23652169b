"""Pages that do not name their language."""

from collections.abc import Iterator

from auditor.model import Document, Place, Severity, Text, Verdict, failed, page_check, passed


@page_check(
    id="language-missing",
    severity=Severity.SERIOUS,
    wcag=("3.1.1",),
    taiwan={"110.07": ("HM1310100C",), "115.11": ("HM1310100C",)},
    title=Text(zh="網頁沒有標明語言", en="Page without a language"),
    remedy=Text(
        zh='請在網頁最外層標籤標明語言：中文頁 <html lang="zh-Hant-TW">，英文頁 <html lang="en">。'
        "這通常要由網站維護廠商修改版型。",
        en='Name the language on the root element: <html lang="zh-Hant-TW"> for Chinese, <html lang="en"> for '
        "English pages. It usually stands in the template, which the site's contractor changes.",
    ),
    effect=Text(
        zh="螢幕報讀器可能用錯誤的語音朗讀整頁內容。",
        en="A screen reader may read the whole page with the voice of another language.",
    ),
)
def language_missing(document: Document) -> Iterator[Verdict]:
    """The html element has a lang that is not blank; pages of one template share the fault."""
    place = Place(document.url, selector="html")
    if (document.lang or "").strip():
        yield passed(place)
    else:
        yield failed(place, cause=f"html|{document.template}" if document.template else "")
