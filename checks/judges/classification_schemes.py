"""The names of the three schemes of classification, and the area in which a site offers search by them."""

from auditor.model import Document, Page, SiteFacts
from auditor.standards.dublin_core import RULES


def area_document(facts: SiteFacts) -> Document | None:
    """The page that the home page links to as 分類檢索; None where there is none, or it was not read."""
    page = facts.area.page if facts.area else None
    return page.document if isinstance(page, Page) else None


def scheme_names(field: str) -> dict[str, str]:
    """What a field of classification is called, as data of a verdict: ``name`` in Chinese, ``name_en``."""
    rule = RULES["categories"][field]
    return {"name": rule["zh"], "name_en": rule["en"]}
