"""Images in documents without a text alternative."""

from collections.abc import Iterator

from auditor.model import DOCUMENTS, LinkTarget, Severity, Text, Verdict, link_check
from checks.judges.file_facts import judge_file_parts


@link_check(
    id="document-image-alt-missing",
    severity=Severity.SERIOUS,
    wcag=("1.1.1",),
    title=Text(zh="文件中的圖片缺少替代文字", en="Images in a document without text alternative"),
    remedy=Text(
        zh="{total} 張圖片中有 {lacking} 張沒有替代文字；請在原始檔逐張填寫，純裝飾的圖片標為裝飾，再重新轉存上傳。",
        en="{lacking} of {total} images have no alternative; fill them in in the source file, mark decoration as such, "
        "export and upload again.",
    ),
    effect=Text(
        zh="視障民眾不知道圖片說了什麼。",
        en="Blind visitors do not learn what the images show.",
    ),
)
def document_image_alt_missing(target: LinkTarget) -> Iterator[Verdict]:
    """Every image of a document with a known structure has a text alternative (WCAG technique PDF1)."""
    file = target.file(*DOCUMENTS)
    yield from judge_file_parts(target, file.images if file else None)
