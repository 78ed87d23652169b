"""Pages over https that load parts without encryption."""

from collections.abc import Iterator

from auditor.model import Document, LinkKind, Severity, Text, Verdict, failed, page_check, passed
from auditor.standards.secure_contexts import is_trustworthy

_LOADED = frozenset({LinkKind.RESOURCE, LinkKind.FRAME})


@page_check(
    id="mixed-content",
    severity=Severity.MODERATE,
    title=Text(zh="https 網頁載入未加密的內容", en="Page over https that loads parts in the open"),
    remedy=Text(
        zh="請把 {src} 改為 https 的網址。",
        en="Load {src} over https.",
    ),
    effect=Text(
        zh="瀏覽器會擋下這個內容，或顯示網頁不安全。",
        en="Browsers block this part, or call the page not secure.",
    ),
)
def mixed_content(document: Document) -> Iterator[Verdict]:
    """A page over https loads its images, style sheets, scripts and frames over https too.

    Source: 自行評核表 2.1.4.5; W3C Mixed Content, 4.
    """
    if not document.url.startswith("https:"):
        return
    for link in document.links:
        if link.kind in _LOADED and link.url.startswith(("http:", "https:")) and link.element != "a":
            safe = is_trustworthy(link.url)
            yield passed(link.place) if safe else failed(link.place, cause=link.url, src=link.url)
