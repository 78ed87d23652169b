"""Home pages that do not lead to the pages most visited."""

from collections.abc import Iterator

from auditor.model import Blocks, Document, Severity, Text, Verdict, site_check
from checks.judges.home_page_block import judge_presence


@site_check(
    id="popular-pages-missing",
    severity=Severity.MINOR,
    title=Text(zh="首頁沒有熱門網頁", en="Home page without popular pages"),
    remedy=Text(
        zh="請在首頁設置「熱門網頁」或「熱門服務」區塊，依瀏覽人次列出民眾最常看的頁面。",
        en="Give the home page a block of popular pages or services, taken from the visitor figures.",
    ),
    effect=Text(
        zh="民眾要從選單一層一層找，才找得到最多人使用的服務。",
        en="Visitors have to go through the menus to reach what most people come for.",
    ),
    question=Text(
        zh="首頁內容由程式產生，原始碼裡看不到熱門網頁。請在瀏覽器開啟首頁，確認是否有這個區塊。",
        en="Scripts build the home page, so its source shows no popular pages. Open it in a browser: is there such a "
        "block?",
    ),
)
def popular_pages_missing(blocks: Blocks, document: Document) -> Iterator[Verdict]:
    """The home page has a block with links to popular pages."""
    yield from judge_presence(document, blocks.popular)
