"""Pages of search results: whether they report that nothing was found, and what they list."""

from __future__ import annotations

from auditor.model import Document, LinkKind, PassageKind


def none_found(page: Document) -> bool:
    """Return whether the page has words that nothing was found (``no_results`` of ``conventions.yaml``)."""
    return any(passage.kind is PassageKind.NO_RESULTS for passage in page.passages)


def listed_results(page: Document) -> frozenset[str]:
    """Return the addresses that the content of the page leads to; header, menus and footer list no results."""
    return frozenset(
        link.url.partition("#")[0]
        for link in page.links
        if link.element == "a" and link.kind is LinkKind.PAGE and not link.hidden and not link.place.region.is_template
    )
