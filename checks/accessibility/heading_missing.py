"""Pages without any heading."""

from collections.abc import Iterator

from auditor.model import Document, Place, Severity, Text, Verdict, cant_tell, failed, page_check, passed


@page_check(
    id="heading-missing",
    severity=Severity.MODERATE,
    # The official test requires a heading on every page; WCAG fails no page for having none.
    taiwan={"110.07": ("HM1130100C", "HM3241000C"), "115.11": ("HM1130100C", "HM3241000C")},
    title=Text(zh="頁面沒有任何標題", en="Page without any heading"),
    remedy=Text(
        zh="請把頁面主題設為標題 1 (h1)，各段主題設為標題 2 (h2)；在編輯器請用「段落格式 → 標題」，"
        "不要只把字放大加粗。",
        en="Make the page's subject a heading 1 and the subjects of its parts headings 2; use the editor's paragraph "
        "format “Heading” rather than large bold text.",
    ),
    effect=Text(
        zh="使用螢幕報讀器的民眾無法用標題快速找到想看的段落。",
        en="People who use a screen reader cannot jump from heading to heading to find what they look for.",
    ),
    question=Text(
        zh="這個頁面的內容由程式產生，原始碼裡看不到。請在瀏覽器開啟頁面，確認畫面上是否有標題 (h1 至 h6)。",
        en="Scripts build this page, so its source shows no content. Open it in a browser: are there headings (h1 to "
        "h6)?",
    ),
)
def heading_missing(document: Document) -> Iterator[Verdict]:
    """The page has at least one heading that is not hidden."""
    headings = [heading for heading in document.headings if not heading.hidden]
    if headings:
        yield passed(headings[0].place)
    elif document.script_built and document.source == "delivered":
        yield cant_tell(Place(document.url), "built-by-script")
    else:
        yield failed(Place(document.url))
