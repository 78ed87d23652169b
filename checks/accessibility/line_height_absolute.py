"""Line spacing in units that do not follow the size of the text."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, page_check
from checks.judges.style_lengths import judge_lengths


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
    yield from judge_lengths(document, "line-height")
