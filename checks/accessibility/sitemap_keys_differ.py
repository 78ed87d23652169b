"""網站導覽 pages that explain other access keys than the pages have."""

from collections.abc import Iterator

from auditor.model import Blocks, PageSummary, Place, Severity, SiteFacts, Text, Verdict, failed, passed, site_check


@site_check(
    id="sitemap-keys-differ",
    severity=Severity.MINOR,
    manual_codes={"110.07": ("GN1240500E",), "115.11": ("GN1240500E",)},
    title=Text(zh="網站導覽說明的快速鍵與實際不符", en="Access keys on the site map are not those in use"),
    remedy=Text(
        zh="請讓「網站導覽」列出的快速鍵與各頁導盲磚 (:::) 的 accesskey 一致；不再使用的請刪除，沒有列出的請補上。",
        en="Make the keys listed on the site map those of the guide bricks (:::): delete what is not in use, add what "
        "is missing.",
    ),
    effect=Text(
        zh="民眾照著說明按快速鍵，卻沒有反應；或不知道有快速鍵可用。（說明：{told}；實際：{used}）",
        en="People press a listed key and nothing happens, or do not learn of a key (listed: {told}; in use: {used}).",
    ),
)
def sitemap_keys_differ(site: SiteFacts, blocks: Blocks) -> Iterator[Verdict]:
    """The page 網站導覽 explains each key of the home page's guide bricks, and no key that no page of the site has.

    Silent where there is no such page among those that were read, or neither it nor the home page has any key.
    """
    addresses = {item.url.partition("#")[0] for item in blocks.sitemap}
    bricks = frozenset(key for page in site.pages if page.start for key in page.access_keys)
    anywhere = frozenset(key for page in site.pages for key in (*page.access_keys, *page.keys_used))
    for page in site.pages:
        listed = frozenset(page.keys_told)
        if _is_sitemap(page, addresses) and (bricks or listed):
            words = {"told": _text_of(listed), "used": _text_of(bricks | (listed & anywhere))}
            is_right = bricks <= listed <= anywhere
            yield passed(Place(page.url)) if is_right else failed(Place(page.url), cause="access keys", **words)


def _is_sitemap(page: PageSummary, addresses: set[str]) -> bool:
    """Whether the home page links to it as 網站導覽; not the home page itself, where such a link leads nowhere."""
    return page.url in addresses and not page.is_error and not page.start


def _text_of(keys: frozenset[str]) -> str:
    return "、".join(sorted(keys)) or "–"
