"""Headings without words."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, failed, page_check, passed


@page_check(
    id="heading-empty",
    severity=Severity.MODERATE,
    wcag=("1.3.1",),
    taiwan={"110.07": ("HM1130100C",), "115.11": ("HM1130100C",)},
    title=Text(zh="標題是空的", en="Empty heading"),
    remedy=Text(
        zh="請刪除空白的標題，或補上標題文字；只是要空一行時，請改用一般段落。標題若只有圖片，請為圖片填寫替代文字。",
        en="Delete the empty heading or give it words; use a plain paragraph for a blank line. Where the heading is "
        "an image, write its alternative text.",
    ),
    effect=Text(
        zh="使用螢幕報讀器的民眾跳到這個標題時，什麼也聽不到。",
        en="People who use a screen reader and jump to this heading hear nothing.",
    ),
)
def heading_empty(document: Document) -> Iterator[Verdict]:
    """Every heading has text, or an image with alternative text."""
    for heading in document.headings:
        if heading.hidden:
            continue
        yield passed(heading.place) if heading.text.strip() else failed(heading.place, level=heading.level)
