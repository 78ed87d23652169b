"""Home pages without a search box."""

from collections.abc import Iterator

from auditor.model import Blocks, Document, ListItem, Severity, Text, Verdict, site_check
from checks.judges.home_page_block import judge_presence


@site_check(
    id="search-box-missing",
    severity=Severity.MODERATE,
    manual_codes={"110.07": ("GN1240500E",), "115.11": ("GN1240500E",)},
    title=Text(zh="首頁沒有搜尋框", en="Home page without a search box"),
    remedy=Text(
        zh="請在首頁上方放置全站搜尋框，欄位要有標籤或標題，例如「關鍵字」。",
        en="Place a search box for the whole site at the top of the home page, its field labelled, for example "
        "“Keyword”.",
    ),
    effect=Text(
        zh="不熟悉選單的民眾無法直接輸入關鍵字找資料。",
        en="Visitors who do not know the menus cannot simply type what they look for.",
    ),
    question=Text(
        zh="首頁內容由程式產生，原始碼裡看不到搜尋框。請在瀏覽器開啟首頁，確認是否有搜尋框。",
        en="Scripts build the home page, so its source shows no search box. Open it in a browser: is there one?",
    ),
)
def search_box_missing(blocks: Blocks, document: Document) -> Iterator[Verdict]:
    """The home page has a form to search the site with."""
    yield from judge_presence(document, (ListItem(box.place, box.field, box.action) for box in blocks.search))
