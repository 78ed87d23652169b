"""Accessibility badges in another size, without alternative text or without a link."""

import re
from collections.abc import Iterator

from auditor.model import BadgeImage, Blocks, Severity, Text, Verdict, cant_tell, failed, passed, site_check

_SIZE = (88, 31)
_PIXELS = re.compile(r"\s*(\d+)(?:\.0*)?\s*(?:px\s*)?", re.IGNORECASE)
_OFFICIAL = re.compile(
    r"//(?:www\.)?(?:accessibility\.moda|accessibility\.ncc|handicap-free\.nat)\.gov\.tw/", re.IGNORECASE
)


@site_check(
    id="badge-misshapen",
    severity=Severity.MINOR,
    title=Text(zh="無障礙標章的呈現不合規定", en="Accessibility badge not shown as prescribed"),
    remedy=Text(
        zh='請以 88 × 31 像素呈現標章（width="88" height="31"），填寫替代文字，例如「通過 AA 無障礙網頁檢測」，'
        "並連結到主管機關的標章說明頁。",
        en='Show the badge at 88 × 31 pixels (width="88" height="31"), with an alternative text such as '
        "「通過AA無障礙網頁檢測」, linked to the authority's page on it.",
    ),
    effect=Text(
        zh="民眾可能認不出標章，或無法點選查證。",
        en="Visitors may not recognise the badge, or cannot follow it to verify it.",
    ),
    question=Text(
        zh="標章圖片沒有標明尺寸。請確認畫面上的標章是 88 × 31 像素，且沒有變形。",
        en="The badge's image names no size. Is it shown at 88 × 31 pixels, undistorted?",
    ),
)
def badge_misshapen(blocks: Blocks) -> Iterator[Verdict]:
    """Every badge is 88 by 31 pixels, has an alternative text, and is linked to the authority.

    Source: 各級機關機構學校網站無障礙檢測及認證標章核發辦法 §6.
    """
    for badge in blocks.badges:
        faults = tuple(_faults(badge))
        if faults:
            yield failed(badge.place, faults=faults, width=badge.width, height=badge.height)
        elif None in _size(badge):
            yield cant_tell(badge.place, "size-unknown")
        else:
            yield passed(badge.place, href=badge.href, words=f"{badge.alt} {badge.width} × {badge.height}")


def _faults(badge: BadgeImage) -> Iterator[str]:
    if any(found not in {None, wanted} for found, wanted in zip(_size(badge), _SIZE, strict=True)):
        yield "size"
    if not (badge.alt or "").strip():
        yield "alt"
    if not _OFFICIAL.search(badge.href):
        yield "link"


def _size(badge: BadgeImage) -> tuple[int | None, int | None]:
    width, height = (_PIXELS.fullmatch(side) for side in (badge.width, badge.height))
    return (int(width[1]) if width else None, int(height[1]) if height else None)
