"""Link targets whose server had an error."""

from collections.abc import Iterator

from auditor.model import LinkState, LinkTarget, Place, Severity, Text, Verdict, cant_tell, link_check, passed

_ANSWERED = frozenset({LinkState.OK, LinkState.REDIRECTED, LinkState.BROKEN})


@link_check(
    id="link-server-error",
    severity=Severity.MODERATE,
    title=Text(zh="連結的網站發生錯誤", en="Link to a page whose server has an error"),
    remedy=Text(
        zh="請稍後再試；若一直如此，請通知該網站的管理人員。",
        en="Try again later; where it stays so, inform the owner of the site.",
    ),
    effect=Text(
        zh="民眾點選後看到錯誤畫面，可能只是暫時的。",
        en="Visitors who follow the link see an error, perhaps for the moment only.",
    ),
    question=Text(
        zh="伺服器回覆錯誤 {status}；現在用瀏覽器開啟是否正常？",
        en="The server answered with error {status}; does it open in a browser now?",
    ),
)
def link_server_error(target: LinkTarget) -> Iterator[Verdict]:
    """The server does not answer with an error of its own (5xx); one request does not show whether that lasts."""
    place = Place(target.url)
    if target.state is LinkState.SERVER_ERROR:
        status = getattr(target.answer, "status", 0)
        yield cant_tell(
            place, "perhaps-temporary", cause=target.url, detail=target.detail.value, status=status, **target.seen_data
        )
    elif target.state in _ANSWERED:
        yield passed(place)
