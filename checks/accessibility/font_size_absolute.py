"""Font sizes in units that do not follow the visitor's settings."""

from collections.abc import Iterator

from auditor.model import Document, Place, Region, Severity, Text, Verdict, failed, page_check, passed
from checks.judges.style_lengths import is_absolute


@page_check(
    id="font-size-absolute",
    severity=Severity.MINOR,
    # The official test requires it; browsers enlarge absolute sizes too, so WCAG 1.4.4 is not failed by the unit alone.
    taiwan={"110.07": ("CS2140401C",), "115.11": ("CS2140401C",)},
    title=Text(zh="字級使用固定單位", en="Font size in an absolute unit"),
    remedy=Text(
        zh="請把字級改為相對單位，例如 1rem、1.2em 或 120%；從 Word 或其他網頁貼上內容時，請先選「清除格式」。",
        en="Change the font size to a relative unit such as 1rem, 1.2em or 120%; choose “clear formatting” when "
        "pasting from a word processor or another page.",
    ),
    effect=Text(
        zh="在瀏覽器設定較大字級的民眾，這裡的字（{value}）不會跟著放大。",
        en="For visitors who set a larger font in their browser, this text ({value}) stays small.",
    ),
)
def font_size_absolute(document: Document) -> Iterator[Verdict]:
    """Every font-size in style attributes and style elements is named, relative or a percentage."""
    for size in document.font_sizes:
        if is_absolute(size.value):
            yield failed(size.place, cause=_cause(document, size.place), value=size.value)
        else:
            yield passed(size.place)


def _cause(document: Document, place: Place) -> str:
    """A style sheet in the head belongs to the template; pasted formatting is cleared page by page."""
    if place.region.is_template:
        return ""
    in_head = place.region is Region.HEAD and document.template
    return f"style|{document.template}" if in_head else f"{place.url}|font-size"
