"""Link targets whose host cannot be reached."""

from collections.abc import Iterator

from auditor.model import (
    LinkDetail,
    LinkState,
    LinkTarget,
    Place,
    Response,
    Severity,
    Text,
    Verdict,
    cant_tell,
    failed,
    link_check,
    passed,
)


@link_check(
    id="link-unreachable",
    severity=Severity.SERIOUS,
    title=Text(zh="連結的網站無法連線", en="Link to a host that cannot be reached"),
    remedy=Text(
        zh="請確認對方網站是否仍在服務；若已停用，請移除連結或改連到其他網址。",
        en="See whether the site is still in service; where it was closed, remove the link or link elsewhere.",
    ),
    effect=Text(zh="民眾點選後等不到網頁。", en="Visitors who follow the link wait for a page that never comes."),
    question=Text(
        zh="本次連線失敗，程式不能確定；請用瀏覽器開啟，看網站是否正常、有無警告。",
        en="The connection failed, but not for certain; open it in a browser: does the site answer without a warning?",
    ),
)
def link_unreachable(target: LinkTarget) -> Iterator[Verdict]:
    """The host answers at all; a failure counts only when it was seen again on another connection."""
    place = Place(target.url)
    if target.state is not LinkState.UNREACHABLE:
        if target.state is not LinkState.BROKEN or isinstance(target.answer, Response):
            yield passed(place)
    elif target.detail is LinkDetail.TLS_INCOMPLETE:
        yield cant_tell(
            place,
            "issuer-unknown",
            cause=target.url,
            detail=target.detail.value,
            attempts=target.attempts,
            **target.seen_data,
        )
    elif target.confirmed:
        yield failed(place, cause=target.url, detail=target.detail.value, attempts=target.attempts, **target.seen_data)
    else:
        yield cant_tell(
            place,
            "not-confirmed",
            cause=target.url,
            detail=target.detail.value,
            attempts=target.attempts,
            **target.seen_data,
        )
