"""Linked style sheets with font sizes in units that do not follow the visitor's settings."""

from collections.abc import Iterator

from auditor.model import CannotJudge, LinkTarget, Place, Severity, Text, Untested, Verdict, failed, link_check, passed
from checks.judges.style_lengths import is_absolute


@link_check(
    id="sheet-font-size-absolute",
    severity=Severity.MINOR,
    # The official test requires it; browsers enlarge absolute sizes too, so WCAG 1.4.4 is not failed by the unit alone.
    taiwan={"110.07": ("CS2140401C",), "115.11": ("CS2140401C",)},
    title=Text(zh="樣式表的字級使用固定單位", en="Style sheet with font sizes in absolute units"),
    remedy=Text(
        zh="請把樣式表裡 {count} 處固定單位的字級改為相對單位，例如 1rem、1.2em 或 120%（第一處在第 {first_line} 行："
        "{value}）。這通常要由網站維護廠商修改。",
        en="Change the style sheet's {count} absolute font sizes to relative units such as 1rem, 1.2em or 120% (the "
        "first is in line {first_line}: {value}). The site's contractor usually does this.",
    ),
    effect=Text(
        zh="在瀏覽器設定較大字級的民眾，套用這個樣式表的文字不會跟著放大。",
        en="For visitors who set a larger font in their browser, text in this style stays small.",
    ),
)
def sheet_font_size_absolute(target: LinkTarget) -> Iterator[Verdict]:
    """Every font-size in a linked style sheet is named, relative or a percentage. Source: 網站無障礙規範 CS2140401C.

    Declines where only the beginning of a sheet was read and nothing was found in it.
    """
    if target.sheet is None:
        return
    absolute = [(line, value) for line, value in target.sheet.font_sizes if is_absolute(value)]
    if absolute:
        line, value = absolute[0]
        yield failed(Place(target.url), cause=target.url, count=len(absolute), first_line=line, value=value)
    elif not target.sheet.whole:
        raise CannotJudge(Untested.BUDGET, "only the beginning of the style sheet was read")
    elif target.sheet.font_sizes:
        yield passed(Place(target.url))
