"""Accessibility badges that are not the one on record."""

from collections.abc import Iterator

from auditor.model import Badge, BadgeImage, Blocks, Severity, Site, Text, Verdict, failed, passed, site_check


@site_check(
    id="badge-record-differs",
    severity=Severity.MINOR,
    title=Text(zh="首頁的標章與登錄資料不同", en="Badge on the home page is not the one on record"),
    remedy=Text(
        zh="首頁標章為「{shown}」，設定檔登錄為「{record}」。換發新標章後請更新首頁的圖片與連結；若登錄有誤，請修正設定檔。",
        en="The home page shows {shown}, the configuration has {record}. Replace the badge and its link after a "
        "renewal, or correct the configuration.",
    ),
    effect=Text(
        zh="民眾點選標章，看到的是另一次或另一個等級的檢測。",
        en="Visitors who follow the badge see another test, or one of another level.",
    ),
)
def badge_record_differs(site: Site, blocks: Blocks) -> Iterator[Verdict]:
    """Every badge on the home page has the configured certificate number and level, as far as both are known."""
    if site.badge is None:
        return
    for badge in blocks.badges:
        differing = tuple(_differences(badge, site.badge))
        if differing:
            shown, record = differing[0]
            yield failed(badge.place, shown=shown, record=record)
        elif badge.number or badge.level:
            yield passed(badge.place)


def _differences(badge: BadgeImage, record: Badge) -> Iterator[tuple[str, str]]:
    for shown, kept in ((badge.number, record.certificate), (badge.level, record.level)):
        if shown and kept and shown != kept:
            yield shown, kept
