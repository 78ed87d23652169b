"""Drawings by script: what they show is for a person to decide."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, cant_tell, page_check


@page_check(
    id="canvas-alternative-unverified",
    severity=Severity.SERIOUS,
    wcag=("1.1.1",),
    manual_codes={"110.07": ("HM1110105E",), "115.11": ("HM1110105E",)},
    title=Text(zh="程式繪製的圖是否有替代文字待確認", en="Alternative of a drawn graphic to be confirmed"),
    remedy=Text(
        zh='圖表請在 canvas 內寫出同樣的資料（表格或文字），或以 role="img" 與 aria-label 說明；純裝飾的請加 '
        'aria-hidden="true"。',
        en='Write the same data inside the canvas, as a table or text, or describe it with role="img" and an '
        'aria-label; give mere decoration aria-hidden="true".',
    ),
    effect=Text(
        zh="使用螢幕報讀器的民眾聽不到圖上畫了什麼。",
        en="People who use a screen reader hear nothing of what is drawn.",
    ),
    question=Text(
        zh="請看這張由程式繪製的圖：有沒有內容？替代文字（現在是「{text}」）說的是不是同一件事？",
        en="Please look at this drawn graphic: does its alternative (“{text}”) describe what it shows?",
    ),
)
def canvas_alternative_unverified(document: Document) -> Iterator[Verdict]:
    """Every canvas that is not hidden is for a person, with its name or the text inside it (WCAG 1.1.1)."""
    for thing in document.embedded:
        if thing.element == "canvas" and not thing.hidden:
            text = thing.text.strip() or (thing.title or "").strip()
            yield cant_tell(thing.place, "drawn" if text else "drawn-without-text", text=text)
