"""Pictures that may be images of text."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from auditor.model import Document, Image, Severity, Text, Verdict, cant_tell, page_check
from auditor.standards.badges import names_badge
from auditor.standards.conventions import is_sentence, plain_text

_DRAWN = frozenset({".png", ".gif", ".bmp"})
"""Formats of what is drawn; photographs come as JPEG, WebP and AVIF."""
_FLAT = 2.5
"""Width over height from which a picture is a banner."""
_BANNER = re.compile(r"(?<![a-z])(?:banner|poster|slogan|headline|title)|海報|標語|橫幅", re.IGNORECASE)


@page_check(
    id="image-text-unverified",
    severity=Severity.MINOR,
    wcag=(
        "1.4.5",
        "1.4.9",
    ),
    manual_codes={"110.07": ("CS2140500E",), "115.11": ("CS2140500E",)},
    title=Text(
        zh="圖片是否為文字待確認",
        en="Image of text to be confirmed",
    ),
    remedy=Text(
        zh="請把圖片裡的文字改用網頁文字與樣式呈現；商標與必要的畫面除外。",
        en="Set the words of the picture as text with styles; logos and what cannot be otherwise are exempt.",
    ),
    effect=Text(
        zh="放大或改變色彩的民眾讀不清圖片裡的字。",
        en="People who enlarge or recolour the page cannot read words in pictures.",
    ),
    question=Text(
        zh="這張圖片的替代文字是一整句（「{alt}」）。圖片上是這些文字嗎？是的話請改用網頁文字。同一網站只列一次，請抽看所列各處。",
        en="The alternative text is a whole sentence (“{alt}”). Does the picture show these words? Then "
        "use text instead. All of a site are one question.",
    ),
)
def image_text_unverified(document: Document) -> Iterator[Verdict]:
    """A picture whose alternative text is as long as a sentence may be an image of text (WCAG 1.4.5).

    All pictures of a site are one question. Vector graphics and short texts, such as logos have, are left out, and so
    are pictures beside a link or heading of the same words, and photographs unless they are banners by size or name.
    """
    texts = {plain_text(link.own_text) for link in document.links} | {
        plain_text(head.text) for head in document.headings
    }
    for image in document.images:
        alt = (image.alt or "").strip()
        if image.element != "img" or image.hidden or not is_sentence(alt) or names_badge(alt):
            continue
        if plain_text(alt) in texts or not _may_show_text(image):
            continue
        yield cant_tell(image.place, "words-perhaps", cause="images-of-text", alt=alt)


def _may_show_text(image: Image) -> bool:
    path = PurePosixPath(urlsplit(image.src).path)
    if path.suffix.lower() in _DRAWN or _BANNER.search(path.name):
        return True
    return image.width.isdecimal() and image.height.isdecimal() and int(image.width) >= _FLAT * int(image.height) > 0
