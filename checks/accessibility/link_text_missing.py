"""Links without any text."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, failed, page_check, passed


@page_check(
    id="link-text-missing",
    severity=Severity.SERIOUS,
    wcag=("2.4.4", "4.1.2"),
    taiwan={"110.07": ("HM1240401C",), "115.11": ("HM1240401C",)},
    title=Text(zh="連結沒有文字", en="Link without text"),
    remedy=Text(
        zh="請寫出連結文字；若連結裡只有圖片，請為圖片填寫替代文字 (alt)，說明連到哪裡；編輯時殘留的空連結請刪除。",
        en="Write the link's text; where it holds only an image, give that image an alternative text (alt) that names "
        "the target; delete empty links left over from editing.",
    ),
    effect=Text(
        zh="使用螢幕報讀器的民眾只聽到「連結」，不知道會連到哪裡。",
        en="People who use a screen reader hear only “link”, not where it leads.",
    ),
)
def link_text_missing(document: Document) -> Iterator[Verdict]:
    """Every a[href] has text, an aria-label, or an image with alternative text; a title is for link-named-by-title."""
    for link in document.links:
        if link.element != "a" or link.attribute != "href" or link.hidden or link.from_script:
            continue
        named = link.text.strip() or (link.title or "").strip()
        yield passed(link.place) if named else failed(link.place, href=link.raw)
