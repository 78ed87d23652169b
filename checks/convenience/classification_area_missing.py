"""Home pages without a way to search by classification."""

from collections.abc import Iterator

from auditor.model import Blocks, Document, Severity, Text, Verdict, site_check
from checks.judges.home_page_block import judge_presence


@site_check(
    id="classification-area-missing",
    severity=Severity.MODERATE,
    title=Text(zh="找不到分類檢索專區", en="No area for search by classification"),
    remedy=Text(
        zh="請在首頁放置「分類檢索」連結，專區內提供主題分類、施政分類、服務分類三種查詢方式。",
        en="Link from the home page to an area for search by classification that offers theme, policy and service.",
    ),
    effect=Text(
        zh="民眾無法依主題、施政或服務類別找到相關網頁。",
        en="Visitors cannot find pages by theme, policy or service.",
    ),
    question=Text(
        zh="首頁內容由程式產生，原始碼裡看不到分類檢索。請在瀏覽器開啟首頁，確認是否有連結。",
        en="Scripts build the home page, so its source shows no such link. Open it in a browser: is search by "
        "classification offered?",
    ),
)
def classification_area_missing(blocks: Blocks, document: Document) -> Iterator[Verdict]:
    """The home page links to search by classification (分類檢索)."""
    yield from judge_presence(document, blocks.classification)
