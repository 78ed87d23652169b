"""Column widths in units that do not follow the visitor's settings."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, page_check
from checks.judges.style_lengths import judge_lengths


@page_check(
    id="column-width-absolute",
    severity=Severity.NOTICE,
    wcag=("1.4.8",),
    taiwan={"110.07": ("CS3140801C",), "115.11": ("CS3140801C",)},
    title=Text(zh="欄寬使用固定單位", en="Column width in an absolute unit"),
    remedy=Text(
        zh="請把 max-width 改為相對單位，例如 40em 或 80%，最寬以 40 個中文字為宜。",
        en="Change max-width to a relative unit such as 40em or 80%, at most 40 Chinese characters wide.",
    ),
    effect=Text(
        zh="民眾放大文字時，欄寬（{value}）不會跟著變寬，每行只剩幾個字。",
        en="When visitors enlarge the text, the column ({value}) stays as it is and each line holds a few words.",
    ),
)
def column_width_absolute(document: Document) -> Iterator[Verdict]:
    """Every max-width in style attributes and style elements is relative. Source: 網站無障礙規範 CS3140801C (AAA)."""
    yield from judge_lengths(document, "max-width")
