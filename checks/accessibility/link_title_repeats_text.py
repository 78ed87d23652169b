"""Links whose title only repeats their text."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, failed, page_check, passed


@page_check(
    id="link-title-repeats-text",
    severity=Severity.NOTICE,
    # The official test requires it at level AAA; the habit that it speaks against is found at every level.
    taiwan={"110.07": ("HM3240900C", "HM3330500C"), "115.11": ("HM3240900C",)},
    title=Text(zh="連結的標題重複連結文字", en="Link's title repeats its text"),
    remedy=Text(
        zh="請移除 title，或改寫成連結文字沒有說到的事，例如「另開新視窗」。",
        en="Remove the title, or let it add what the text lacks, for example that a new window opens.",
    ),
    effect=Text(
        zh="使用螢幕報讀器的民眾可能連聽兩次「{text}」。",
        en="People who use a screen reader may hear “{text}” twice.",
    ),
)
def link_title_repeats_text(document: Document) -> Iterator[Verdict]:
    """No link that shows a text has a title of the same words.

    Source: 網站無障礙規範 HM3240900C. Its words require a title on every link; the official tool fails only titles that
    repeat the text (seen in reports of its build of December 2025), and so do we.
    """
    for link in document.links:
        text, title = _plain(link.text), _plain(link.title or "")
        if link.element != "a" or link.attribute != "href" or link.hidden or not text or not title:
            continue
        # Menus and lists repeat the habit link by link: one place in the system writes them all.
        cause = "" if link.place.region.is_template else f"{document.url}|title"
        yield failed(link.place, cause=cause, text=link.text) if text == title else passed(link.place)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
