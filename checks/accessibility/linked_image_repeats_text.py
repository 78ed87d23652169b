"""Linked images whose alternative text repeats the link's own text."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, failed, page_check, passed


@page_check(
    id="linked-image-repeats-text",
    severity=Severity.MINOR,
    # The official test requires it; hearing a purpose twice does not fail WCAG 2.4.4.
    taiwan={"110.07": ("HM1240400C",), "115.11": ("HM1240400C",)},
    title=Text(zh="連結內的圖片重複連結文字", en="Linked image repeats the link's text"),
    remedy=Text(
        zh='連結裡已有相同的文字時，請把圖片的替代文字清空 (alt="")，讓連結名稱只出現一次。',
        en='Where the link already has the same words, empty the image\'s alternative text (alt="") so that they '
        "stand once.",
    ),
    effect=Text(
        zh="使用螢幕報讀器的民眾會連聽兩次「{text}」。",
        en="People who use a screen reader hear “{text}” twice.",
    ),
)
def linked_image_repeats_text(document: Document) -> Iterator[Verdict]:
    """In a link that holds text and images, no image's alt is the same as the text."""
    for link in document.links:
        alts = [_plain(alt) for alt in link.image_alts if alt.strip()]
        text = _plain(link.own_text)
        if link.element != "a" or link.hidden or not alts or not text:
            continue
        yield failed(link.place, text=link.own_text, href=link.raw) if text in alts else passed(link.place)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
