"""One accessibility badge on several sites."""

from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

from auditor.model import (
    BadgeImage,
    Page,
    PortfolioFacts,
    Severity,
    SiteFacts,
    Text,
    Verdict,
    cant_tell,
    passed,
    portfolio_check,
)


@portfolio_check(
    id="badge-number-shared",
    severity=Severity.NOTICE,
    title=Text(zh="不同主機的網站使用同一個標章編號", en="One badge number on sites of different hosts"),
    remedy=Text(
        zh="請確認標章的申請範圍是否包含這些網站；沒有包含的，請另行申請。",
        en="See which sites the badge was applied for; apply for the others.",
    ),
    question=Text(
        zh="標章 {number} 出現在不同主機的網站：{sites}。請查明當初申請的範圍是否包含每一個網站。",
        en="The badge {number} stands on sites of different hosts: {sites}. Did the application cover each of them?",
    ),
)
def badge_number_shared(portfolio: PortfolioFacts) -> Iterator[Verdict]:
    """No certificate number stands on the home pages of sites of different hosts, unless a person has seen that it may.

    Sites of one host often were applied for together.
    """
    found: dict[str, list[tuple[SiteFacts, BadgeImage]]] = defaultdict(list)
    for site in portfolio.sites:
        for badge in _badges(site):
            found[badge.number].append((site, badge))
    for number, shown in sorted(found.items()):
        place = shown[0][1].place
        hosts = {urlsplit(site.site.url).netloc for site, _ in shown}
        if len(hosts) > 1:
            names = "、".join(dict.fromkeys(site.site.name for site, _ in shown))
            yield cant_tell(place, "scope-unknown", cause=f"badge|{number}", number=number, sites=names)
        else:
            yield passed(place)


def _badges(site: SiteFacts) -> Iterator[BadgeImage]:
    """The badges with a number on a site's home page, each number once."""
    page = site.home.page if site.home else None
    blocks = page.blocks if isinstance(page, Page) else None
    yield from {badge.number: badge for badge in (blocks.badges if blocks else ()) if badge.number}.values()
