"""Places from which the keyboard does not lead on."""

from collections.abc import Iterator

from auditor.model import (
    Place,
    Rendered,
    Severity,
    Text,
    Verdict,
    WalkEnd,
    cant_tell,
    failed,
    page_check,
    passed,
    require_probe,
)


@page_check(
    id="focus-trapped",
    severity=Severity.BLOCKER,
    wcag=("2.1.2",),
    manual_codes={"110.07": ("GN1210200E",), "115.11": ("GN1210200E",)},
    title=Text(zh="鍵盤焦點被困住", en="Keyboard focus is trapped"),
    remedy=Text(
        zh="請讓民眾按 Tab 或 Esc 就能離開這個元件：程式不要攔下 Tab 鍵，對話框要能用 Esc 關閉。",
        en="Let Tab or Escape lead out of this element: no script may keep the Tab key, and a dialog closes on Escape.",
    ),
    effect=Text(
        zh="只用鍵盤的民眾到了這裡就動不了，後面的內容全部看不到。",
        en="People who use a keyboard alone are stuck here and reach nothing that follows.",
    ),
    question=Text(
        zh="焦點在幾個元件之間打轉。請用 Tab 與 Esc 試試看能不能離開，或是不是刻意的對話框。",
        en="The focus goes round between a few elements. Please try Tab and Escape: can it be left, or is it a dialog?",
    ),
)
def focus_trapped(rendered: Rendered) -> Iterator[Verdict]:
    """The Tab key leads through the page and out of it again (WCAG 2.1.2); pages of the sample, by real key presses."""
    walk = require_probe(rendered.driven.walk)
    for stop in walk.stops:
        if walk.last is None or stop.place != walk.last:
            yield passed(stop.place)
    last = walk.last or Place(rendered.final_url)
    if walk.end is WalkEnd.STUCK:
        yield failed(last, stops=len(walk.stops))
    elif walk.end is WalkEnd.LOOP:
        yield cant_tell(last, "focus-goes-round", stops=len(walk.stops))
