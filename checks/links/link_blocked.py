"""Link targets that a program cannot verify."""

from collections.abc import Iterator

from auditor.model import LinkState, LinkTarget, Place, Severity, Text, Verdict, cant_tell, link_check, passed

_ANSWERED = frozenset({LinkState.OK, LinkState.REDIRECTED, LinkState.BROKEN, LinkState.SERVER_ERROR})


@link_check(
    id="link-blocked",
    severity=Severity.NOTICE,
    title=Text(zh="連結無法由程式確認", en="Link that a program cannot verify"),
    remedy=Text(
        zh="請用瀏覽器開啟確認；正常即不需處理。", en="Open it in a browser; if it opens there is nothing to do."
    ),
    effect=Text(
        zh="多半不影響民眾；對方網站只是不讓程式檢查，或回覆程式無法解讀。",
        en="Mostly none for visitors: the site only refuses automatic checks, or answers what only a person can judge.",
    ),
    question=Text(
        zh="程式無法確認這個連結；用瀏覽器開啟是否正常？",
        en="A program cannot verify this link; does it open in a browser?",
    ),
)
def link_blocked(target: LinkTarget) -> Iterator[Verdict]:
    """The target answers a program; one that refuses, or wants a login or a person, is never counted as dead."""
    place = Place(target.url)
    if target.state is LinkState.BLOCKED:
        status = getattr(target.answer, "status", 0)
        reason = target.detail.value.replace("_", "-")
        yield cant_tell(place, reason, cause=target.url, detail=target.detail.value, status=status, **target.seen_data)
    elif target.state in _ANSWERED:
        yield passed(place)
