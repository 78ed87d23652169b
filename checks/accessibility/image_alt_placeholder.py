"""Images whose alternative text stands for none: picture, 圖片, IMG_2043.JPG."""

from collections.abc import Iterator

from auditor.model import Document, Image, Severity, Text, Verdict, cant_tell, failed, page_check, passed
from auditor.standards.conventions import is_file_name, is_placeholder


@page_check(
    id="image-alt-placeholder",
    severity=Severity.MODERATE,
    wcag=("1.1.1",),
    manual_codes={"110.07": ("HM1110100E",), "115.11": ("HM1110100E",)},
    title=Text(zh="圖片的替代文字沒有內容", en="Alternative text of an image without meaning"),
    remedy=Text(
        zh='請寫出圖片的內容或功能，不要寫「{alt}」；純裝飾的圖片請改為 alt=""。',
        en='Write what the image shows or does instead of “{alt}”; give mere decoration alt="".',
    ),
    effect=Text(
        zh="聽網頁的民眾只聽到「{alt}」，不知道圖片說的是什麼。",
        en="Who listens to the page hears “{alt}”, and not what the image shows.",
    ),
    question=Text(
        zh="替代文字「{alt}」像是檔名或編號。它說得出圖片的內容嗎？",
        en="The alternative text “{alt}” looks like the name of a file or a number. Does it describe the image?",
    ),
)
def image_alt_placeholder(document: Document) -> Iterator[Verdict]:
    """No alternative text is a word for any image, such as picture or 圖片 (WCAG 1.1.1, F30).

    Names of files and numbered words are for a person, all of a module in one question: a file may be called by what
    it shows, and a text may be about picture 2. Images without a text are judged by other checks.
    """
    for image in document.images:
        alt = _alternative(image)
        if image.hidden or image.element == "area" or not alt:
            continue
        if is_file_name(alt) or (is_placeholder("image", alt) and any(map(str.isdigit, alt))):
            yield cant_tell(image.place, "file-or-number", cause=f"{document.url}|alt", formerly=f"alt|{alt}", alt=alt)
        elif is_placeholder("image", alt):
            yield failed(image.place, cause=f"alt|{alt}", alt=alt)
        else:
            yield passed(image.place)


def _alternative(image: Image) -> str:
    return (image.name or image.alt or "").strip()
