"""Image buttons without alternative text."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, failed, page_check, passed


@page_check(
    id="input-image-alt-missing",
    severity=Severity.SERIOUS,
    wcag=("1.1.1",),
    taiwan={"110.07": ("HM1110104C",), "115.11": ("HM1110104C",)},
    title=Text(zh="圖片按鈕缺少替代文字", en="Image button without alternative text"),
    remedy=Text(
        zh='請為圖片按鈕 (input type=image) 加上替代文字 (alt)，寫出按下後的作用，例如 alt="查詢"。'
        "這通常要由網站維護廠商修改版型。",
        en='Give the image button (input type=image) an alt that names its action, for example alt="Search". It '
        "usually stands in the template, which the site's contractor changes.",
    ),
    effect=Text(
        zh="使用螢幕報讀器的民眾不知道這個按鈕按下去會做什麼。",
        en="People who use a screen reader do not know what the button does.",
    ),
)
def input_image_alt_missing(document: Document) -> Iterator[Verdict]:
    """Every input of type image has an alt that is not blank, or an ARIA name."""
    for button in document.images:
        if button.element != "input" or button.hidden:
            continue
        yield passed(button.place) if (button.alt or button.name).strip() else failed(button.place, src=button.src)
