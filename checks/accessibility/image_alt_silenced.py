"""Images with an alternative text that a role keeps from being read."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, cant_tell, page_check

_SILENT = frozenset({"none", "presentation"})


@page_check(
    id="image-alt-silenced",
    severity=Severity.MINOR,
    wcag=("1.1.1",),
    manual_codes={"110.07": ("HM1110112E",), "115.11": ("HM1110112E",)},
    title=Text(zh="圖片的替代文字被 role 蓋掉", en="Alternative text of an image is silenced by its role"),
    remedy=Text(
        zh='圖片有內容時請移除 role="{role}"，讓替代文字「{alt}」唸得出來；是裝飾時請改用 alt=""。',
        en='Remove role="{role}" where the image has a meaning, so that its alternative text “{alt}” is read; give '
        'mere decoration alt="".',
    ),
    effect=Text(
        zh="替代文字寫了，使用螢幕報讀器的民眾卻聽不到。",
        en="The alternative text is there, but people who use a screen reader do not hear it.",
    ),
    question=Text(
        zh='這張圖有替代文字「{alt}」，又以 role="{role}" 標為裝飾。請看看它有沒有內容。',
        en='The image has the alternative text “{alt}” and is marked as decoration by role="{role}". Which is it?',
    ),
)
def image_alt_silenced(document: Document) -> Iterator[Verdict]:
    """An img marked as decoration by its role has no alternative text; one that has both is for a person (1.1.1)."""
    for image in document.images:
        role, alt = image.role.strip().lower(), (image.alt or "").strip()
        if image.element == "img" and not image.hidden and role in _SILENT and alt:
            yield cant_tell(image.place, "marked-both-ways", role=role, alt=alt)
