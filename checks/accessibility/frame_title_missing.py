"""Frames without a title."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, failed, page_check, passed


@page_check(
    id="frame-title-missing",
    severity=Severity.SERIOUS,
    # Asks for more than WCAG, which a frame named by ARIA passes; the engine speaks of WCAG.
    taiwan={"110.07": ("HM1410201C",), "115.11": ("HM1410201C",)},
    title=Text(zh="內嵌頁框缺少標題", en="Frame without a title"),
    remedy=Text(
        zh='請在內嵌的地圖、影片或外部網頁 (iframe) 加上標題，例如 title="園區位置地圖"；貼上嵌入碼後，'
        "請在編輯器的原始碼模式補上。",
        en='Give the embedded map, video or page (iframe) a title, for example title="Map of the park"; add it in '
        "the editor's source view after pasting the embed code.",
    ),
    effect=Text(
        zh="使用螢幕報讀器的民眾不知道頁框裡是什麼，難以決定要不要進去。",
        en="People who use a screen reader do not know what the frame holds and whether to enter it.",
    ),
)
def frame_title_missing(document: Document) -> Iterator[Verdict]:
    """Every frame and iframe has a title that is not blank."""
    for frame in document.frames:
        if not frame.hidden:
            yield passed(frame.place) if (frame.title or "").strip() else failed(frame.place, src=frame.src)
