"""Frame of every page: title, crumbs and period; and long lists split into pages of limited size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from auditor.report.html.views import Anchor, Report
from auditor.report.words import Words

PAGE_BYTES = 400_000
"""How many bytes of cards or places one page holds before the next page begins."""

RenderedPages = Iterator[tuple[str, str]]
"""Pages as (path in the report's folder, HTML)."""

RenderedParts = list[tuple[str, str]]
"""Parts of a page as (key, HTML)."""


def split_pages(parts: Iterable[tuple[str, str]], limit: int = PAGE_BYTES) -> list[RenderedParts]:
    """Return rendered parts in as many pages as keep each below the limit in bytes; at least one page."""
    pages: list[RenderedParts] = [[]]
    size = 0
    for key, html in parts:
        length = len(html.encode())
        if pages[-1] and size + length > limit:
            pages.append([])
            size = 0
        pages[-1].append((key, html))
        size += length
    return pages


def numbered(stem: str, count: int) -> tuple[str, ...]:
    """Return the paths of a page and its continuations."""
    return (f"{stem}.html", *(f"{stem}-{number}.html" for number in range(2, count + 1)))


def list_pages(words: Words, paths: Sequence[str], current: int) -> tuple[Anchor, ...]:
    """Return the links between the pages of one list, the current one without an address; none for a single page."""
    if len(paths) == 1:
        return ()
    return tuple(
        Anchor(words("page.list_page", n=number, of=len(paths)), "" if number == current else path)
        for number, path in enumerate(paths, start=1)
    )


def crumbs(words: Words, *between: Anchor) -> tuple[Anchor, ...]:
    """Return the links from the first page to the page above the current one."""
    return (Anchor(words("page.home"), "index.html"), *between)


def top_frame(report: Report, key: str) -> dict[str, object]:
    """Return the frame of a page that the navigation names."""
    return page_frame(report, title=report.words(f"page.{key}"), crumbs=crumbs(report.words))


def page_frame(report: Report, *, title: str, crumbs: Sequence[Anchor], root: str = "") -> dict[str, object]:
    """Return what the base template needs; ``root`` leads from the page to the report's folder, such as ``../``."""
    run = report.evidence.run
    return {
        "root": root,
        "title": title,
        "number": 1,
        "crumbs": crumbs,
        "run": run,
        "period": report.words.period(run.period),
    }
