"""Documents to download with people's identity numbers in them."""

from collections.abc import Iterator

from auditor.model import FileFormat, LinkTarget, Place, Severity, Text, Verdict, failed, link_check, passed

_READ = (FileFormat.ODT, FileFormat.ODS, FileFormat.ODP, FileFormat.DOCX, FileFormat.XLSX, FileFormat.PPTX)


@link_check(
    id="document-personal-data",
    severity=Severity.SERIOUS,
    title=Text(zh="文件檔含有身分證字號", en="Document with identity numbers"),
    remedy=Text(
        zh="請立即下架這個檔案，遮蔽 {count} 個身分證字號後再上傳，並確認沒有其他個人資料。",
        en="Take the file down at once, mask its {count} identity numbers, look for other personal data, upload again.",
    ),
    effect=Text(
        zh="任何人下載檔案就能取得民眾的身分證字號。",
        en="Whoever downloads the file gets people's identity numbers.",
    ),
)
def document_personal_data(target: LinkTarget) -> Iterator[Verdict]:
    """An ODF or Office document holds no identity number with a right check digit.

    Source: as for personal-data-shown. PDF files are not read for words.
    """
    file = target.file(*_READ)
    if file is not None:
        place = Place(target.url)
        yield failed(place, cause=target.url, count=file.identities) if file.identities else passed(place)
