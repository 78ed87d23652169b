"""Search by classification that does not offer all three schemes."""

from collections.abc import Iterator

from auditor.model import (
    Document,
    Place,
    Severity,
    SiteFacts,
    Text,
    Verdict,
    cant_tell,
    failed,
    passed,
    site_check,
)
from auditor.standards.dublin_core import CATEGORIES
from auditor.standards.metadata_words import schemes_named
from checks.judges.classification_schemes import area_document, scheme_names


@site_check(
    id="classification-area-incomplete",
    severity=Severity.MODERATE,
    title=Text(zh="分類檢索缺少查詢方式", en="Search by classification is incomplete"),
    remedy=Text(
        zh="請在分類檢索專區加上「{name}」查詢；主題、施政、服務三種分類都要提供。",
        en="Offer {name_en} in the area for search by classification; theme, policy and service belong there.",
    ),
    effect=Text(zh="民眾無法依{name}找網頁。", en="Visitors cannot look for pages by {name_en}."),
    question=Text(
        zh="分類檢索專區由程式產生，原始碼裡看不到「{name}」。請在瀏覽器確認是否提供。",
        en="Scripts build the area, and its source does not name {name_en}. Open it in a browser: is it offered?",
    ),
)
def classification_area_incomplete(facts: SiteFacts) -> Iterator[Verdict]:
    """The page that the home page links to as 分類檢索 names 主題分類, 施政分類 and 服務分類."""
    document = area_document(facts)
    if document is None:
        return
    named = schemes_named(document)
    for field in CATEGORIES:
        yield _verdict(field, document, there=field in named)


def _verdict(field: str, document: Document, *, there: bool) -> Verdict:
    place, words = Place(document.url), {"field": field, **scheme_names(field)}
    if there:
        return passed(place)
    if document.script_built:
        return cant_tell(place, "built-by-script", cause=field, **words)
    return failed(place, cause=field, **words)
