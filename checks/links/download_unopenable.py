"""Downloads that do not open."""

from collections.abc import Iterator

from auditor.model import (
    FileFormat,
    LinkTarget,
    Opens,
    Place,
    Severity,
    Text,
    Verdict,
    cant_tell,
    failed,
    link_check,
    passed,
)

_DAMAGED = frozenset({Opens.BROKEN, Opens.EMPTY})


@link_check(
    id="download-unopenable",
    severity=Severity.SERIOUS,
    title=Text(zh="下載的檔案打不開", en="Download that does not open"),
    remedy=Text(
        zh="請用原始檔重新轉存並重新上傳「{claimed}」檔，上傳後自己下載打開一次。",
        en="Export the {claimed} file again from its source, upload it again, then download and open it yourself.",
    ),
    effect=Text(zh="民眾下載後打不開檔案。", en="Visitors cannot open what they downloaded."),
    question=Text(
        zh="這個檔案無法自動讀取；請下載後確認民眾不需密碼即可打開。",
        en="This file could not be read by a program; please see that it opens without password.",
    ),
)
def download_unopenable(target: LinkTarget) -> Iterator[Verdict]:
    """A file inside the site that its name calls a document opens to its end."""
    file, place = target.download, Place(target.url)
    if file is None or not target.state.is_alive:
        return
    if file.opens in _DAMAGED and file.claimed is not None:
        yield failed(place, cause=target.url, claimed=file.claimed.value, size=file.size)
    elif file.opens is Opens.ENCRYPTED:
        yield cant_tell(place, "password-needed", cause=target.url)
    elif file.opens is Opens.TOO_LARGE_INSIDE:
        yield cant_tell(place, "unpacks-to-too-much", cause=target.url)
    elif file.opens is Opens.YES and file.format is not FileFormat.ZIP:
        yield passed(place)
