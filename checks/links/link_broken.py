"""Link targets that do not exist."""

from collections.abc import Iterator

from auditor.model import (
    LinkDetail,
    LinkState,
    LinkTarget,
    Place,
    Severity,
    Text,
    Verdict,
    cant_tell,
    failed,
    link_check,
    passed,
)

_PERHAPS_ANOTHER = frozenset(
    {
        LinkDetail.REDIRECT_TO_HOME, LinkDetail.REDIRECT_TO_LOGIN, LinkDetail.LIKE_MISSING,
        LinkDetail.REDIRECT_TO_ERROR, LinkDetail.STATES_MISSING, LinkDetail.PAGE_FOR_FILE,
    }
)  # fmt: skip


@link_check(
    id="link-broken",
    severity=Severity.SERIOUS,
    title=Text(zh="連結失效", en="Broken link"),
    remedy=Text(
        zh="請改連到現在的網址；若內容已不存在，請移除連結或改連到說明頁。",
        en="Point the link to the present address; where the content is gone, remove the link or explain.",
    ),
    effect=Text(zh="民眾點選後看不到想找的內容。", en="Visitors who follow the link do not get what it promises."),
    question=Text(
        zh="網址打得開，但不一定是原來的內容；請開啟確認是否為連結所說的內容。",
        en="The address opens, but perhaps with something else; does it bring what the link promises?",
    ),
)
def link_broken(target: LinkTarget) -> Iterator[Verdict]:
    """The address answers with its content; a target that could not be verified gets no verdict here.

    One that ends at a home page, a login or an error page, that is answered like addresses that cannot exist, whose
    title is that of an error, or that is a web page in the place of a file, is for a person. One whose name changed
    hands, or may have, is neither broken nor valid: link-taken-over, link-parked and link-content-injected report it.
    """
    place = Place(target.url)
    if target.suspicions and target.state.is_alive:
        return
    if target.state is LinkState.BROKEN:
        yield failed(
            place,
            cause=target.url,
            detail=target.detail.value,
            status=getattr(target.answer, "status", 0),
            **target.seen_data,
        )
    elif target.state.is_alive and target.detail in _PERHAPS_ANOTHER:
        yield cant_tell(
            place,
            target.detail.value.replace("_", "-"),
            cause=target.url,
            detail=target.detail.value,
            **target.seen_data,
        )
    elif target.state.is_alive:
        yield passed(place)
