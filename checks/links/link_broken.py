"""Link targets that do not exist."""

from collections.abc import Iterator

from auditor.model import LinkState, LinkTarget, Place, Severity, Text, Verdict, failed, link_check, passed


@link_check(
    id="link-broken",
    severity=Severity.SERIOUS,
    title=Text(zh="連結失效", en="Broken link"),
    remedy=Text(
        zh="請改連到現在的網址；若內容已不存在，請移除連結或改連到說明頁。",
        en="Point the link to the present address; where the content is gone, remove the link or explain.",
    ),
    effect=Text(zh="民眾點選後看不到想找的內容。", en="Visitors who follow the link do not get what it promises."),
)
def link_broken(target: LinkTarget) -> Iterator[Verdict]:
    """The address answers with its content; a target that could not be verified gets no verdict here."""
    place = Place(target.url)
    if target.state is LinkState.BROKEN:
        yield failed(place, cause=target.url, detail=target.detail.value, status=getattr(target.answer, "status", 0))
    elif target.state in {LinkState.OK, LinkState.REDIRECTED}:
        yield passed(place)
