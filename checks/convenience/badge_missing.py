"""Home pages without the accessibility badge."""

import re
from collections.abc import Iterator

from auditor.model import Blocks, Document, ListItem, Rendered, Severity, SiteFacts, Text, Verdict, site_check
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
    delivered = (ListItem(badge.place, badge.alt or "", badge.href) for badge in blocks.badges)
    yield from judge_presence(document, [*delivered, *_shown_in_browser(site)])


def _shown_in_browser(site: SiteFacts) -> Iterator[ListItem]:
    """The badges' links of the home page as the browser shows it, dead ones left out; none where it was not visited."""
    rendered = site.home.rendered if site.home else None
    for link in rendered.links if isinstance(rendered, Rendered) else ():
        target = site.home_targets.get(link.url.partition("#")[0])
        if _BADGE.search(link.url) and not (target is not None and target.state.is_dead):
            yield ListItem(link.place, link.text, link.url)
