"""Pages that carry the first entry of each list: perhaps nobody chose."""

from collections.abc import Iterator

from auditor.model import Head, Severity, Text, Verdict, cant_tell, page_check, passed
from auditor.standards.classification import codes
from auditor.standards.dublin_core import CATEGORIES

_FIRST = "100"


@page_check(
    id="classification-first-entry",
    severity=Severity.MINOR,
    title=Text(zh="分類都是清單的第一項", en="First entry of every list of classes"),
    remedy=Text(
        zh="請依內容重新選定三種分類，不要直接儲存清單的第一項（100、100、100）。",
        en="Choose the three classes by content instead of saving the first entry of each list (100, 100, 100).",
    ),
    effect=Text(
        zh="這一頁被歸到內政與生育保健，民眾依真正的類別找不到。",
        en="The page is filed under interior affairs and childbirth, and not found under its real class.",
    ),
    question=Text(
        zh="這一頁的主題、施政、服務分類都是清單第一項（內政、內政、生育保健）。內容真的與這三類有關嗎？",
        en="All three classes are the first of their lists (interior, interior, childbirth). Is the page about them?",
    ),
)
def classification_first_entry(head: Head) -> Iterator[Verdict]:
    """A page with all three classes does not carry the first main class (100) and nothing else in each of them."""
    found = [codes(head, field) for field in CATEGORIES]
    if not all(found):
        return
    place = found[0][0][0].place
    if all({code for _, code in entries} == {_FIRST} for entries in found):
        yield cant_tell(place, "first-in-list", cause="first entry")
    else:
        yield passed(place)
