"""Line spacing in units that do not follow the size of the text."""

import re
from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, failed, page_check, passed

_ABSOLUTE = re.compile(r"\d\s*(?:px|pt|pc|cm|mm|in|q)\b", re.IGNORECASE)


@page_check(
    id="line-height-absolute",
    severity=Severity.NOTICE,
    wcag=("1.4.8",),
    taiwan={"110.07": ("CS3140802C",), "115.11": ("CS3140802C",)},
    title=Text(zh="行距使用固定單位", en="Line spacing in an absolute unit"),
    remedy=Text(
        zh="請把 line-height 改為倍數，例如 1.7；從 Word 貼上內容時，請先選「清除格式」再貼。",
        en="Change line-height to a multiple such as 1.7; choose “clear formatting” when pasting from Word.",
    ),
    effect=Text(
        zh="民眾放大文字時，行距（{value}）不會跟著變大，各行文字可能重疊。",
        en="When visitors enlarge the text, the line spacing ({value}) stays as it is and lines may overlap.",
    ),
)
def line_height_absolute(document: Document) -> Iterator[Verdict]:
    """Every line-height in style attributes and style elements is relative. Source: 網站無障礙規範 CS3140802C (AAA)."""
    for length in document.style_lengths:
        if length.property == "line-height":
            absolute = _ABSOLUTE.search(length.value)
            yield failed(length.place, value=length.value) if absolute else passed(length.place)
