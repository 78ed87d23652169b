"""Downloads of another format than their name claims."""

from collections.abc import Iterator

from auditor.model import (
    FileFormat,
    LinkTarget,
    Opens,
    Place,
    Response,
    Severity,
    Text,
    Verdict,
    failed,
    link_check,
    passed,
)

_READ = frozenset({Opens.YES, Opens.NOT_READABLE})


@link_check(
    id="download-mislabelled",
    severity=Severity.MODERATE,
    title=Text(zh="檔案內容與副檔名不符", en="Download of another format than its name claims"),
    remedy=Text(
        zh="檔名寫的是「{claimed}」，內容卻是「{format}」；請轉存成正確格式後重新上傳，或改正檔名與連結文字。",
        en="The name claims {claimed}, the content is {format}; export the right format again, or mend the name.",
    ),
    effect=Text(
        zh="民眾的電腦用錯程式開啟，看到錯誤訊息或亂碼。",
        en="The visitor's computer opens the wrong program and shows an error or garbage.",
    ),
)
def download_mislabelled(target: LinkTarget) -> Iterator[Verdict]:
    """A file inside the site is, by its bytes, the format that its name ends with."""
    file = target.download
    working = target.state.is_alive
    if file is None or file.claimed is None or not working or file.opens not in _READ:
        return
    # every newer document is a zip package: an archive by name may hold anything
    if file.format is file.claimed or file.claimed is FileFormat.ZIP or _opens_in_office(target):
        yield passed(Place(target.url))
    else:
        yield failed(Place(target.url), cause=target.url, claimed=file.claimed.value, format=file.format.value)


def _opens_in_office(target: LinkTarget) -> bool:
    """Whether a .doc or .xls is RTF, HTML or XML by its first bytes: the old formats' programs open these too."""
    claimed = target.download.claimed if target.download else None
    first = target.answer.first_bytes.lstrip() if isinstance(target.answer, Response) else b""
    return claimed is FileFormat.OLD_OFFICE and first.startswith((b"<", b"{\\rtf"))
