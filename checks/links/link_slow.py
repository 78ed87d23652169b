"""Link targets that answer slowly."""

from collections.abc import Iterator

from auditor.model import LinkTarget, Notice, Place, Severity, Text, Verdict, failed, link_check, passed


@link_check(
    id="link-slow",
    severity=Severity.NOTICE,
    title=Text(zh="連結的網頁回應很慢", en="Link to a page that answers slowly"),
    remedy=Text(
        zh="本次花了 {milliseconds} 毫秒；若常常如此，請通知該網站的管理人員。",
        en="It took {milliseconds} ms this time; where that is usual, inform the owner of the site.",
    ),
    effect=Text(zh="民眾要等候較久才看到內容。", en="Visitors wait long for the content."),
)
def link_slow(target: LinkTarget) -> Iterator[Verdict]:
    """A working target answers without a long wait."""
    if not target.state.is_alive:
        return
    place = Place(target.url)
    if Notice.SLOW in target.notices:
        yield failed(place, cause=target.url, milliseconds=target.answer.elapsed_ms if target.answer else 0)
    else:
        yield passed(place)
