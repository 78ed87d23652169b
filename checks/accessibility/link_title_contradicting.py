"""Titles of links that contradict their texts."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, cant_tell, failed, page_check, passed
from auditor.standards.conventions import is_uninformative, plain_text

_SHORTEST = 3
_COMMON = frozenset("的區專頁網站務處會表")


@page_check(
    id="link-title-contradicting",
    severity=Severity.MODERATE,
    wcag=("2.4.4",),
    manual_codes={"110.07": ("HM1240404E",), "115.11": ("HM1240404E",)},
    title=Text(
        zh="連結的標題說的是別的地方",
        en="Title of a link that names another place",
    ),
    remedy=Text(
        zh="連結寫「{text}」，title 卻是「{title}」。請改成說明同一個去處，或移除 title。",
        en="The link says “{text}”, its title “{title}”. Let the title speak of the same target, or remove it.",
    ),
    effect=Text(
        zh="滑鼠停在上面與報讀時，會看到、聽到別的名稱。",
        en="Those who point at it or listen get another name.",
    ),
    question=Text(
        zh="連結寫「{text}」，title 寫「{title}」，兩者沒有相同的字。說的是同一個地方嗎？",
        en="The link says “{text}” and its title “{title}”; they have no word in common. Do they name the same place?",
    ),
)
def link_title_contradicting(document: Document) -> Iterator[Verdict]:
    """The title of a link does not name another link's target; one that shares no word with the text is for a person.

    Announcements of windows and files, titles of texts without meaning, and texts of less than three letters are
    left out.
    """
    links = [link for link in document.links if link.element == "a" and link.attribute == "href" and not link.hidden]
    targets: dict[str, set[str]] = {}
    for link in links:
        targets.setdefault(plain_text(link.own_text), set()).add(link.url)
    for link in links:
        text, title = plain_text(link.own_text or link.text), plain_text(link.title or "")
        if (
            sum(letter.isalpha() for letter in text) < _SHORTEST
            or len(title) < _SHORTEST - 1
            or is_uninformative(link.text)
        ):
            continue
        if text in title or title in text or set(text) & set(title) - _COMMON:
            yield passed(link.place)
        elif title in targets and link.url not in targets[title]:
            yield failed(link.place, text=link.text, title=link.title or "")
        elif _is_han(text) and _is_han(title):
            cause = "link-titles" if link.place.region.is_template else f"{document.url}|link-titles"
            yield cant_tell(link.place, "no-word-in-common", cause=cause, text=link.text, title=link.title or "")


def _is_han(text: str) -> bool:
    return all("\u4e00" <= letter <= "\u9fff" for letter in text)
