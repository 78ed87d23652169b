"""Navigation landmarks with nothing in them."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, failed, page_check, passed


@page_check(
    id="navigation-empty",
    severity=Severity.MINOR,
    # The official test requires it; an empty landmark does not fail WCAG 2.4.1.
    taiwan={"110.07": ("HM1240102C",), "115.11": ("HM1240102C",)},
    title=Text(zh="導覽區是空的", en="Empty navigation"),
    remedy=Text(
        zh="請移除空的導覽區 (nav)，或把選單連結放進去；若選單由程式產生，請讓網頁原始碼裡也有這些連結。"
        "這通常要由網站維護廠商修改版型。",
        en="Remove the empty nav or put the menu's links into it; where a script fills it, let the delivered page "
        "carry the links too. It usually stands in the template, which the site's contractor changes.",
    ),
    effect=Text(
        zh="使用螢幕報讀器的民眾跳到導覽區，卻找不到任何選單。",
        en="People who use a screen reader jump to a menu and find none.",
    ),
)
def navigation_empty(document: Document) -> Iterator[Verdict]:
    """Every visible nav has something in it."""
    empty = frozenset(document.empty_navigations)
    for place in dict.fromkeys((*document.navigations, *document.empty_navigations)):
        yield failed(place) if place in empty else passed(place)
