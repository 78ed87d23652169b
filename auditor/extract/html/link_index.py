"""Reads a page as a run of links only needs it: its addresses, and what shows whether the page is there at all."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.extract.html.accessible_names import accessible_text
from auditor.extract.html.dom import Element, is_hiding, parse
from auditor.extract.html.forms import open_form
from auditor.extract.html.injected_links import find_injected
from auditor.extract.html.landmarks import SECTIONING
from auditor.extract.html.link_readers import ANCHORS, read_links_of
from auditor.extract.html.links import SCRIPTED, resolve_link
from auditor.extract.html.page_reader import MOST_LINKS, ElementContext, ElementKinds, PageReader
from auditor.extract.html.page_traits import fingerprint_of, is_script_built, runs_scripts, skeleton_of, title_of
from auditor.extract.html.tree_walk import HEADINGS, NOT_TRAVERSED, SILENT
from auditor.model import IndexedAddress, Link, LinkIndex, LinkKind, Place
from auditor.standards.personal_numbers import masked_plain
from auditor.urls import is_web

ADDRESS_ELEMENTS = (
    "a,area,img,iframe,frame,object,embed,audio,video,source,track,image,feImage,use,link,meta,script,style,form,"
    "input[type='image' i],select[onchange],[formaction],[background],[style*='('],[onclick],[ondblclick],[data-href]"
)
"""A selector of every element that can hold an address."""

NO_CONTEXT = ElementContext()
"""The context of an element without ancestors."""

_HEADINGS = "h1,h2,h3,h4,h5,h6,[role='heading']"
_INVISIBLE = NOT_TRAVERSED | SILENT | {"head", "slot"}
_MAYBE_INVISIBLE = ",".join([*sorted(_INVISIBLE), "[hidden]", "[aria-hidden]", "[style]"])
_SECTIONS = ",".join(sorted(SECTIONING))
_HEADING_ROLES = (None, "", "heading")
_STYLED, _HEADING_ROLE = "[style*='(']", "[role='heading']"
_MAYBE_SCRIPT = frozenset("jJvV")
"""First letters of addresses that may be scripts."""


def read_link_index(html: str, url: str, charset: str) -> LinkIndex:
    """The addresses of a page, its ids, title and headings. ``charset`` is that of ``html``.

    Everything inside a landmark of the page's frame counts as frame. Any text is read, nothing raises.
    """
    scan = AddressScan(html, url, charset)
    links = tuple(scan.addresses())
    reader, tree = scan.reader, scan.reader.tree
    named = {element.attr("id") or element.attr("name") or "" for element in tree.select("[id],a[name]")}
    title, lang = title_of(tree), tree.root.attr("lang") if tree.root is not None else None
    headings = tuple(masked_plain(accessible_text(element)) for element in scan.headings)
    has_scripts, scripted = tree.find("script") is not None, runs_scripts(tree)
    reader.bare, spam = None, find_injected(reader)
    visible, own, frame = _texts(reader)
    return LinkIndex(
        url=url,
        charset=charset,
        base=reader.base,
        lang=lang,
        title=title,
        links=links,
        parts=tuple(dict.fromkeys(link.url for link in links if "#" in link.url and is_web(link.url))),
        ids=frozenset(reader.ids | named - {""}),
        headings=headings,
        text_hash=fingerprint_of(own) or fingerprint_of(visible),
        template=skeleton_of(frame),
        script_built=is_script_built(links, visible, has_scripts=has_scripts),
        has_scripts=scripted,
        spam=spam,
    )


class AddressScan:
    """Finds the elements of a page that hold addresses or headings without traversing the whole tree."""

    def __init__(self, html: str, url: str, charset: str) -> None:
        self.reader = PageReader(html, parse(html), url, charset)
        self.headings: list[Element] = []

    def addresses(self) -> list[IndexedAddress]:
        """Every address, in document order."""
        reader, found = self.reader, list[IndexedAddress]()
        reader.bare = Place(reader.url)
        for element, tag, raw in self.elements(ADDRESS_ELEMENTS):
            if raw:  # most links; the readers would give the same
                kind, url, _ = resolve_link(reader, raw)
                if kind is not LinkKind.SCRIPT:
                    found.append(IndexedAddress(raw, url, kind, "a", "href"))
                    continue
            links = self.read(element, tag, NO_CONTEXT)
            found += [IndexedAddress(link.raw, link.url, link.kind, link.element, link.attribute) for link in links]
        return found[:MOST_LINKS]

    def elements(self, selector: str) -> Iterator[tuple[Element, str, str]]:
        """The elements of a selector in order, each with its tag and, for a plain anchor, the address as written.

        Headings on the way are put into ``headings``.
        """
        tree = self.reader.tree
        styled, with_role = frozenset(tree.select(_STYLED)), frozenset(tree.select(_HEADING_ROLE))
        for element in tree.select(f"{selector},{_HEADINGS}"):
            tag = element.tag
            is_heading = element in with_role or (tag in HEADINGS and element.attr("role") in _HEADING_ROLES)
            if is_heading and tag in ANCHORS:
                self.headings.append(element)
            if tag == "a" and element not in styled:
                raw = element.attr("href") or ""
                plain = raw and raw[0] > " " and raw[0] not in _MAYBE_SCRIPT
                plain = plain and (raw[0] != "#" or SCRIPTED.isdisjoint(element.attrs))
                yield element, tag, raw if plain else ""
            elif tag not in HEADINGS or element in styled or not SCRIPTED.isdisjoint(element.attrs):
                yield element, tag, ""
            if is_heading and tag not in ANCHORS:  # what its own script opens stands before it
                self.headings.append(element)

    def read(self, element: Element, tag: str, context: ElementContext) -> list[Link]:
        """The links of one element."""
        links: list[Link] = []
        self.reader.found["links"] = links
        read_links_of(self.reader, element, tag, context)
        if tag == "form":
            open_form(self.reader, element, context)
        return links


def _texts(reader: PageReader) -> tuple[str, str, ElementKinds]:
    """The visible text, that outside the frame, and the kinds of the frame's elements. Takes the tree apart."""
    tree = reader.tree
    for element in tree.select(_MAYBE_INVISIBLE):
        if element.tag in _INVISIBLE or is_hiding(element):
            element.decompose()
    if tree.root is None:
        return "", "", {}
    visible = tree.root.text
    frame: ElementKinds = {}
    for element in tree.select(reader.landmarks.selector):
        parent = element.parent
        sectioned = isinstance(parent, Element) and parent.closest(_SECTIONS) is not None
        region = reader.landmarks.region(element, element.tag, element.attr("role"), sectioned=sectioned)
        if region is not None and region.is_template:
            if region.is_frame and not sectioned:
                frame |= {(inner.tag, inner.attr("class")): None for inner in (element, *element.iter_elements())}
            element.decompose()
    return visible, tree.root.text, frame
