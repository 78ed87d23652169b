"""Sites without a working sitemap page."""

from collections.abc import Iterator

from auditor.model import Blocks, Severity, SiteFacts, Text, Verdict, site_check
from checks.judges.linked_page import judge_linked_page


@site_check(
    id="sitemap-missing",
    severity=Severity.MINOR,
    manual_codes={"110.07": ("GN1240500E",), "115.11": ("GN1240500E",)},
    title=Text(zh="首頁沒有可用的網站導覽連結", en="No living link to a sitemap page"),
    remedy=Text(
        zh="請在首頁上方放置「網站導覽」連結，頁面列出各區塊的快速鍵 (Accesskey) 與所有選單。",
        en="Link “Sitemap” at the top of the home page to a page that lists the access keys and all menus.",
    ),
    effect=Text(
        zh="民眾無法一眼看到網站有哪些內容，也查不到鍵盤快速鍵。",
        en="Visitors cannot see at a glance what the site holds, nor look up its access keys.",
    ),
    question=Text(
        zh="首頁有網站導覽連結（{href}），但無法自動確認是否可用。請開啟連結，確認看得到網站導覽。",
        en="The home page links to a sitemap ({href}), but a robot could not confirm it. Open it: does the sitemap "
        "appear?",
    ),
)
def sitemap_missing(site: SiteFacts, blocks: Blocks) -> Iterator[Verdict]:
    """The home page links to a sitemap page (網站導覽), and the link's target answers."""
    yield from judge_linked_page(site, blocks.url, blocks.sitemap)
