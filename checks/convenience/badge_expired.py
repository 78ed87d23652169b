"""Accessibility badges that are no longer valid."""

import re
from collections.abc import Iterator
from datetime import date

from auditor.model import (
    BadgeImage,
    Blocks,
    Place,
    Severity,
    SiteFacts,
    Text,
    Verdict,
    cant_tell,
    failed,
    passed,
    site_check,
)
from auditor.standards.badges import applied_on, valid_until

_FORMER_HOST = re.compile(r"//(?:www\.)?(?:accessibility\.ncc|handicap-free\.nat)\.gov\.tw/", re.IGNORECASE)
# The former authorities gave their last badges in 2022; three years and the time to issue one later all have run out.
_FORMER_BADGES_ENDED = "2025-12-31"


@site_check(
    id="badge-expired",
    severity=Severity.SERIOUS,
    title=Text(zh="無障礙標章已過期", en="Accessibility badge expired"),
    remedy=Text(
        zh="請重新申請無障礙檢測（115 年 11 月 30 日起適用 115.11 版規範），取得新標章後更新首頁的圖片與連結。",
        en="Apply for the accessibility test again (by version 115.11 from 30 November 2026 on), then replace the "
        "badge and its link on the home page.",
    ),
    effect=Text(
        zh="首頁的標章已不能證明網站目前符合無障礙規範。",
        en="The badge on the home page no longer proves that the site meets the specification.",
    ),
    question=Text(
        zh="請開啟標章連結，查看核發日期：標章自核發日起三年有效，連結上的編號只看得出申請日期。"
        "查得後請把到期日填入設定檔。",
        en="Open the badge's link and look up the day of issue: it is valid for three years from then, and its number "
        "has only the day of application. Then write the day it ends into the configuration.",
    ),
)
def badge_expired(site: SiteFacts, blocks: Blocks) -> Iterator[Verdict]:
    """The badge is still valid by the configured day, else as far as its number and host show.

    Source: 各級機關機構學校網站無障礙檢測及認證標章核發辦法 §5 (three years). A number is the time of the application.
    """
    expires = site.site.badge.expires if site.site.badge else ""
    if expires:
        place = blocks.badges[0].place if blocks.badges else Place(blocks.url)
        yield failed(place, expires=expires) if expires < site.today else passed(place, words=f"sites.yaml {expires}")
        return
    for badge in blocks.badges:
        yield _by_number(badge, site.today)


def _by_number(badge: BadgeImage, today: str) -> Verdict:
    if _FORMER_HOST.search(badge.href) and today > _FORMER_BADGES_ENDED:
        return failed(badge.place, href=badge.href)
    applied = applied_on(badge.number)
    if applied is None:
        return cant_tell(badge.place, "no-certificate-number", href=badge.href)
    if date.fromisoformat(today) <= valid_until(applied):
        return passed(badge.place, href=badge.href, words=f"{badge.number} ≤ {valid_until(applied).isoformat()}")
    return cant_tell(badge.place, "certificate-date", href=badge.href, applied=applied.isoformat())
