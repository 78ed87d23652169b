"""Pictures with a code to copy (CAPTCHA) that offer no other means."""

from collections.abc import Iterator

from auditor.model import Document, Image, Severity, Text, Verdict, cant_tell, failed, page_check, passed
from auditor.standards.conventions import says


@page_check(
    id="captcha-alternative-missing",
    severity=Severity.SERIOUS,
    wcag=("1.1.1",),
    manual_codes={"110.07": ("GN1110110E", "GN1110111E"), "115.11": ("GN1110110E", "GN1110111E")},
    title=Text(zh="圖形驗證碼沒有替代方式", en="CAPTCHA without an alternative"),
    remedy=Text(
        zh="請為驗證碼圖片填寫替代文字，說明用途，例如「圖形驗證碼，可改按語音播放」，並提供語音、電子郵件或電話等"
        "另一種驗證方式。",
        en="Give the picture an alternative text that names its purpose, for example “Code to copy; press Play audio "
        "to hear it”, and offer another way: sound, e-mail or telephone.",
    ),
    effect=Text(
        zh="看不到圖片的民眾無法送出這份表單。",
        en="People who cannot see the picture cannot send the form.",
    ),
    question=Text(
        zh="這個頁面有圖形驗證碼，但找不到語音等替代方式。請確認民眾是否能以語音、電子郵件或電話完成驗證。",
        en="The page has a picture with a code to copy and no other way was found. Can visitors verify themselves by "
        "sound, e-mail or telephone?",
    ),
)
def captcha_alternative_missing(document: Document) -> Iterator[Verdict]:
    """Every CAPTCHA picture has a text alternative, and the page offers another means (sound, e-mail, telephone).

    Source: 網站無障礙規範 GN1110110E and GN1110111E.
    """
    helped = _offers_another_way(document)
    for image in document.images:
        if image.element == "area" or image.hidden or not _is_captcha(image):
            continue
        if not ((image.alt or "").strip() or image.name.strip()):
            yield failed(image.place, src=image.src)
        else:
            yield passed(image.place) if helped else cant_tell(image.place, "no-other-way-found")


def _is_captcha(image: Image) -> bool:
    return any(says("captcha", words) for words in (image.src, image.alt or "", image.title or "", image.name))


def _offers_another_way(document: Document) -> bool:
    if any(thing.element == "audio" and not thing.hidden for thing in document.embedded):
        return True
    words = [link.text or link.title or "" for link in document.links if not link.hidden and not _is_framing(link.url)]
    buttons = [control for control in document.controls if not control.hidden]
    words += [f"{button.text} {button.name} {button.title or ''}" for button in buttons]
    return any(says("captcha_help", text) for text in words)


def _is_framing(url: str) -> bool:
    """Mail and telephone links of the page's footer do not replace the picture."""
    return url.startswith(("mailto:", "tel:"))
