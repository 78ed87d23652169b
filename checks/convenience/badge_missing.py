"""Home pages without the accessibility badge."""

import re
from collections.abc import Iterator

from auditor.model import (
    Blocks,
    Document,
    Link,
    Place,
    Rendered,
    Severity,
    SiteFacts,
    Text,
    Verdict,
    cant_tell,
    failed,
    passed,
    site_check,
)
from auditor.standards import table

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
    if blocks.badges:
        yield passed(blocks.badges[0].place)
    elif born := _born_of_script(site):
        yield passed(born.place)
    elif document.script_built:
        yield cant_tell(Place(blocks.url), "built-by-script")
    else:
        yield failed(Place(blocks.url))


def _born_of_script(site: SiteFacts) -> Link | None:
    """The link of a badge that only the browser's page has."""
    rendered = site.home.rendered if site.home else None
    links = rendered.links if isinstance(rendered, Rendered) else ()
    return next((link for link in links if _BADGE.search(link.url)), None)
