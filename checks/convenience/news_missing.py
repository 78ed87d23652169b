"""Home pages without news."""

from collections.abc import Iterator

from auditor.model import Blocks, Document, Severity, Text, Verdict, site_check
from checks.judges.home_page_block import judge_presence


@site_check(
    id="news-missing",
    severity=Severity.MODERATE,
    title=Text(zh="首頁沒有最新消息", en="Home page without news"),
    remedy=Text(
        zh="請在首頁設置「最新消息」區塊，列出標題與日期；暫時沒有消息時，保留區塊並顯示「目前無資料」即可。",
        en="Give the home page a block of news with titles and dates; while there is none, keep the block with a note.",
    ),
    effect=Text(
        zh="民眾一進首頁看不到近期的公告與活動。",
        en="Visitors do not see recent announcements and events when they arrive.",
    ),
    question=Text(
        zh="首頁內容由程式產生，原始碼裡看不到最新消息。請在瀏覽器開啟首頁，確認是否有這個區塊。",
        en="Scripts build the home page, so its source shows no news. Open it in a browser: is there a block of news?",
    ),
)
def news_missing(blocks: Blocks, document: Document) -> Iterator[Verdict]:
    """The home page has a block of news; one with a note that there is nothing at present counts."""
    headings = [blocks.news_heading] if blocks.news_heading else []
    yield from judge_presence(document, [*blocks.news, *headings])
