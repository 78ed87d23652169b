"""Schemes of the search by classification that lead nowhere."""

from collections.abc import Iterator

from auditor.model import (
    Document,
    LinkTarget,
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
from auditor.standards.metadata_words import classification_links, schemes_named
from checks.judges.classification_schemes import area_document, scheme_names


@site_check(
    id="classification-way-empty",
    severity=Severity.MODERATE,
    title=Text(zh="分類查詢找不到網頁", en="Search by classification returns no page"),
    remedy=Text(
        zh="「{name}」下沒有能開啟的網頁（共 {links} 個連結）；請檢查分類檢索是否讀得到各頁的分類代碼。",
        en="No page under {name_en} can be opened ({links} links); see that the area reads the pages' codes.",
    ),
    effect=Text(zh="民眾依{name}查詢，得不到任何結果。", en="A search by {name_en} brings visitors nothing."),
    question=Text(
        zh="「{name}」下的 {links} 個連結都沒有能夠查證。請在瀏覽器點選，確認是否列出網頁。",
        en="None of the {links} links under {name_en} could be verified. Follow some in a browser: do they list pages?",
    ),
)
def classification_way_empty(facts: SiteFacts) -> Iterator[Verdict]:
    """Under every scheme that the area names, at least one link leads to a page that answers."""
    document = area_document(facts)
    if document is None:
        return
    named = schemes_named(document)
    leading = [(field, link.url.partition("#")[0]) for field, _, link in classification_links(document)]
    for field in CATEGORIES:
        if field in named:
            yield _verdict(field, document, [facts.area_targets.get(url) for way, url in leading if way == field])


def _verdict(field: str, document: Document, targets: list[LinkTarget | None]) -> Verdict:
    place, words = Place(document.url), {"field": field, **scheme_names(field)}
    if any(target is not None and target.state.is_alive for target in targets):
        return passed(place)
    if all(target is not None and target.state.is_dead for target in targets) and not document.script_built:
        return failed(place, cause=field, links=len(targets), **words)
    return cant_tell(place, "not-verified", cause=field, links=len(targets), **words)
