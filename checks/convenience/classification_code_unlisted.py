"""Codes that pages carry and the search by classification does not list."""

from collections import defaultdict
from collections.abc import Iterator

from auditor.model import Page, Place, Severity, SiteFacts, Text, Verdict, failed, passed, site_check
from auditor.standards.classification import line, split_codes, well_formed
from auditor.standards.dublin_core import CATEGORIES
from auditor.standards.metadata_words import classification_links


@site_check(
    id="classification-code-unlisted",
    severity=Severity.MINOR,
    title=Text(zh="分類檢索沒有列出網頁使用的代碼", en="Search by classification lacks a code that pages carry"),
    remedy=Text(
        zh="有 {pages} 頁的 {field} 是「{code}」（例如 {page}），分類檢索專區卻沒有這一類；請補上，或更正網頁的代碼。",
        en="{pages} pages carry {code} in {field} (such as {page}), but the area does not list it; add it, or mend the "
        "pages.",
    ),
    effect=Text(zh="民眾從分類檢索到不了這些網頁。", en="Visitors cannot reach these pages by class."),
)
def classification_code_unlisted(facts: SiteFacts) -> Iterator[Verdict]:
    """Every well-formed code of the site's pages stands in the area, or its main class or sub-class does.

    Schemes of which the area names no code at all are left out: their classes may be listed by words alone.
    """
    page = facts.area.page if facts.area else None
    document = page.document if isinstance(page, Page) else None
    if document is None:
        return
    listed: dict[str, set[str]] = defaultdict(set)
    for field, codes, _ in classification_links(document):
        listed[field].update(codes)
    place = Place(document.url)
    for number, field in enumerate(CATEGORIES):
        for code, pages in _carried(facts, number).items() if listed[field] else ():
            if line(code) & listed[field]:
                yield passed(place)
            else:
                words = {"field": field, "code": code, "page": pages[0]}
                yield failed(place, cause=f"{field}|{code}", pages=len(pages), **words)


def _carried(facts: SiteFacts, number: int) -> dict[str, list[str]]:
    """The codes of one scheme that pages carry, each with the pages' addresses."""
    found: dict[str, list[str]] = defaultdict(list)
    for page in facts.pages:
        for code in split_codes(page.classification[number]) if not page.is_error else ():
            if well_formed(code) and page.url not in found[code]:
                found[code].append(page.url)
    return {code: pages for code, pages in found.items() if pages}
