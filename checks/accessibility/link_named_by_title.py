"""Links that only a title names."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, failed, page_check, passed


@page_check(
    id="link-named-by-title",
    severity=Severity.MINOR,
    # The official test demands text; WCAG 2.4.4 and 4.1.2 are met, for browsers name such a link by its title.
    taiwan={"110.07": ("HM1240401C",), "115.11": ("HM1240401C",)},
    title=Text(zh="連結只有標題 (title)，沒有文字", en="Link with a title and no text"),
    remedy=Text(
        zh="請把 title 的「{title}」寫成連結文字；畫面上只放圖示時，請改用圖片的替代文字 (alt)，或用只給報讀器的文字。",
        en="Write “{title}” as the link's text; where only an icon is shown, as the alternative text (alt) of an image "
        "or as text for screen readers alone.",
    ),
    effect=Text(
        zh="瀏覽器會以 title 當作名稱，報讀器通常唸得出來；但用鍵盤、觸控的民眾看不到 title，官方檢測工具也不計入。",
        en="Browsers take the title as the name, and screen readers mostly read it; but people who use a keyboard or a "
        "touch screen never see it, and the official software does not count it.",
    ),
)
def link_named_by_title(document: Document) -> Iterator[Verdict]:
    """No a[href] has its title as its only name. Links without any name are judged by link-text-missing."""
    for link in document.links:
        if link.element != "a" or link.attribute != "href" or link.hidden or link.from_script:
            continue
        title = (link.title or "").strip()
        if link.text.strip():
            yield passed(link.place)
        elif title:
            yield failed(link.place, href=link.raw, title=title[:80])
