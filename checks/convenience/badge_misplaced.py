"""Accessibility badges that do not stand at the bottom of the home page."""

from collections.abc import Iterator

from auditor.model import (
    BadgeImage,
    Blocks,
    Document,
    Region,
    Severity,
    Text,
    Verdict,
    cant_tell,
    failed,
    passed,
    site_check,
)

_LAST_PART = 0.75
_ABOVE = frozenset({Region.HEADER, Region.NAVIGATION})


@site_check(
    id="badge-misplaced",
    severity=Severity.MINOR,
    title=Text(zh="無障礙標章不在首頁下方", en="Accessibility badge not at the bottom of the home page"),
    remedy=Text(
        zh="請把標章移到首頁下方，例如頁尾。",
        en="Move the badge to the bottom of the home page, for example into the footer.",
    ),
    effect=Text(
        zh="民眾與抽測人員在規定的位置找不到標章。",
        en="Visitors and inspectors do not find the badge where it is prescribed.",
    ),
    question=Text(
        zh="從原始碼看不出標章在畫面上的位置。請確認標章在首頁下方。",
        en="The source does not show where the badge is. Is it at the bottom of the home page?",
    ),
)
def badge_misplaced(blocks: Blocks, document: Document) -> Iterator[Verdict]:
    """Every badge stands in the footer or among the last quarter of the home page's links and pictures.

    One in the middle may be moved by a style sheet, which a person has to see. Source:
    各級機關機構學校網站無障礙檢測及認證標章核發辦法 §6.
    """
    for badge in blocks.badges:
        if badge.place.region is Region.FOOTER or _is_late(badge, document):
            yield passed(badge.place)
        elif badge.place.region in _ABOVE:
            yield failed(badge.place)
        else:
            yield cant_tell(badge.place, "position-unknown")


def _is_late(badge: BadgeImage, document: Document) -> bool:
    places = (*(link.place for link in document.links), *(image.place for image in document.images))
    positions = {(place.line, place.column) for place in places if place.line}
    before = sum(position < (badge.place.line, badge.place.column) for position in positions)
    return bool(positions) and badge.place.region not in _ABOVE and before >= _LAST_PART * (len(positions) - 1)
