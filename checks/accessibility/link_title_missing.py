"""Links without a title, which the highest level of the official test asks for."""

from collections.abc import Iterator

from auditor.model import Document, LinkKind, Severity, Text, Verdict, failed, page_check, passed

_NO_DESTINATION = frozenset({LinkKind.SCRIPT, LinkKind.OTHER})


@page_check(
    id="link-title-missing",
    severity=Severity.NOTICE,
    wcag=("2.4.9",),
    taiwan={"110.07": ("HM3240900C",), "115.11": ("HM3240900C",)},
    title=Text(zh="連結沒有標題 (title)", en="Link without a title"),
    remedy=Text(
        zh="只有申請 AAA 等級時才需要：請為連結加上 title，補充連結文字沒有說到的事，不要重複連結文字。",
        en="Needed only for level AAA: give the link a title that adds what its text does not say, without repeating "
        "it.",
    ),
    effect=Text(
        zh="官方檢測的 AAA 等級會判為不通過；多數民眾不受影響。",
        en="The official test fails it at level AAA; most visitors notice nothing.",
    ),
)
def link_title_missing(document: Document) -> Iterator[Verdict]:
    """Every link that leads somewhere has a title that is not blank. Source: 網站無障礙規範 HM3240900C (AAA)."""
    for link in document.links:
        is_link = link.element == "a" and link.attribute == "href" and not link.from_script
        if not is_link or link.hidden or link.kind in _NO_DESTINATION:
            continue
        yield passed(link.place) if (link.title or "").strip() else failed(link.place, href=link.raw)
