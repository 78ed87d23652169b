"""A page as a run of links alone needs it: its addresses at first, place and words of a link when they are asked for.

Most links are sound, and nothing is ever shown of them but how many there are. To read where each stands and what it is
called takes most of the time of a reading, so that waits until a link is known to be at fault.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator

from msgspec.structs import replace

from auditor.extract.html.accessible_names import spoken_text
from auditor.extract.html.dom import Element, is_hiding, parse
from auditor.extract.html.forms import open_form
from auditor.extract.html.landmarks import SECTIONING
from auditor.extract.html.links import target_of
from auditor.extract.html.page_reader import MOST_LINKS, ElementContext, PageReader
from auditor.extract.html.page_traits import fingerprint_of, is_script_built, skeleton_of, title_of
from auditor.extract.html.tree_walk import HEADINGS, LINK_READERS, SILENT, UNREAD, read_css
from auditor.model import IndexedAddress, Link, LinkIndex, LinkKind, Place
from auditor.standards.personal_numbers import masked
from auditor.urls import is_web

_SPOTS = (
    "a,area,img,iframe,frame,object,embed,audio,video,source,track,image,use,link,meta,script,style,form,"
    "input[type='image' i],[formaction],[background],[style*='(']"
)
"""Every element in which an address can stand."""
_HEADINGS = "h1,h2,h3,h4,h5,h6,[role='heading']"
_AS_WRITTEN = frozenset({"href", "src"})
"""Attributes that hold nothing but one address: whoever is looked for can be found by them."""
_ESCAPED = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\a ", "\r": r"\d ", "\f": r"\c "})
_READERS = LINK_READERS | {"form": (open_form,)}
_UNHEARD = UNREAD | SILENT | {"head", "slot"}
_MAYBE_UNHEARD = ",".join([*sorted(_UNHEARD), "[hidden]", "[aria-hidden]", "[style]"])
_SECTIONS = ",".join(sorted(SECTIONING))
_OWN_ROLE = (None, "", "heading")
_STYLED, _TITLED = "[style*='(']", "[role='heading']"
_MAYBE_SCRIPT = frozenset("jJvV")
"""What begins an address that may be a script."""
_NOWHERE = ElementContext()

Kinds = dict[tuple[str, str | None], None]


def read_link_index(html: str, url: str, charset: str) -> LinkIndex:
    """Where a page leads, and what tells whether it is there at all. ``charset`` is that of ``html``.

    What a landmark holds of the frame around the content counts as frame, whatever lies in it. Anything is read,
    nothing raises.
    """
    spots = _Spots(html, url, charset)
    links = tuple(spots.addresses())
    reading, tree = spots.reading, spots.reading.tree
    named = {one.attr("id") or one.attr("name") or "" for one in tree.select("[id],a[name]")}
    title, lang = title_of(tree), tree.root.attr("lang") if tree.root is not None else None
    headings = tuple(masked(spoken_text(element)) for element in spots.headings)
    has_scripts = tree.find("script") is not None
    visible, own, frame = _words(reading)
    return LinkIndex(
        url=url,
        charset=charset,
        base=reading.base,
        lang=lang,
        title=title,
        links=links,
        parts=tuple(dict.fromkeys(one.url for one in links if "#" in one.url and is_web(one.url))),
        ids=frozenset(reading.ids | named - {""}),
        headings=headings,
        text_hash=fingerprint_of(own) or fingerprint_of(visible),
        template=skeleton_of(frame),
        script_built=is_script_built(links, visible, has_scripts=has_scripts),
    )


def read_links(html: str, url: str, charset: str, wanted: Collection[IndexedAddress] | None = None) -> tuple[Link, ...]:
    """The links of a sketched page that are written as one of ``wanted`` (all: None), with place and words, in order.

    Where one element has several addresses, they come together.
    """
    if wanted is not None and not wanted:
        return ()
    spots = _Spots(html, url, charset)
    if wanted is not None:
        spots.reading.source.suspect()  # some texts are masked in less time than a page is searched
    return tuple(spots.links(wanted))


class _Spots:
    """The elements of a page in which addresses and headings stand."""

    def __init__(self, html: str, url: str, charset: str) -> None:
        self.reading = PageReader(html, parse(html), url, charset)
        self.headings: list[Element] = []
        self._inside: dict[Element, tuple[ElementContext, int]] = {}
        self._heading = (0, "")

    def addresses(self) -> list[IndexedAddress]:
        """Every address."""
        reading, found = self.reading, list[IndexedAddress]()
        reading.bare = Place(reading.url)
        for element, tag, raw in self._elements(_SPOTS):
            if raw:  # most; the readers would say the same
                kind, url, _ = target_of(reading, raw)
                if kind is not LinkKind.SCRIPT:
                    found.append(IndexedAddress(raw, url, kind, "a", "href"))
                    continue
            links = self._read(element, tag, _NOWHERE)
            found += [IndexedAddress(link.raw, link.url, link.kind, link.element, link.attribute) for link in links]
        return found[:MOST_LINKS]

    def links(self, wanted: Collection[IndexedAddress] | None) -> Iterator[Link]:
        """The links that are wanted."""
        reading = self.reading
        bare, raws = Place(reading.url), {one.raw for one in wanted or ()}
        sure = wanted is None or all(one.attribute in _AS_WRITTEN for one in wanted)
        for element, tag, raw in self._elements(_SPOTS if wanted is None or not sure else _holding(wanted)):
            if sure or (raw in raws if raw else self._holds(element, tag, raws, bare)):
                reading.bare, reading.heading = None, self._heading_before()
                yield from self._read(element, tag, self._around(element))

    def _elements(self, spots: str) -> Iterator[tuple[Element, str, str]]:
        """The elements of a selector in order, each with its tag and, for a plain anchor, the address as written."""
        tree = self.reading.tree
        styled, titled = frozenset(tree.select(_STYLED)), frozenset(tree.select(_TITLED))
        for element in tree.select(f"{spots},{_HEADINGS}"):
            tag = element.tag
            if element in titled or (tag in HEADINGS and element.attr("role") in _OWN_ROLE):
                self.headings.append(element)
            if tag == "a" and element not in styled:
                raw = element.attr("href") or ""
                plain = raw and raw[0] > " " and raw[0] not in _MAYBE_SCRIPT
                plain = plain and (raw[0] != "#" or element.attr("onclick") is None)
                yield element, tag, raw if plain else ""
            elif tag not in HEADINGS or element in styled:
                yield element, tag, ""

    def _holds(self, element: Element, tag: str, wanted: Container[str], bare: Place) -> bool:
        """Whether one of an element's addresses is wanted."""
        self.reading.bare = bare
        return any(link.raw in wanted for link in self._read(element, tag, _NOWHERE))

    def _read(self, element: Element, tag: str, around: ElementContext) -> list[Link]:
        links: list[Link] = []
        self.reading.found["links"] = links
        style = element.attr("style")
        if style:
            read_css(self.reading, element, around, style, "style")
        for reader in _READERS.get(tag, ()):
            reader(self.reading, element, around)
        return links

    def _heading_before(self) -> str:
        """The words of the nearest heading so far, of those that are shown."""
        count, words = self._heading
        if count < len(self.headings):
            fresh = (one for one in reversed(self.headings[count:]) if not self._around(one).hidden)
            nearest = next(fresh, None)
            words = self.reading.words_of(nearest) if nearest is not None else words
            self._heading = len(self.headings), words
        return words

    def _around(self, element: Element) -> ElementContext:
        """What surrounds an element, its own part in it included."""
        parent = element.parent
        around, depth = self._within(parent) if isinstance(parent, Element) else (_NOWHERE, 0)
        return self.reading.entered(element, element.tag, around, depth)

    def _within(self, element: Element) -> tuple[ElementContext, int]:
        """What surrounds the children of an element, and their depth."""
        path, at = [], element
        while at not in self._inside:
            path.append(at)
            if not isinstance(at.parent, Element):
                break
            at = at.parent
        around, depth = self._inside.get(at, (_NOWHERE, 0))
        for one in reversed(path):
            around, depth = self.reading.entered(one, one.tag, around, depth), depth + 1
            around = replace(around, sectioned=True) if one.tag in SECTIONING else around
            self._inside[one] = around, depth
        return around, depth


def _holding(wanted: Iterable[IndexedAddress]) -> str:
    """A selector of the elements that hold these addresses just as they are written."""
    spots = {f'[{one.attribute}="{one.raw.translate(_ESCAPED)}"]' for one in wanted}
    return ",".join(sorted(spots))


def _words(reading: PageReader) -> tuple[str, str, Kinds]:
    """The visible text, that outside the frame, and the kinds of the frame's elements. Takes the tree apart."""
    tree = reading.tree
    for element in tree.select(_MAYBE_UNHEARD):
        if element.tag in _UNHEARD or is_hiding(element):
            element.decompose()
    if tree.root is None:
        return "", "", {}
    visible = tree.root.text
    frame: Kinds = {}
    for element in tree.select(reading.landmarks.selector):
        parent = element.parent
        sectioned = isinstance(parent, Element) and parent.closest(_SECTIONS) is not None
        region = reading.landmarks.region(element, element.tag, element.attr("role"), sectioned=sectioned)
        if region is not None and region.is_template:
            if region is not None and region.is_frame and not sectioned:
                frame |= {(one.tag, one.attr("class")): None for one in (element, *element.iter_elements())}
            element.decompose()
    return visible, tree.root.text, frame
