"""Elements that the HTML standard has removed."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, page_check
from checks.judges.element_names import judge_elements


@page_check(
    id="element-obsolete",
    severity=Severity.MINOR,
    wcag=("4.1.1",),
    taiwan={"110.07": ("HM1410100C",)},
    title=Text(zh="使用已淘汰的標籤", en="Obsolete element"),
    remedy=Text(
        zh="請移除已淘汰的標籤 {element}，改用樣式表 (CSS) 呈現；從 Word 貼上內容時，請先選「清除格式」再貼。",
        en="Remove the obsolete element {element} and let style sheets do its work; choose “clear formatting” when "
        "pasting from a word processor.",
    ),
    effect=Text(
        zh="不同瀏覽器與輔助工具的呈現可能不一致，跑馬燈等效果也會妨礙閱讀。",
        en="Browsers and assistive technology may show it differently; effects such as moving text get in the way of "
        "reading.",
    ),
)
def element_obsolete(document: Document) -> Iterator[Verdict]:
    """The page has no element that the HTML standard has removed, such as font, center or marquee."""
    yield from judge_elements(document, document.obsolete)
