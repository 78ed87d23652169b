"""Pictographs and faces drawn with signs that nothing explains."""

from collections.abc import Iterator

from auditor.model import Document, PassageKind, Severity, Text, Verdict, cant_tell, page_check, passed


@page_check(
    id="pictograph-unexplained",
    severity=Severity.NOTICE,
    wcag=("1.1.1",),
    taiwan={"110.07": ("HM1110103C",), "115.11": ("HM1110103C",)},
    title=Text(zh="表情符號沒有文字說明", en="Pictograph without an explanation"),
    remedy=Text(
        zh='請以文字寫出符號的意思，或加上標題，例如 <span title="電話">📞</span>；純裝飾的符號請加上 '
        'aria-hidden="true"。',
        en='Write in words what the sign means, or give it a title: <span title="Telephone">📞</span>; hide a mere '
        'decoration with aria-hidden="true".',
    ),
    effect=Text(
        zh="螢幕報讀器可能略過「{text}」，或唸出與原意不同的名稱。",
        en="A screen reader may leave out “{text}” or read a name that means something else.",
    ),
    question=Text(
        zh="符號「{text}」是否在表達意思？如果是，旁邊的文字是否已說出同樣的意思？",
        en="Does the sign “{text}” have a meaning? If so, do the words beside it have the same?",
    ),
)
def pictograph_unexplained(document: Document) -> Iterator[Verdict]:
    """Every pictograph has a title or an ARIA name; without one a person has to decide whether it has a meaning.

    The authority has suspended its own test of this code, so nothing is called a fault. Source: HM1110103C.
    """
    for passage in document.passages:
        if passage.kind is not PassageKind.PICTOGRAPH:
            continue
        if passage.mark:
            yield passed(passage.place)
        else:
            cause = "" if passage.place.region.is_template else f"{document.url}|{passage.text}"
            yield cant_tell(passage.place, "meaning-unknown", cause=cause, text=passage.text)
