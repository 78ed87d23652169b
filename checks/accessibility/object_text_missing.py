"""Embedded objects without a text to stand in for them."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, failed, page_check, passed

_OBJECTS = frozenset({"object", "embed", "applet"})


@page_check(
    id="object-text-missing",
    severity=Severity.SERIOUS,
    wcag=("1.1.1",),
    taiwan={"110.07": ("HM1110105C",), "115.11": ("HM1110105C",)},
    title=Text(zh="嵌入的物件缺少替代內容", en="Embedded object without a text alternative"),
    remedy=Text(
        zh="請在物件 (object、embed、applet) 加上標題 (title)，或在物件標籤內寫一段文字並附上可下載的連結；已淘汰的 "
        "Flash 或 applet 請直接移除。",
        en="Give the object, embed or applet a title, or write a text with a download link inside it; remove Flash and "
        "applets, which no browser plays any more.",
    ),
    effect=Text(
        zh="無法播放或看不到這個物件的民眾，得不到任何說明。",
        en="Visitors who cannot see or play the object get nothing in its place.",
    ),
)
def object_text_missing(document: Document) -> Iterator[Verdict]:
    """Every object, embed and applet has fallback text, a title or an ARIA name."""
    for thing in document.embedded:
        if thing.element not in _OBJECTS or thing.hidden:
            continue
        named = thing.text.strip() or (thing.title or "").strip()
        yield passed(thing.place) if named else failed(thing.place, element=thing.element, src=thing.src)
