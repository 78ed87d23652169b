"""Links that announce a new window and open none."""

from collections.abc import Iterator

from auditor.model import Document, LinkKind, Severity, Text, Verdict, cant_tell, failed, page_check, passed
from auditor.standards.conventions import contains_words


@page_check(
    id="new-window-announced-falsely",
    severity=Severity.NOTICE,
    title=Text(
        zh="寫了另開視窗，卻沒有另開",
        en="Announces a new window and opens none",
    ),
    remedy=Text(
        zh="這個連結在原視窗開啟，請移除「{words}」裡的另開視窗字樣。",
        en="The link opens in the same window: take the announcement of a new window out of “{words}”.",
    ),
    effect=Text(
        zh="民眾以為開了新視窗，關掉分頁就離開了網站。",
        en="People believe that a new window opened, close it, and have left the site.",
    ),
    question=Text(
        zh="這個連結寫「{words}」，標記卻沒有另開視窗。請按按看：程式會另開視窗嗎？不會的話請移除這些字。",
        en="The link says “{words}” and its markup opens none. Try it: does a script open one? If not, "
        "take the words out.",
    ),
)
def new_window_announced_falsely(document: Document) -> Iterator[Verdict]:
    """A link that announces a new window opens one; where scripts run, and may do so, a person tries it."""
    for link in document.links:
        if link.element not in {"a", "area"} or link.attribute != "href" or link.hidden:
            continue
        words = next((words for words in (link.title or "", link.text) if contains_words("new_window", words)), "")
        if not words or link.kind is not LinkKind.PAGE:
            continue
        cause = "" if link.place.region.is_template else f"{document.url}|window"
        if link.opens_window:
            yield passed(link.place)
        elif document.has_scripts:
            yield cant_tell(link.place, "script-perhaps", cause=cause, words=words)
        else:
            yield failed(link.place, cause=cause, words=words)
