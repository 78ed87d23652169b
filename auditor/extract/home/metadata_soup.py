"""Wraps Beautiful Soup: reads a page's metadata, and the labelled lists and fields of a home page.

Beautiful Soup with lxml accepts faulty markup and gives no positions; so start tags are counted in the source, where
the same ones are in the same order.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from itertools import islice

from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning
from bs4.element import NavigableString, PageElement, PreformattedString, Tag
from msgspec.structs import replace

from auditor.extract.home import blocks
from auditor.extract.home.blocks import LONGEST_LABEL, Field, ListedLink, Section, is_label
from auditor.extract.html.source_text import Source
from auditor.model import Blocks, Document, Head, Meta, Place, Region

_SCAN = re.compile(
    r"<!--.*?(?:--!?>|\Z)"
    r"|<(?P<code>script|style|template|textarea|title|xmp|iframe)\b.*?(?:</(?P=code)\s*>|\Z)"
    r"|<(?P<tag>meta|body|html|head)(?=[\s/>])(?:[^>\"']+|\"[^\"]*\"|'[^']*')*"
    r"|</(?P<end>head)\s*>",
    re.IGNORECASE | re.DOTALL,
)
_START_TAG = re.compile(r"<(?:[^>\"']+|\"[^\"]*\"|'[^']*')*>?")
_NAMING = ("name", "property", "http-equiv", "itemprop")
_UNREAD = frozenset({"script", "style", "template", "noscript", "option", "title"})
_MENUS = re.compile(r"(?:^|[-_])(?:nav|navbar|menu|footer|breadcrumbs?)(?:$|[-_])", re.IGNORECASE)
_LISTS = frozenset({"ul", "ol", "dl", "table", "tbody"})
_CONTAINERS = frozenset({"body", "html", "main", "header", "aside", "section", "article", "form"})
_ROWS = frozenset({"li", "tr", "dd", "article"})
_BOXES = frozenset({"p", "div", "span", "td", "h2", "h3", "h4", "h5"})
_FEW = 2
_MOST_LABELS = 40
_MOST_FIELDS = 100
_NEAR = 60
_HIGHEST = 5
_LONGEST_HEAD = 500_000  # an endless page has an endless head; the trees built here are large
_LONGEST_HOME = 2_000_000
_MOST_LINKS = 60


def read_head(html: str, url: str) -> Head:
    """The metadata of a page as delivered, in document order.

    Metas in comments, scripts and templates do not count. Those after the head are kept with ``in_head`` False.
    """
    source = Source(html)
    scanned = _scan(html)
    soup = _soup(html[: scanned.end])
    tags = [tag for tag in soup.find_all("meta") if tag.find_parent("template") is None]
    places = scanned.metas if len(tags) == len(scanned.metas) else [None] * len(tags)
    metas = [_meta(tag, offset, source, url, in_head=True) for tag, offset in zip(tags, places, strict=True)]
    metas += _late_metas(source, scanned.end, url)
    root = soup.find("html")
    line, column = source.position(scanned.head) if scanned.head is not None else (0, 0)
    snippet = source.snippet(scanned.head) if scanned.head is not None else ""
    return Head(
        url=url,
        place=Place(url, "head", line, column, snippet, Region.HEAD),
        title=_title(soup),
        lang=_value(root, "lang") if isinstance(root, Tag) else None,
        metas=tuple(meta for meta in metas if meta is not None),
    )


def read_blocks_from_soup(html: str, url: str, document: Document) -> Blocks:
    """The blocks of a home page; ``document`` are the facts of the same page."""
    soup = _soup(html[:_LONGEST_HOME])
    found = blocks.read_blocks(document, tuple(_sections(soup)), tuple(_fields(soup)))
    return found if url == document.url else replace(found, url=url)


def _soup(html: str) -> BeautifulSoup:
    with warnings.catch_warnings():
        # XHTML is parsed as browsers parse it when it is delivered as text/html
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(html, "lxml")


class _Scanned:
    """Offsets in the source: of the head, of its metas, and of its end."""

    def __init__(self) -> None:
        self.metas: list[int] = []
        self.head: int | None = None
        self.end = 0


def _scan(html: str) -> _Scanned:
    scanned = _Scanned()
    scanned.end = min(len(html), _LONGEST_HEAD)
    for found in _SCAN.finditer(html, 0, scanned.end):
        tag = (found["tag"] or "").lower()
        if found["end"] or tag == "body":
            scanned.end = found.start()
            break
        if tag == "meta":
            scanned.metas.append(found.start())
        elif tag == "head" and scanned.head is None:
            scanned.head = found.start()
    return scanned


def _late_metas(source: Source, start: int, url: str) -> Iterator[Meta | None]:
    rest = source.html[start:]
    if not re.search("<meta", rest, re.IGNORECASE):
        return
    for found in _SCAN.finditer(source.html, start):
        if (found["tag"] or "").lower() == "meta":
            written = _START_TAG.match(source.html, found.start())
            tag = _soup(written[0]).find("meta") if written else None
            if isinstance(tag, Tag):
                yield _meta(tag, found.start(), source, url, in_head=False)


def _meta(tag: Tag, offset: int | None, source: Source, url: str, *, in_head: bool) -> Meta | None:
    attribute = next((name for name in _NAMING if _value(tag, name)), "")
    if not attribute:
        return None
    name = (_value(tag, attribute) or "").strip()
    selector = f'meta[{attribute}="{name}"]'
    region = Region.HEAD if in_head else Region.BODY
    if offset is None:
        place = Place(url, selector, region=region)
    else:
        place = Place(url, selector, *source.position(offset), source.snippet(offset), region)
    return Meta(place, name, _value(tag, "content"), attribute, in_head)


def _title(soup: BeautifulSoup) -> str | None:
    title = soup.find("title")
    return " ".join(title.get_text().split()) if isinstance(title, Tag) else None


def _value(tag: Tag, name: str) -> str | None:
    value = tag.get(name)
    if isinstance(value, list):
        return " ".join(value)
    # Beautiful Soup gives charset declarations a type of its own, which no fact may have
    return None if value is None else str(value)


def _sections(soup: BeautifulSoup) -> Iterator[Section]:
    """Every label of a block outside menus and footer, with the list that follows."""
    for label, text in islice(_labels(soup), _MOST_LABELS):
        ancestors = list(islice(label.parents, _NEAR))
        if not any(map(_is_menu, ancestors)):
            above = any(ancestor.name == "header" for ancestor in ancestors)
            yield Section(text, any(map(_is_heading, ancestors)), _list_of(label), above)


def _labels(soup: BeautifulSoup) -> Iterator[tuple[PageElement, str]]:
    for node in soup.descendants:
        if isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            text = " ".join(node.split()) if len(node) < LONGEST_LABEL * 9 else ""
            if is_label(text) and node.parent is not None and node.parent.name not in _UNREAD:
                yield node, text
        elif isinstance(node, Tag) and node.name == "img":
            text = " ".join((_value(node, "alt") or "").split())
            if is_label(text):
                yield node, text


def _list_of(label: PageElement) -> tuple[ListedLink, ...]:
    """The links that follow a label, up to the next heading: its siblings, or siblings of the boxes around it."""
    node = label
    for _ in range(_HIGHEST):
        links = list(_links_after(node))
        if links:
            return tuple(_listed(link) for link in links) if len(links) <= _MOST_LINKS else ()
        if node.parent is None or node.parent.name in _CONTAINERS:
            break
        node = node.parent
    return ()


def _links_after(node: PageElement) -> Iterator[Tag]:
    """The links after a node: single ones, and those of the first list or of the first row of equal boxes."""
    box = ""
    for sibling in node.next_siblings:
        if not isinstance(sibling, Tag):
            continue
        if _is_heading(sibling) or (box and sibling.name != box):
            return
        if sibling.name == "a" and _value(sibling, "href") is not None:
            yield sibling
            continue
        links = [link for link in sibling.find_all("a", href=True, limit=_MOST_LINKS + 1) if isinstance(link, Tag)]
        yield from links
        if links and sibling.name in _LISTS:
            return
        box = sibling.name if links else box


def _listed(link: Tag) -> ListedLink:
    row = _row_of(link)
    term = row.find_previous_sibling("dt") if row.name == "dd" else None
    words = f"{term.get_text(' ') if term else ''} {row.get_text(' ')}"
    text = " ".join(link.get_text(" ").split()) or _value(link, "title") or ""
    return ListedLink(_value(link, "href") or "", text, " ".join(words.split())[:500])


def _row_of(link: Tag) -> Tag:
    """What a link shares with no other entry of its list: its row, else the largest box with a link or two."""
    row = link
    for parent in islice(link.parents, _HIGHEST):
        if parent.name not in _ROWS | _BOXES or len(parent.find_all("a", href=True, limit=_FEW + 1)) > _FEW:
            break
        row = parent
        if parent.name in _ROWS:
            break
    return row


def _fields(soup: BeautifulSoup) -> Iterator[Field]:
    """Every text field, with the texts that name its purpose and the number of its form."""
    forms = {id(form): number for number, form in enumerate(soup.find_all("form"))}
    for field in soup.find_all("input", limit=_MOST_FIELDS):
        kind = (_value(field, "type") or "text").lower()
        if kind in {"text", "search"}:
            hints = [
                _value(field, name) or "" for name in ("name", "id", "title", "placeholder", "aria-label", "value")
            ]
            id_ = _value(field, "id")
            label = soup.find("label", attrs={"for": id_}) if id_ else None
            hints += [label.get_text(" ")] if isinstance(label, Tag) else []
            role = "search" if kind == "search" or _inside_search(field) else ""
            form = field.find_parent("form")
            yield Field(_value(field, "name") or "", tuple(hints), role, forms.get(id(form), -1))


def _inside_search(tag: Tag) -> bool:
    return any(parent.name == "search" or _value(parent, "role") == "search" for parent in islice(tag.parents, _NEAR))


def _is_menu(tag: Tag) -> bool:
    if tag.name in {"nav", "footer"} or _value(tag, "role") in {"navigation", "contentinfo"}:
        return True
    names = f"{_value(tag, 'id') or ''} {_value(tag, 'class') or ''}".split()
    return tag.name != "body" and any(_MENUS.search(name) for name in names)


def _is_heading(tag: Tag) -> bool:
    return tag.name in {"h1", "h2", "h3", "h4", "h5", "h6"} or _value(tag, "role") == "heading"
