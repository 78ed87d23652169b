"""Reads what a page shows and is made of: title, headings, first words, hosts; for signals that names changed hands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.extract.html.dom import Element, Text, Tree, is_hiding, parse
from auditor.extract.html.meta_links import refresh_address
from auditor.extract.html.page_traits import title_of
from auditor.extract.html.script_jumps import addresses_opened
from auditor.model import PageContent
from auditor.standards.name_hosts import parking_marks
from auditor.standards.personal_numbers import masked_plain
from auditor.urls import host_of, is_web, resolve

_SKIPPED = frozenset({"script", "style", "template", "head", "title", "noembed", "noframes", "svg", "math"})
_PARTS = "script[src],iframe[src],frame[src],img[src],form[action],link[href]"
_DESCRIBING = frozenset({"description", "keywords", "og:title", "og:description", "twitter:title"})
_DATED = (
    "time,[itemprop*='date' i],[itemprop='author' i],[rel='author'],[class*='byline' i],"
    "meta[property='article:published_time' i],"
    "meta[name='author' i],meta[name^='DC.Date' i],meta[name^='citation_' i],"
    "meta[property='og:type' i][content='article' i]"
)
_DATE = re.compile(r"(?:19|20)\d\d[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}|\b1\d\d[./年]\s?\d{1,2}[./月]\s?\d{1,2}")
_MOST_HEADINGS, _MOST_PARTS, _LONGEST_TEXT, _LONGEST_NAME = 8, 30, 4_000, 300
_SENTENCES = 60
_JUMPS_ALONE = 300
_BLOCKS = frozenset(
    "p div li td th h1 h2 h3 h4 h5 h6 br tr section article blockquote dd dt main header footer nav ul ol table".split()
)


def read_shown_content(html: str, url: str) -> PageContent:
    """What the page at ``url`` shows; any text is read, nothing raises. Personal numbers are masked."""
    tree = parse(html)
    paragraphs = list(_paragraphs(tree))
    text = " ".join(paragraphs)
    return PageContent(
        title=masked_plain(title_of(tree) or "")[:_LONGEST_NAME],
        headings=tuple(_headings(tree)),
        description=masked_plain(" ".join(_descriptions(tree)))[: 2 * _LONGEST_NAME],
        text=masked_plain(text[:_LONGEST_TEXT]),
        length=len(text),
        prose=sum(len(part) for part in paragraphs if len(part) >= _SENTENCES),
        dated=tree.select_one(_DATED) is not None or _DATE.search(text) is not None,
        language=(tree.root.attr("lang") or "" if tree.root is not None else "").strip().lower(),
        parts=tuple(dict.fromkeys(_other_hosts(tree, url)))[:_MOST_PARTS],
        marks=parking_marks(html),
        jump=_jump(tree, url) if len(text) <= _JUMPS_ALONE else "",
    )


def _headings(tree: Tree) -> Iterator[str]:
    """The texts of the first headings, those of level 1 first, an image's alternative text in its place."""
    found = sorted(tree.select("h1,h2,h3"), key=lambda heading: heading.tag)
    for heading in found[:_MOST_HEADINGS]:
        pictures = " ".join(picture.attr("alt") or "" for picture in heading.select("img[alt]"))
        if words := " ".join(f"{heading.text} {pictures}".split()):
            yield masked_plain(words)[:_LONGEST_NAME]


def _descriptions(tree: Tree) -> Iterator[str]:
    for meta in tree.select("meta[content]"):
        name = (meta.attr("name") or meta.attr("property") or "").lower()
        if name in _DESCRIBING:
            yield (meta.attr("content") or "")[:_LONGEST_NAME]


def _paragraphs(tree: Tree) -> Iterator[str]:
    """The visible texts between the borders of blocks, in document order."""
    words: list[str] = []
    stack: list[object] = list(reversed(tree.children))
    while stack:
        node = stack.pop()
        if isinstance(node, Text):
            words.append(node.data)
        elif isinstance(node, Element) and node.tag not in _SKIPPED and not is_hiding(node):
            if node.tag in _BLOCKS:
                stack.append(None)
            stack += reversed(node.children)
            if node.tag in _BLOCKS:
                stack.append(None)
        elif node is None:
            if whole := " ".join("".join(words).split()):
                yield whole
            words = []
    if whole := " ".join("".join(words).split()):
        yield whole


def _other_hosts(tree: Tree, url: str) -> Iterator[str]:
    own = host_of(url)
    for element in tree.select(_PARTS):
        address = element.attr("src") or element.attr("action") or element.attr("href") or ""
        found = resolve(url, address) or ""
        if is_web(found) and host_of(found) != own:
            yield host_of(found).rpartition(":")[0]


def _jump(tree: Tree, url: str) -> str:
    """The address that the page opens by itself: by a refresh, or by a script that stands in it."""
    for meta in tree.select("meta[http-equiv='refresh' i]"):
        if address := refresh_address(meta.attr("content") or ""):
            return resolve(url, address) or ""
    for script in tree.select("script:not([src])"):
        if found := next((address for address, _ in addresses_opened(script.text)), ""):
            return resolve(url, found) or ""
    return ""
