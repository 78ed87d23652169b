"""Areas of an image map without alternative text."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, failed, page_check, passed


@page_check(
    id="area-alt-missing",
    severity=Severity.SERIOUS,
    wcag=("1.1.1", "4.1.2"),
    taiwan={"110.07": ("HM1110101C",), "115.11": ("HM1110101C",)},
    title=Text(zh="影像地圖的區域缺少替代文字", en="Image map area without alternative text"),
    remedy=Text(
        zh="請為影像地圖的每一個區域 (area) 填寫替代文字 (alt)，寫出點選後會到哪裡，例如「台中園區」。",
        en="Give every area of the image map an alternative text (alt) that names its target, for example "
        "“Taichung Park”.",
    ),
    effect=Text(
        zh="使用螢幕報讀器或鍵盤的民眾不知道地圖上的這一區通往哪裡。",
        en="People who use a screen reader or a keyboard do not know where this part of the map leads.",
    ),
)
def area_alt_missing(document: Document) -> Iterator[Verdict]:
    """Every area that leads somewhere has an alt that is not blank, or an ARIA name."""
    for area in document.images:
        if area.element != "area" or area.hidden or not area.src.strip():
            continue
        yield passed(area.place) if (area.alt or area.name).strip() else failed(area.place, href=area.src)
