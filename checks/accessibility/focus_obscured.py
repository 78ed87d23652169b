"""Controls that lie under something fixed when the keyboard reaches them."""

from collections.abc import Iterator

from auditor.model import Rendered, Severity, Text, Verdict, failed, page_check, passed, require_probe

_WHOLLY = 100


@page_check(
    id="focus-obscured",
    judges_layout=True,
    severity=Severity.MODERATE,
    wcag=("2.4.11",),
    manual_codes={"115.11": ("FA2241100E",)},
    title=Text(zh="鍵盤焦點被固定的區塊遮住", en="Keyboard focus lies under something fixed"),
    remedy=Text(
        zh="請在樣式表加上 scroll-padding，讓固定的頁首、頁尾或公告不會蓋住取得焦點的元件，或讓它可以關閉。",
        en="Set scroll-padding so that no fixed header, footer or notice covers what has the focus, or let it close.",
    ),
    effect=Text(
        zh="用鍵盤的民眾走到這裡時，看不到自己選到的項目。",
        en="People who use a keyboard cannot see what they have come to.",
    ),
)
def focus_obscured(rendered: Rendered) -> Iterator[Verdict]:
    """No stop of the Tab key is wholly covered by content that stays in place while the page scrolls (WCAG 2.4.11)."""
    for stop in require_probe(rendered.driven.walk).stops:
        if stop.covered == _WHOLLY:
            yield failed(stop.place, cause=f"cover|{stop.cover}", cover=stop.cover)
        else:
            yield passed(stop.place)
