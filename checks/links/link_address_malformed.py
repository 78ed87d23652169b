"""Links whose address is written so that nothing can open it."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from auditor.model import Document, Link, LinkKind, Severity, Text, Verdict, failed, page_check, passed

_MAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;.]+(\.[^@\s<>,;.]+)+")
_BAD_ESCAPE = re.compile(r"%(?![0-9a-f]{2})", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_LIKE_HTTP = re.compile(r"(?!https?$)h{0,2}t{1,3}p{1,2}s{0,2}")


@page_check(
    id="link-address-malformed",
    severity=Severity.MINOR,
    title=Text(zh="連結網址寫法有誤", en="Link address that cannot be opened as written"),
    remedy=Text(
        zh="請改正網址「{raw}」：檢查是否空白、多了空格、少了字或打錯。",
        en="Correct the address “{raw}”: is it empty, has it a space, a missing letter or a slip of the key?",
    ),
    effect=Text(
        zh="民眾點選後沒有反應，或停在原來的網頁。", en="Following the link does nothing, or stays on the page."
    ),
)
def link_address_malformed(document: Document) -> Iterator[Verdict]:
    """Every link of the page has an address that a browser can resolve, and every mail link an address to write to."""
    for link in document.links:
        if link.kind is LinkKind.EMBEDDED_DATA:
            continue
        fault = _fault(link)
        if fault:
            yield failed(link.place, cause=link.raw.strip(), raw=link.raw, fault=fault)
        else:
            yield passed(link.place)


def _fault(link: Link) -> str:
    raw = link.raw.strip()
    if not raw:
        return "empty" if link.element in {"a", "area"} and (link.own_text or link.text) else ""
    if link.kind is LinkKind.MAIL:
        return "" if _can_write_to(raw) else "mail"
    if link.kind is LinkKind.PHONE:
        return "" if re.search(r"\d", raw) else "phone"
    if "://" in raw and _LIKE_HTTP.fullmatch(raw.partition("://")[0].casefold()):
        return "scheme"
    return "" if link.url or _OTHER_SCHEME.match(raw) else "unresolvable"


def _can_write_to(raw: str) -> bool:
    """Whether a mailto address names people properly; one with only a subject or a text leaves the choice to them."""
    if _BAD_ESCAPE.search(raw):  # RFC 6068, 2: a percent sign itself is written %25
        return False
    people, _, fields = unquote(raw.partition(":")[2]).partition("?")
    names = [name.strip() for name in re.split(r"[,;]", people) if name.strip()]
    return all(map(_MAIL.fullmatch, names)) if names else bool(fields)
