"""Elements that no standard knows."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, page_check
from checks.judges.element_names import judge_elements


@page_check(
    id="element-unknown",
    severity=Severity.MINOR,
    wcag=("4.1.1",),
    taiwan={"110.07": ("HM1410100C",)},
    title=Text(zh="使用不存在的標籤", en="Element that does not exist"),
    remedy=Text(
        zh="請移除 HTML 沒有的標籤 {element}；從 Word 貼上內容時，請先選「清除格式」再貼。",
        en="Remove the element {element}, which HTML does not have; choose “clear formatting” when pasting from a word "
        "processor.",
    ),
    effect=Text(
        zh="瀏覽器與輔助工具不知道它是什麼，只會當成一般文字。",
        en="Browsers and assistive technology do not know it and take it for plain text.",
    ),
)
def element_unknown(document: Document) -> Iterator[Verdict]:
    """Every element is one of HTML, or a custom element, whose name has a hyphen. Source: HM1410100C (110.07)."""
    yield from judge_elements(document, document.unknown)
