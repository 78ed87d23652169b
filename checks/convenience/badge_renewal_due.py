"""Accessibility badges that end soon."""

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
from auditor.standards.badges import RENEWAL_DAYS, applied_on, days_left, valid_until


@site_check(
    id="badge-renewal-due",
    severity=Severity.NOTICE,
    title=Text(zh="無障礙標章即將到期", en="Accessibility badge ends soon"),
    remedy=Text(
        zh="標章在 {expires} 到期（還有 {days} 天）。檢測與改善約需半年，請現在開始準備；115 年 11 月 30 日起以 115.11 "
        "版規範受理申請。",
        en="The badge ends on {expires}, in {days} days. Tests and mending take about half a year: begin now. From 30 "
        "November 2026 on, applications are tested by version 115.11.",
    ),
    effect=Text(
        zh="逾期後，首頁的標章就不能再證明網站符合規範。",
        en="After that day the badge on the home page proves nothing any more.",
    ),
    question=Text(
        zh="依標章編號，標章最早在 {expires} 到期（自核發日起三年，核發日只有主管機關知道）。請開啟標章連結查明到期日，"
        "並填入設定檔。",
        en="By its number the badge ends on {expires} at the earliest (three years from the day of issue, which only "
        "the authority knows). Open its link, look the day up and write it into the configuration.",
    ),
)
def badge_renewal_due(site: SiteFacts, blocks: Blocks) -> Iterator[Verdict]:
    """The badge has more than 180 days left, by the configured day, else as far as its number shows.

    Badges that have ended are judged by badge-expired.
    """
    expires = site.site.badge.expires if site.site.badge else ""
    place = blocks.badges[0].place if blocks.badges else Place(blocks.url)
    if expires:
        days = days_left(site.today, expires)
        if days >= 0:
            yield failed(place, expires=expires, days=days) if days <= RENEWAL_DAYS else passed(place)
        return
    for badge in blocks.badges:
        yield from _by_number(badge, site.today)


def _by_number(badge: BadgeImage, today: str) -> Iterator[Verdict]:
    applied = applied_on(badge.number)
    if applied is None or valid_until(applied) < date.fromisoformat(today):
        return
    expires = valid_until(applied).isoformat()
    soon = days_left(today, expires) <= RENEWAL_DAYS
    yield cant_tell(badge.place, "certificate-date", expires=expires) if soon else passed(badge.place)
