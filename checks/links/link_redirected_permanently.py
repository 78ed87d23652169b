"""Link targets that have moved for good."""

from collections.abc import Iterator

from auditor.model import LinkTarget, Notice, Place, Severity, Text, Verdict, failed, link_check, passed


@link_check(
    id="link-redirected-permanently",
    severity=Severity.NOTICE,
    title=Text(zh="連結已永久搬移", en="Link to an address that has moved for good"),
    remedy=Text(zh="請把連結改為 {to}", en="Change the link to {to}"),
    effect=Text(
        zh="現在仍可開啟；舊網址停用後就會失效。",
        en="It still opens; once the old address is switched off it will not.",
    ),
)
def link_redirected_permanently(target: LinkTarget) -> Iterator[Verdict]:
    """A working target whose name did not change hands does not answer that it has moved for good (301 or 308)."""
    if not target.state.is_alive or target.suspicions:
        return
    place = Place(target.url)
    if Notice.PERMANENT_REDIRECT in target.notices:
        yield failed(place, cause=target.url, to=target.answer.final_url if target.answer else "")
    else:
        yield passed(place)
