"""Home pages without guide bricks (導盲磚)."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, site_check
from auditor.standards.conventions import says
from checks.judges.home_page_block import judge_presence


@site_check(
    id="guide-brick-missing",
    severity=Severity.NOTICE,
    manual_codes={"110.07": ("GN1240100E", "GN1240101E"), "115.11": ("GN1240100E", "GN1240101E")},
    title=Text(zh="首頁沒有導盲磚 (:::)", en="Home page without guide bricks (:::)"),
    remedy=Text(
        zh='建議在上方、中央、下方三個區塊前各放一個導盲磚，例如 <a href="#C" id="C" accesskey="C" '
        'title="中央內容區塊">:::</a>。這通常要由網站維護廠商修改版型。',
        en='Put a guide brick before each of the three blocks, top, centre and bottom, for example <a href="#C" id="C" '
        'accesskey="C" title="Main content">:::</a>. It usually stands in the template, which the contractor changes.',
    ),
    effect=Text(
        zh="習慣以快速鍵移動的民眾，無法直接跳到各個區塊。規範沒有硬性要求，但政府網站普遍提供。",
        en="People used to access keys cannot jump from block to block. The specification does not ask for it; "
        "government sites commonly have it.",
    ),
    question=Text(
        zh="首頁內容由程式產生，原始碼裡看不到。請在瀏覽器開啟首頁，確認各區塊前是否有導盲磚 (:::)。",
        en="Scripts build the home page, so its source shows no guide bricks. Open it in a browser: do they stand "
        "before the blocks?",
    ),
)
def guide_brick_missing(document: Document) -> Iterator[Verdict]:
    """The home page has at least one link shown as ``:::``."""
    bricks = (link for link in document.links if link.element == "a" and says("guide_brick", link.text))
    yield from judge_presence(document, (brick.place for brick in bricks))
