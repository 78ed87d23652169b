"""Addresses that browsers ignore because they are empty."""

from collections.abc import Iterator

from auditor.model import Document, Link, LinkKind, Severity, Text, Verdict, failed, page_check, passed

_LOADED = frozenset({LinkKind.RESOURCE, LinkKind.REFRESH, LinkKind.PAGE})
_FOLLOWED = frozenset({"a", "area"})


@page_check(
    id="address-ignored",
    severity=Severity.MINOR,
    title=Text(zh="網址空白，瀏覽器不會載入", en="Empty address that browsers ignore"),
    remedy=Text(
        zh="「{element}」的 {attribute} 是空白的；請填入正確的網址，不需要時請刪除這個元素。",
        en="The {attribute} of “{element}” is empty; give it the right address, or remove the element.",
    ),
    effect=Text(
        zh="民眾看到破圖，或者樣式、程式與自動轉址沒有作用。",
        en="Visitors see a broken picture, or a style, a script or a refresh has no effect.",
    ),
)
def address_ignored(document: Document) -> Iterator[Verdict]:
    """No picture, script, style sheet, medium or refresh of the page has an empty address; hidden elements pass.

    What a script loads late (``data-src``) or a ``srcset`` offers is an address too. Source: HTML Standard, 4.8.4.3,
    4.12.1, 4.2.4 and 4.2.5.3.
    """
    for link in document.links:
        if link.element in _FOLLOWED or link.kind not in _LOADED:
            continue
        if _is_ignored(link):
            yield failed(link.place, element=link.element, attribute=link.attribute)
        else:
            yield passed(link.place)


def _is_ignored(link: Link) -> bool:
    return not link.url and not link.raw.strip() and not link.hidden
