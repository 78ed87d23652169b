"""Pages without a title."""

from collections.abc import Iterator

from auditor.model import Document, Place, Severity, Text, Verdict, failed, page_check, passed


@page_check(
    id="page-title-missing",
    severity=Severity.SERIOUS,
    wcag=("2.4.2",),
    taiwan={"110.07": ("HM1240200C",), "115.11": ("HM1240200C",)},
    title=Text(zh="網頁沒有標題", en="Page without a title"),
    remedy=Text(
        zh="請在後台填寫這一頁的「網頁標題」(title)，建議寫成「頁面名稱－網站名稱」。整站都缺少時，"
        "請維護廠商修改版型。",
        en="Fill in the page's title in the content system, best as “page – site”. Where the whole site lacks it, the "
        "contractor changes the template.",
    ),
    effect=Text(
        zh="瀏覽器分頁、書籤與搜尋結果都看不出這一頁的主題，使用螢幕報讀器的民眾一開頁也聽不到頁名。",
        en="Tabs, bookmarks and search results do not show what the page is about, nor does a screen reader when it "
        "opens.",
    ),
)
def page_title_missing(document: Document) -> Iterator[Verdict]:
    """The page's head has a title that is not blank; pages of one template share the fault."""
    place = Place(document.url)
    if (document.title or "").strip():
        yield passed(place)
    else:
        yield failed(place, cause=f"title|{document.template}" if document.template else "")
