"""Home pages that offer no popular search words."""

from collections.abc import Iterator

from auditor.model import Blocks, Document, Severity, Text, Verdict, site_check
from checks.judges.home_page_block import judge_presence


@site_check(
    id="popular-keywords-missing",
    severity=Severity.MINOR,
    title=Text(zh="沒有提供熱門關鍵字", en="No popular keywords"),
    remedy=Text(
        zh="請在搜尋框旁列出「熱門關鍵字」，點選後直接顯示搜尋結果。",
        en="List popular keywords beside the search box; each leads straight to its results.",
    ),
    effect=Text(
        zh="不確定用什麼字搜尋的民眾得不到提示。",
        en="Visitors who are not sure what to search for get no hint.",
    ),
    question=Text(
        zh="首頁內容由程式產生，原始碼裡看不到熱門關鍵字。請在瀏覽器開啟首頁，確認是否有提供。",
        en="Scripts build the home page, so its source shows no keywords. Open it in a browser: are popular keywords "
        "offered?",
    ),
)
def popular_keywords_missing(blocks: Blocks, document: Document) -> Iterator[Verdict]:
    """The home page offers popular keywords for its search."""
    yield from judge_presence(document, blocks.keywords)
