"""Instructions that name a thing by its shape, colour or place alone."""

from collections.abc import Iterator

from auditor.model import Document, PassageKind, Severity, Text, Verdict, cant_tell, page_check


@page_check(
    id="instruction-sensory",
    severity=Severity.MINOR,
    wcag=("1.3.3",),
    manual_codes={"110.07": ("GN1130300E",), "115.11": ("GN1130300E",)},
    title=Text(zh="說明只靠形狀、顏色或位置", en="Instruction by shape, colour or place alone"),
    remedy=Text(
        zh="請連名稱一起寫，例如把「請按右側按鈕」改為「請按右側的『查詢』按鈕」。",
        en="Add the name: “press the Search button on the right” instead of “press the right button”.",
    ),
    effect=Text(
        zh="聽網頁的民眾不知道哪一個在右邊、哪一個是紅色。",
        en="Who listens to the page does not know which one is on the right or red.",
    ),
    question=Text(
        zh="文字提到「{text}」。看不到畫面的民眾，能不能從前後文知道是哪一個？",
        en="The text speaks of “{text}”. Do people who do not see the page know which is meant?",
    ),
)
def instruction_sensory(document: Document) -> Iterator[Verdict]:
    """Where the text names a menu, button or the like by its shape, colour or place, a person decides (WCAG 1.3.3)."""
    for passage in document.passages:
        if passage.kind is PassageKind.SENSORY:
            yield cant_tell(passage.place, "named-by-looks", text=passage.text)
