"""Writing from right to left that nothing marks as such."""

from collections.abc import Iterator

from auditor.model import Document, PassageKind, Severity, Text, Verdict, failed, page_check, passed


@page_check(
    id="text-direction-unmarked",
    severity=Severity.MINOR,
    wcag=("1.3.2",),
    taiwan={"110.07": ("HM1130200C",), "115.11": ("HM1130200C",)},
    title=Text(zh="由右至左的文字沒有標明方向", en="Right-to-left text without a direction"),
    remedy=Text(
        zh='請在阿拉伯文、希伯來文等文字的標籤加上 dir="rtl" 與語言，例如 <span lang="ar" dir="rtl">。',
        en='Mark text in Arabic, Hebrew and the like with its direction and language: <span lang="ar" dir="rtl">.',
    ),
    effect=Text(
        zh="「{text}」與前後的標點、數字可能排錯順序，讀起來意思不同。",
        en="“{text}” and the figures and stops around it may be shown in the wrong order.",
    ),
)
def text_direction_unmarked(document: Document) -> Iterator[Verdict]:
    """Text in a script that runs from right to left stands under a ``dir``, in bdi or bdo, or has a direction mark.

    Source: 網站無障礙規範 HM1130200C.
    """
    for passage in document.passages:
        if passage.kind is PassageKind.RIGHT_TO_LEFT:
            yield passed(passage.place) if passage.mark else failed(passage.place, text=passage.text)
