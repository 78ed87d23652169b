"""Systems named by the form that do not answer."""

from collections.abc import Iterator

from auditor.model import (
    LinkState,
    Place,
    PortfolioFacts,
    Severity,
    SystemFacts,
    Text,
    Verdict,
    cant_tell,
    failed,
    passed,
    portfolio_check,
)


@portfolio_check(
    id="system-unavailable",
    severity=Severity.SERIOUS,
    title=Text(zh="線上系統無法使用", en="Online system that does not answer"),
    remedy=Text(
        zh="請確認「{name}」是否正常提供服務；系統已停用或搬家時，請更新 sites.yaml 與各網站上的連結。",
        en="See whether “{name}” is in service; where it was closed or moved, update sites.yaml and the sites' links.",
    ),
    effect=Text(
        zh="民眾無法使用「{name}」辦理事項或查詢資料。",
        en="The public cannot use “{name}” to apply or to look things up.",
    ),
    question=Text(
        zh="「{name}」沒有讓程式看到首頁；請用瀏覽器開啟 {url} 確認。",
        en="“{name}” did not show its first page to a program; please open {url} in a browser.",
    ),
)
def system_unavailable(facts: PortfolioFacts) -> Iterator[Verdict]:
    """Every configured system answers, over a valid certificate, with the words that its first page is known by."""
    yield from map(_verdict, facts.systems)


def _verdict(facts: SystemFacts) -> Verdict:
    system, target, missing = facts.system, facts.target, facts.missing
    place, data = Place(system.url), {"name": system.name, "detail": target.detail.value}
    if target.state in {LinkState.BROKEN, LinkState.SERVER_ERROR} or _is_down(facts):
        return failed(place, cause=system.id, **data)
    if target.state.is_alive and missing == ():
        return passed(place)
    if target.state.is_alive and missing:
        return failed(place, cause=system.id, **data, missing=missing)
    return cant_tell(place, "not-shown-to-programs", cause=system.id, url=system.url, **data)


def _is_down(facts: SystemFacts) -> bool:
    return facts.target.state is LinkState.UNREACHABLE and facts.target.confirmed
