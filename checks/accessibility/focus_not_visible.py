"""Controls without a visible keyboard focus."""

from collections.abc import Iterator

from auditor.model import Rendered, Severity, Text, Verdict, failed, page_check, passed, require_probe


@page_check(
    id="focus-not-visible",
    severity=Severity.SERIOUS,
    wcag=("2.4.7",),
    manual_codes={"110.07": ("CS2240700E",), "115.11": ("CS2240700E", "FA2240701E")},
    title=Text(zh="看不出鍵盤焦點在哪裡", en="Keyboard focus cannot be seen"),
    remedy=Text(
        zh="請移除樣式表中的 outline: none，或為 :focus-visible 設定明顯的外框；焦點所在的元件本身也要看得見。",
        en="Remove outline: none from the style sheet, or give :focus-visible a clear ring; the element itself shows.",
    ),
    effect=Text(
        zh="用鍵盤的民眾不知道自己在哪裡，按 Enter 會打開什麼全憑猜測。",
        en="People who use a keyboard do not know where they are, and guess what Enter will open.",
    ),
)
def focus_not_visible(rendered: Rendered) -> Iterator[Verdict]:
    """Something about each stop of the Tab key, or around it, changes when it gets the focus (WCAG 2.4.7).

    Compared are the computed styles of the element, of what it draws before and after itself, of its parents, children
    and neighbours. ``unseen``: nothing of the element is shown even then.
    """
    for stop in require_probe(rendered.driven.walk).stops:
        if stop.marked:
            yield passed(stop.place)
        elif stop.marked is not None:
            yield failed(stop.place, unseen=stop.hidden)
