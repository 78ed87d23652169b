"""Reads place and text of links, from the stored body of a page that was parsed for its links only.

Most links are sound, and reports only count them. Reading where each stands and what it is called takes most of the
time of a full parse, so it waits until a link is known to be at fault.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Set

from msgspec.structs import replace

from auditor.extract.html.dom import Element, decode
from auditor.extract.html.landmarks import SECTIONING
from auditor.extract.html.link_index import ADDRESS_ELEMENTS, NO_CONTEXT, AddressScan
from auditor.extract.html.page_reader import ElementContext
from auditor.model import Document, IndexedAddress, Link, LinkIndex, Place

_AS_WRITTEN = frozenset({"href", "src"})
"""Attributes that hold one address and nothing else, so that a selector finds the element by it."""

REFRESH_HEADER = "refresh"
"""The attribute of a link that no element holds: that of the answer's Refresh header."""

_ESCAPED = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\a ", "\r": r"\d ", "\f": r"\c "})


class LinkDetails:
    """The links of one page, in full where something is wrong with them."""

    def __init__(self, index: LinkIndex, body: Callable[[], bytes]) -> None:
        """``body`` reads the stored body that the index was made of."""
        self._index = index
        self._body = body

    def document(self, faults: Iterable[Place] = ()) -> Document:
        """The page for checks of links; those at ``faults``, where checks found something, have place and text.

        Links with a blank address have them too: only their text shows whether they are faults.
        """
        index = self._index
        full = {index.links[place.column].raw for place in faults if not place.line}
        full |= {address.raw for address in index.links if not address.raw.strip()}
        bare = index.bare_links()
        return index.document((*(link for link in bare if link.raw not in full), *self.links(full)) if full else bare)

    def links(self, raws: Set[str]) -> tuple[Link, ...]:
        """The links written so, with place and text. Raises ``StoreError`` for a damaged body."""
        wanted = {(address.raw, address.attribute): address for address in self._index.links if address.raw in raws}
        header = [wanted.pop(key) for key in list(wanted) if key[1] == REFRESH_HEADER]
        place = Place(self._index.url)
        of_header = tuple(Link(place, link.element, link.attribute, link.raw, link.url, link.kind) for link in header)
        if not wanted:
            return of_header
        html = decode(self._body(), self._index.charset).removeprefix("\ufeff")
        return (*read_links(html, self._index.url, self._index.charset, wanted.values()), *of_header)


def read_links(html: str, url: str, charset: str, wanted: Collection[IndexedAddress] | None = None) -> tuple[Link, ...]:
    """The links that are written as one of ``wanted`` (all: None), with place and text, in document order.

    Where one element has several addresses, they come together.
    """
    if wanted is not None and not wanted:
        return ()
    scan = _DetailScan(html, url, charset)
    if wanted is not None:
        scan.reader.source.mask_every_text()  # masking some texts takes less time than searching the whole page
    return tuple(scan.links(wanted))


class _DetailScan(AddressScan):
    """Reads place and text of links, element by element."""

    def __init__(self, html: str, url: str, charset: str) -> None:
        super().__init__(html, url, charset)
        self._contexts: dict[Element, tuple[ElementContext, int]] = {}
        self._heading = (0, "")

    def links(self, wanted: Collection[IndexedAddress] | None) -> Iterator[Link]:
        """The links that are wanted."""
        reader = self.reader
        bare, raws = Place(reader.url), {address.raw for address in wanted or ()}
        sure = wanted is None or all(address.attribute in _AS_WRITTEN for address in wanted)
        for element, tag, raw in self.elements(ADDRESS_ELEMENTS if wanted is None or not sure else _selector(wanted)):
            if sure or (raw in raws if raw else self._holds(element, tag, raws, bare)):
                reader.bare, reader.heading = None, self._heading_before()
                yield from self.read(element, tag, self._context_of(element))

    def _holds(self, element: Element, tag: str, wanted: Container[str], bare: Place) -> bool:
        """Whether one of an element's addresses is wanted."""
        self.reader.bare = bare
        return any(link.raw in wanted for link in self.read(element, tag, NO_CONTEXT))

    def _heading_before(self) -> str:
        """The text of the nearest heading so far that is not hidden."""
        count, text = self._heading
        if count < len(self.headings):
            fresh = (heading for heading in reversed(self.headings[count:]) if not self._context_of(heading).hidden)
            nearest = next(fresh, None)
            text = self.reader.heading_text(nearest) if nearest is not None else text
            self._heading = len(self.headings), text
        return text

    def _context_of(self, element: Element) -> ElementContext:
        """The context of an element, its own part in it included."""
        parent = element.parent
        context, depth = self._context_inside(parent) if isinstance(parent, Element) else (NO_CONTEXT, 0)
        return self.reader.enter(element, element.tag, context, depth)

    def _context_inside(self, element: Element) -> tuple[ElementContext, int]:
        """The context of an element's children, and their depth."""
        path, ancestor = [], element
        while ancestor not in self._contexts:
            path.append(ancestor)
            if not isinstance(ancestor.parent, Element):
                break
            ancestor = ancestor.parent
        context, depth = self._contexts.get(ancestor, (NO_CONTEXT, 0))
        for step in reversed(path):
            context, depth = self.reader.enter(step, step.tag, context, depth), depth + 1
            context = replace(context, sectioned=True) if step.tag in SECTIONING else context
            self._contexts[step] = context, depth
        return context, depth


def _selector(wanted: Iterable[IndexedAddress]) -> str:
    """A selector of the elements that hold these addresses just as they are written."""
    parts = {f'[{address.attribute}="{address.raw.translate(_ESCAPED)}"]' for address in wanted}
    return ",".join(sorted(parts))
