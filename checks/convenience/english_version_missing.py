"""Sites without a working English version."""

from collections.abc import Iterator

from auditor.model import Blocks, Severity, SiteFacts, Text, Verdict, site_check
from checks.judges.linked_page import judge_linked_page


@site_check(
    id="english-version-missing",
    severity=Severity.MODERATE,
    title=Text(zh="首頁沒有可用的英文版連結", en="No living link to an English version"),
    remedy=Text(
        zh="請在首頁上方放置「English」連結，連到可以開啟的英文版首頁；英文版暫停服務時，請改連說明頁。",
        en="Link “English” at the top of the home page to an English home page that opens; while it is out of "
        "service, to a page that explains it.",
    ),
    effect=Text(
        zh="不懂中文的訪客找不到英文資訊。",
        en="Visitors who do not read Chinese find no information in English.",
    ),
    question=Text(
        zh="首頁有英文版連結（{href}），但無法自動確認是否可用。請開啟連結，確認看得到英文內容。",
        en="The home page links to an English version ({href}), but a robot could not confirm it. Open it: is it in "
        "English?",
    ),
)
def english_version_missing(site: SiteFacts, blocks: Blocks) -> Iterator[Verdict]:
    """The home page links to an English version, and the link's target answers."""
    yield from judge_linked_page(site, blocks.url, blocks.english)
