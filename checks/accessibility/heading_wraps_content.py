"""Headings that hold more than a heading."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, failed, page_check, passed


@page_check(
    id="heading-wraps-content",
    severity=Severity.MODERATE,
    wcag=("1.3.1",),
    manual_codes={"110.07": ("HM1130105E",), "115.11": ("HM1130105E",)},
    title=Text(
        zh="標題裡包著表格、清單或段落",
        en="Heading that wraps a table, a list or paragraphs",
    ),
    remedy=Text(
        zh="標題 (h{level}) 裡面只放標題的文字，請把 {element} 移到標題外面；要放大或加粗內文時請用樣式，不要用標題。",
        en="Keep the words of the heading alone in h{level} and move the {element} out of it; use styles, "
        "not headings, to make text large or bold.",
    ),
    effect=Text(
        zh="報讀器會把整個表格或清單當成一個標題唸完，標題清單也變得沒有用。",
        en="A screen reader reads the whole table or list as one heading, and its list of headings is of no use.",
    ),
)
def heading_wraps_content(document: Document) -> Iterator[Verdict]:
    """No heading holds a table, list, form, section or several paragraphs (WCAG 1.3.1, F43)."""
    for heading in document.headings:
        if heading.hidden:
            continue
        if heading.wraps:
            yield failed(heading.place, element=heading.wraps, level=heading.level)
        else:
            yield passed(heading.place)
