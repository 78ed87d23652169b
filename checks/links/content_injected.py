"""Pages of the site itself into which somebody put strange content."""

from collections.abc import Iterator

from auditor.model import Document, Place, Severity, SpamLink, Text, Verdict, cant_tell, failed, page_check, passed
from auditor.standards.name_signals import injected_title

_ENOUGH = 2
"""Different words that settle it where visitors can see them."""


@page_check(
    id="content-injected",
    severity=Severity.BLOCKER,
    title=Text(zh="網頁被植入不當內容", en="Strange content in the page"),
    remedy=Text(
        zh="請立即移除，並通報資安事件：檢查網站程式、帳號與其他網頁。植入的用語：{words}",
        en="Remove it at once and report it as an incident: look into programs, accounts, other pages. Words: {words}",
    ),
    effect=Text(
        zh="網站被用來替賭博、色情、賣藥網站招攬，民眾可能被帶到那裡。",
        en="The site advertises gambling, pornography or medicine, and may lead visitors there.",
    ),
    question=Text(
        zh="網頁上有連結或標題用了這些字：{words}；請確認是否為機關自己的內容。",
        en="A link or the title of the page has these words: {words}; is it the agency's own content?",
    ),
)
def content_injected(document: Document) -> Iterator[Verdict]:
    """The page has no hidden link or text and no title of gambling, pornography, medicine or forgeries.

    Hidden ones fail, and visible ones with two such words; a single visible word is a question. Pages that speak of
    such things (反賭, news, research, laws) do not count.
    """
    if document.spam is None:
        return
    title = injected_title(document.title or "", (heading.text for heading in document.headings))
    if title:
        place = Place(document.url, "head > title")
        yield _verdict(place, tuple(sorted(title)), settled=len(title) >= _ENOUGH)
    for spam in document.spam:
        yield _verdict(spam.place, spam.words, settled=_is_settled(spam), target=spam.address)
    if not title and not document.spam:
        yield passed(Place(document.url))


def _is_settled(spam: SpamLink) -> bool:
    return spam.hidden or len(spam.words) >= _ENOUGH


def _verdict(place: Place, words: tuple[str, ...], *, settled: bool, target: str = "") -> Verdict:
    if settled:
        return failed(place, words=words, target=target)
    return cant_tell(place, "words-of-spam", words=words, target=target)
