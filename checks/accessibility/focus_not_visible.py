"""Controls without a visible keyboard focus."""

from collections.abc import Iterator

from auditor.model import Rendered, Severity, Text, Verdict, cant_tell, failed, page_check, passed, require_probe

_FAINT = 1.5
"""A change of less contrast is hardly seen (WCAG 2.4.13 asks for 3:1 at level AAA)."""


@page_check(
    id="focus-not-visible",
    judges_layout=True,
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
    question=Text(
        zh="焦點的變化很淡（對比 {contrast}:1）：請用 Tab 走到這裡，看看一般人是否分辨得出來。",
        en="The change with the focus is faint (contrast {contrast}:1): please go there with Tab and see if it shows.",
    ),
)
def focus_not_visible(rendered: Rendered) -> Iterator[Verdict]:
    """Something at each stop of the Tab key, or around it, changes on the screen when it gets the focus (WCAG 2.4.7).

    Compared are pixels with the focus and without it, unless the browser's own ring shows it. Undecided where the
    change has a contrast below 1.5:1 (2.4.13 has the measure). ``unseen``: nothing of the element is shown even then.
    """
    for stop in require_probe(rendered.driven.walk).stops:
        if stop.marked and 0 < stop.contrast < _FAINT:
            yield cant_tell(stop.place, "focus-faint", contrast=stop.contrast, area=stop.area)
        elif stop.marked:
            yield passed(stop.place)
        elif stop.marked is not None:
            yield failed(stop.place, unseen=stop.hidden)
