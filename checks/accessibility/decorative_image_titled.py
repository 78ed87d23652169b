"""Images marked as decoration that still carry a title."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, failed, page_check, passed


@page_check(
    id="decorative-image-titled",
    severity=Severity.MINOR,
    # The official test requires it; WCAG 1.1.1 is not failed by the title alone.
    taiwan={"110.07": ("HM1110106C",), "115.11": ("HM1110106C",)},
    title=Text(zh="裝飾圖片仍帶有標題", en="Decorative image with a title"),
    remedy=Text(
        zh="圖片若純屬裝飾，請清空「標題」(title) 欄；若圖片有內容要表達，請把說明改寫在「替代文字」(alt) 欄。",
        en="Empty the title field if the image is decoration; if it has a meaning, write that into the alternative "
        "text (alt).",
    ),
    effect=Text(
        zh="替代文字說「略過這張圖」，標題卻又唸出「{title}」，使用螢幕報讀器的民眾會混淆。",
        en="The empty alternative text means “skip me” while the title is read aloud ({title}); screen reader users "
        "are confused.",
    ),
)
def decorative_image_titled(document: Document) -> Iterator[Verdict]:
    """No img with an empty alt has a title with words."""
    for image in document.images:
        if image.element != "img" or image.hidden or image.alt != "":
            continue
        title = (image.title or "").strip()
        yield failed(image.place, src=image.src, title=title) if title else passed(image.place)
