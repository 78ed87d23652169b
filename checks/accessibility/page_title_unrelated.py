"""Page titles that have little in common with the page."""

from collections.abc import Iterator

from auditor.model import Document, Place, Region, Severity, Text, Verdict, cant_tell, failed, page_check, passed
from auditor.standards.conventions import is_file_name, is_placeholder
from auditor.standards.word_overlap import overlap_percent

_HALF = 50


@page_check(
    id="page-title-unrelated",
    severity=Severity.NOTICE,
    wcag=("2.4.2",),
    manual_codes={"110.07": ("HM1240200E",), "115.11": ("HM1240200E",)},
    title=Text(zh="網頁標題是否說明內容待確認", en="Page title to be confirmed"),
    remedy=Text(
        zh="請讓網頁標題 (title) 寫出這一頁的主題，再加上網站名稱，例如「開放時間－雲林園區」。",
        en="Let the title name the topic of the page, then the site: “Opening hours - Yunlin park”.",
    ),
    effect=Text(
        zh="開了許多分頁的民眾，以及聽網頁的民眾，分不出這是哪一頁。",
        en="People with many tabs open, and those who listen, do not know which page this is.",
    ),
    question=Text(
        zh="網頁標題是「{title}」，內容卻少見這些字詞。它說的是這一頁嗎？同一網站只列一次，請抽看所列各處。",
        en="The title is “{title}”, and the page has few of its words, or its heading names more. Does it name what "
        "the page is about? All of a site are one question; examine some of its places.",
    ),
)
def page_title_unrelated(document: Document) -> Iterator[Verdict]:
    """Half of the title's words stand on the page, and it names as much as the one main heading (WCAG 2.4.2).

    A placeholder (Untitled, 新網頁1) or the name of a file is no title (F25). Otherwise a person reads both; all pages
    of a site are one question.
    """
    place = Place(document.url, selector="head > title", region=Region.HEAD)
    title = document.title or ""
    if is_placeholder("title", title) or is_file_name(title):
        yield failed(place, cause=f"title|{title}", title=title)
        return
    if document.title_echo is None or not document.title:
        return
    heads = [heading.text for heading in document.headings if heading.level == 1 and not heading.hidden]
    poorer = (
        len(heads) == 1
        and overlap_percent(document.title, heads[0]) == 100
        and (overlap_percent(heads[0], document.title) or 100) < _HALF
    )
    if document.title_echo < _HALF or poorer:
        reason = "heading-says-more" if poorer else "words-not-on-page"
        yield cant_tell(place, reason, cause="titles", title=document.title)
    else:
        yield passed(place)
