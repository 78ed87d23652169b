"""Accessibility badges that are not the one on record."""

from collections.abc import Iterator

from auditor.model import (
    Badge,
    BadgeImage,
    Blocks,
    Place,
    Severity,
    SiteFacts,
    Text,
    Verdict,
    failed,
    passed,
    site_check,
)
from auditor.standards.agencies import NamingKind, names_in
from auditor.standards.folded_text import folded_name


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
def badge_record_differs(site: SiteFacts, blocks: Blocks) -> Iterator[Verdict]:
    """Every badge on the home page has the configured number and level, and the record the site's present name.

    Each is compared as far as both are known; names as ``folded_name`` spells them.
    """
    record = site.site.badge
    if record is None:
        return
    for badge in blocks.badges:
        differing = tuple(_differences(badge, record))
        if differing:
            shown, kept = differing[0]
            yield failed(badge.place, shown=shown, record=kept)
        elif badge.number or badge.level:
            yield passed(badge.place)
    former = [naming for naming in names_in(record.name, site.site, site.today) if naming.kind is NamingKind.FORMER]
    if former and former[-1].now:
        place = blocks.badges[0].place if blocks.badges else Place(blocks.url)
        yield failed(place, cause=record.name, shown=former[-1].now, record=record.name)


def _differences(badge: BadgeImage, record: Badge) -> Iterator[tuple[str, str]]:
    for shown, kept in ((badge.number, record.certificate), (badge.level, record.level)):
        if shown and kept and folded_name(shown) != folded_name(kept):
            yield shown, kept
