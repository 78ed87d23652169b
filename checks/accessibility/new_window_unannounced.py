"""Links that open a new window without announcing it."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, failed, page_check, passed
from auditor.standards.conventions import says


@page_check(
    id="new-window-unannounced",
    severity=Severity.NOTICE,
    manual_codes={"110.07": ("GN3320501E",), "115.11": ("GN3320501E",)},
    title=Text(zh="另開視窗的連結沒有說明", en="Link opens a new window without announcing it"),
    remedy=Text(
        zh='請在標題或連結文字寫明，例如 title="園區地圖(另開新視窗)"；不必另開視窗的，請移除 target。',
        en='Announce it in the title or the text, for example title="Map of the park (opens a new window)"; remove the '
        "target where no new window is needed.",
    ),
    effect=Text(
        zh="看不到畫面或使用放大軟體的民眾不知道開了新視窗，也就找不到「上一頁」。",
        en="People who cannot see the whole screen do not notice the new window and look for the way back in vain.",
    ),
)
def new_window_unannounced(document: Document) -> Iterator[Verdict]:
    """Every link that opens a window of its own announces it in its text, its title or a picture's alternative text."""
    for link in document.links:
        if link.element not in {"a", "area"} or link.hidden or not link.opens_window:
            continue
        announced = any(says("new_window", words) for words in (link.text, link.own_text, link.title or ""))
        yield passed(link.place) if announced else failed(link.place, text=link.text, href=link.raw)
