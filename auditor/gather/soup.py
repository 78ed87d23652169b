"""The head's metadata with Beautiful Soup, which forgives what real heads do. Small inputs only: it is slow."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import Tag

from auditor.model.head import Head, Meta
from auditor.model.verdict import Place, Region

_META_TAG = re.compile(r"<meta\b[^>]*>", re.IGNORECASE)
_BODY = re.compile(r"<body\b", re.IGNORECASE)
_COMMENTS = re.compile(r"<!--.*?-->", re.DOTALL)
_LONGEST = 500
_MOST_METAS = 500


def read_head(html: str, url: str) -> Head:
    """The metadata of a page as delivered, in document order.

    Only the part before ``body`` is read whole; of the rest only ``meta`` elements, which then count as standing
    outside the head. What stands in comments does not count.
    """
    cut = _BODY.search(html)
    end = cut.start() if cut else len(html)
    soup = BeautifulSoup(html[:end], "html.parser")
    metas = [_meta(tag, url, in_head=True) for tag in soup.find_all("meta", limit=_MOST_METAS)]
    rest = _COMMENTS.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), html[end:])
    line = html.count("\n", 0, end)
    for found in list(_META_TAG.finditer(rest))[:_MOST_METAS]:
        tag = BeautifulSoup(found[0], "html.parser").find("meta")
        if isinstance(tag, Tag):
            metas.append(_meta(tag, url, in_head=False, line=line + rest.count("\n", 0, found.start()) + 1))
    root, title = soup.find("html"), soup.find("title")
    head = soup.find("head")
    return Head(
        url=url,
        place=_place(head, url) if isinstance(head, Tag) else Place(url, "head", region=Region.HEAD),
        title=title.get_text().strip() if isinstance(title, Tag) else None,
        lang=_text(root, "lang") if isinstance(root, Tag) else None,
        metas=tuple(meta for meta in metas if meta.name),
    )


def _meta(tag: Tag, url: str, *, in_head: bool, line: int = 0) -> Meta:
    named = next((name for name in ("name", "property", "http-equiv", "itemprop") if tag.get(name)), "name")
    place = _place(tag, url)
    if line:
        place = Place(url, place.selector, line, 0, place.snippet, Region.BODY)
    return Meta(place, (_text(tag, named) or "").strip(), _text(tag, "content"), named, in_head)


def _place(tag: Tag, url: str) -> Place:
    name = _text(tag, "name") or _text(tag, "property") or ""
    selector = f'{tag.name}[name="{name}"]' if name else str(tag.name)
    attributes = " ".join(f'{key}="{value}"' for key, value in tag.attrs.items())
    snippet = f"<{tag.name} {attributes}>"[:_LONGEST]
    return Place(url, selector, tag.sourceline or 0, (tag.sourcepos or 0) + 1, snippet, Region.HEAD)


def _text(tag: Tag, name: str) -> str | None:
    value = tag.get(name)
    return " ".join(value) if isinstance(value, list) else value
