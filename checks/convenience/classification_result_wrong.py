"""Pages that the search by classification lists under a class that they do not carry."""

from collections.abc import Iterator

from auditor.model import Page, Place, Severity, SiteFacts, Text, Verdict, failed, passed, site_check
from auditor.standards.classification import line, split_codes, well_formed
from auditor.standards.dublin_core import CATEGORIES
from auditor.standards.metadata_words import class_codes, classification_links


@site_check(
    id="classification-result-wrong",
    severity=Severity.MINOR,
    title=Text(zh="分類檢索列出的網頁沒有該代碼", en="Search by classification lists a page under another class"),
    remedy=Text(
        zh="分類檢索把 {page} 列在「{code}」下，該頁的 {field} 卻是「{carried}」；請更正其中之一。",
        en="The area lists {page} under {code}, but its {field} is {carried}; mend the one that is wrong.",
    ),
    effect=Text(zh="民眾依分類查詢，會得到不相干的網頁。", en="A search by class brings visitors unrelated pages."),
)
def classification_result_wrong(facts: SiteFacts) -> Iterator[Verdict]:
    """Every page that the area lists under a code carries it, or one below it, in its metadata.

    Links whose own address names a class lead to lists of results, and pages without a code are spoken of elsewhere.
    """
    page = facts.area.page if facts.area else None
    document = page.document if isinstance(page, Page) else None
    if document is None:
        return
    carried = {page.url: dict(zip(CATEGORIES, page.classification, strict=True)) for page in facts.pages}
    for field, codes, link in classification_links(document):
        url = link.url.partition("#")[0]
        written = carried.get(url, {}).get(field, "")
        own = {code for code in split_codes(written) if well_formed(code)}
        if not own or not codes or class_codes(link.url):
            continue
        if any(set(codes) & line(code) for code in own):
            yield passed(link.place)
        else:
            data = {"field": field, "code": codes[0], "carried": written, "page": url}
            yield failed(Place(document.url), cause=f"{field}|{codes[0]}|{url}", **data)
