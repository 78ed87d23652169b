"""Home pages that do not lead to the agency's YouTube and Facebook pages."""

import re
from collections.abc import Iterator

from auditor.model import Blocks, Place, Severity, SiteFacts, Text, Verdict, failed, passed, site_check

_NETWORKS = {
    "YouTube": re.compile(r"https?://(?:[\w-]+\.)*(?:youtube\.com|youtu\.be)(?:[:/?#]|$)", re.IGNORECASE),
    "Facebook": re.compile(r"https?://(?:[\w-]+\.)*(?:facebook\.com|fb\.com|fb\.me)(?:[:/?#]|$)", re.IGNORECASE),
}


@site_check(
    id="social-links-missing",
    severity=Severity.MINOR,
    title=Text(zh="首頁缺少 YouTube 或 Facebook 連結", en="Home page without a link to YouTube or Facebook"),
    remedy=Text(
        zh="請在首頁的社群網絡專區放置可以開啟的 {network} 連結，並為圖示填寫替代文字。",
        en="Link to {network} in the home page's social-network area, and give the icon an alternative text.",
    ),
    effect=Text(
        zh="習慣使用社群媒體的民眾找不到機關的 {network}。",
        en="Visitors who follow social media do not find the agency on {network}.",
    ),
)
def social_links_missing(site: SiteFacts, blocks: Blocks) -> Iterator[Verdict]:
    """The home page links to YouTube and to Facebook; a link known to be dead does not count.

    These networks often refuse robots, so a link that could not be verified is taken as it stands.
    """
    for network, pattern in _NETWORKS.items():
        links = [item for item in blocks.social if pattern.match(item.url)]
        living = [item for item in links if not _is_dead(site, item.url)]
        if living:
            yield passed(living[0].place, href=living[0].url, words=living[0].text)
        else:
            found = {"href": links[0].url} if links else {}
            place = links[0].place if links else Place(blocks.url)
            yield failed(place, cause=f"{blocks.url}|{network}", network=network, **found)


def _is_dead(site: SiteFacts, url: str) -> bool:
    target = site.home_targets.get(url.partition("#")[0])
    return target is not None and target.state.is_dead
