"""Home pages that do not fit a phone, a tablet or a desktop window."""

import re
from collections.abc import Iterator

from auditor.model import (
    CannotJudge,
    Document,
    Place,
    Rendered,
    Severity,
    Text,
    Untested,
    Verdict,
    failed,
    passed,
    site_check,
)

_FOLLOWS_DEVICE = re.compile(r"width\s*=\s*device-width|initial-scale\s*=\s*1(?:\.0*)?(?![.\d])", re.IGNORECASE)


@site_check(
    id="responsive-layout-missing",
    judges_layout=True,
    severity=Severity.SERIOUS,
    manual_codes={"110.07": ("CS2141000E",), "115.11": ("CS2141000E",)},
    title=Text(zh="首頁版面無法配合螢幕寬度", en="Home page does not fit the screen"),
    remedy=Text(
        zh='請網站維護廠商採用響應式設計：加上 <meta name="viewport" content="width=device-width, '
        'initial-scale=1">，並讓過寬的表格、圖片與選單在窄畫面縮小或換行。',
        en='Ask the contractor for a responsive design: <meta name="viewport" content="width=device-width, '
        'initial-scale=1">, and wide tables, images and menus that shrink or wrap in a narrow window.',
    ),
    effect=Text(
        zh="使用手機或平板的民眾必須左右捲動或放大才能閱讀。",
        en="Visitors on a phone or a tablet have to scroll sideways or zoom to read.",
    ),
)
def responsive_layout_missing(document: Document, rendered: Rendered) -> Iterator[Verdict]:
    """The home page has a viewport that follows the device and scrolls sideways at no width that was tried.

    Untested where no browser laid the page out at several widths (320, 768 and 1280 pixels).
    """
    if not rendered.widths:
        raise CannotJudge(Untested.NOT_VISITED, f"{document.url} was not laid out at several widths")
    place = Place(document.url)
    viewport = document.viewport or ""
    # Sites of one template are mended together.
    cause = f"layout|{document.template or document.url}"
    yield passed(place) if _FOLLOWS_DEVICE.search(viewport) else failed(place, cause=cause, viewport=viewport)
    for width in rendered.widths:
        if width.scrolls_sideways:
            found = {"overflow": width.overflow} if width.overflow else {}
            yield failed(place, cause=cause, width=width.window, content=width.content, **found)
        else:
            yield passed(place)
