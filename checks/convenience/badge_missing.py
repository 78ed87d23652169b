"""Home pages without the accessibility badge."""

import re
from collections.abc import Iterator

from auditor.model import Blocks, Document, Link, Rendered, Severity, SiteFacts, Text, Verdict, site_check
from auditor.standards import table
from checks.judges.home_page_block import judge_presence

_BADGE = re.compile(table("words")["badge_link"]["pattern"], re.IGNORECASE)


@site_check(
    id="badge-missing",
    severity=Severity.SERIOUS,
    title=Text(zh="首頁沒有無障礙標章", en="Home page without the accessibility badge"),
    remedy=Text(
        zh="請確認網站已取得無障礙標章，並把標章圖片（88 × 31 像素）放在首頁下方，連結到主管機關的標章說明頁；"
        "尚未取得時請提出申請。",
        en="Make sure that the site holds the accessibility badge, and place its image (88 × 31 pixels) at the bottom "
        "of the home page, linked to the authority's page on it; where there is none yet, apply for it.",
    ),
    effect=Text(
        zh="民眾與評核人員看不到網站通過無障礙檢測的證明；政府網站依身心障礙者權益保障法第 52 條之 2 應取得標章。",
        en="Visitors and evaluators see no proof that the site passed the accessibility test, which article 52-2 of "
        "the People with Disabilities Rights Protection Act asks of government sites.",
    ),
    question=Text(
        zh="首頁內容由程式產生，原始碼裡看不到標章。請在瀏覽器開啟首頁，確認下方是否有無障礙標章。",
        en="Scripts build the home page, so its source shows no badge. Open it in a browser: is the badge at the "
        "bottom?",
    ),
)
def badge_missing(site: SiteFacts, blocks: Blocks, document: Document) -> Iterator[Verdict]:
    """The home page carries an accessibility badge, as delivered or as a browser shows it.

    Source: 身心障礙者權益保障法 §52-2; 各級機關機構學校網站無障礙檢測及認證標章核發辦法 §6.
    """
    shown = (link.place for link in _links_in_browser(site) if _BADGE.search(link.url))
    yield from judge_presence(document, [*(badge.place for badge in blocks.badges), *shown])


def _links_in_browser(site: SiteFacts) -> tuple[Link, ...]:
    """The links of the home page as the browser shows it; none where it was not visited."""
    rendered = site.home.rendered if site.home else None
    return rendered.links if isinstance(rendered, Rendered) else ()
