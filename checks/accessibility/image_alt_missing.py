"""Images without alternative text."""

from collections.abc import Iterator

from auditor.model import Document, Image, Severity, Text, Verdict, failed, page_check, passed


@page_check(
    id="image-alt-missing",
    severity=Severity.SERIOUS,
    # Asks for more than WCAG, which an image named or hidden by ARIA passes; the engine speaks of WCAG.
    taiwan={"110.07": ("HM1110100C",), "115.11": ("HM1110100C",)},
    title=Text(zh="圖片缺少替代文字", en="Image without alternative text"),
    remedy=Text(
        zh='請在後台編輯該圖片，於「替代文字」(alt) 欄填寫圖片要表達的內容；純裝飾的圖片請留下空的 alt=""。',
        en="Edit the image in the content system and describe what it shows in its alternative text (alt); give a "
        'purely decorative image an empty alt="".',
    ),
    effect=Text(
        zh="使用螢幕報讀器的民眾聽不到這張圖的內容，只會聽到檔名或「圖片」。",
        en="People who use a screen reader do not hear what the image shows, only a file name or “image”.",
    ),
)
def image_alt_missing(document: Document) -> Iterator[Verdict]:
    """Every img has an alt attribute (an empty one marks decoration), every other role=img a name."""
    for image in document.images:
        if image.hidden or image.element in {"area", "input"}:
            continue
        yield passed(image.place) if _is_described(image) else failed(image.place, src=image.src)


def _is_described(image: Image) -> bool:
    if image.element == "img":
        return image.alt is not None
    return bool(image.name.strip() or (image.title or "").strip())
