"""Long descriptions of images that lead nowhere."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, cant_tell, failed, page_check, passed


@page_check(
    id="image-longdesc-unusable",
    severity=Severity.MINOR,
    wcag=("1.1.1",),
    taiwan={"110.07": ("HM1110102C",)},
    title=Text(zh="圖片的長描述 (longdesc) 無法使用", en="Image's longdesc cannot be used"),
    remedy=Text(
        zh="請移除 longdesc，改在圖片旁放一個看得見的「詳細說明」連結；各瀏覽器都已不支援 longdesc。",
        en="Remove longdesc and put a visible link to the description beside the image; browsers support longdesc no "
        "more.",
    ),
    effect=Text(
        zh="看不到圖片的民眾得不到圖片的詳細說明。",
        en="People who cannot see the image get no detailed description of it.",
    ),
    question=Text(
        zh="請開啟長描述網頁（{href}），確認內容說明了這張圖片，而且頁末有連結可以回到圖片。",
        en="Open the long description ({href}): does it describe the image, and does its end link back to it?",
    ),
)
def image_longdesc_unusable(document: Document) -> Iterator[Verdict]:
    """Every longdesc is an address or a part of this page; the text on another page is for a person.

    Source: 網站無障礙規範 110.07, HM1110102C; the code is not in 115.11.
    """
    described = {link.place: link for link in document.links if link.attribute == "longdesc"}
    for image in document.images:
        if image.element != "img" or image.hidden or image.longdesc is None:
            continue
        link, written = described.get(image.place), image.longdesc.strip()
        is_here = written.startswith("#")
        if link is None or not link.url or not written or any(map(str.isspace, written)):
            yield failed(image.place, longdesc=written)
        elif is_here:
            yield passed(image.place) if written[1:] in document.ids else failed(image.place, longdesc=written)
        else:
            yield cant_tell(image.place, "description-unread", href=link.url)
