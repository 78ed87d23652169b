"""A sketched page while it is judged: its body is read again for those of its links that something is wrong with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set

from auditor.extract.html.dom import decode
from auditor.extract.html.link_index import read_links
from auditor.model import Document, Link, LinkIndex, Place


class LinkDetails:
    """A sketch, and ``body``, which reads what it was made of."""

    def __init__(self, sketch: LinkIndex, body: Callable[[], bytes]) -> None:
        self._sketch = sketch
        self._body = body

    def document(self, faults: Iterable[Place] = ()) -> Document:
        """The page for checks of links, bare but for those at ``faults``, where checks found something.

        Blank ones are in full too: only their words tell whether they are faults.
        """
        sketch = self._sketch
        full = {sketch.links[place.column].raw for place in faults if not place.line}
        full |= {one.raw for one in sketch.links if not one.raw.strip()}
        bare = sketch.bare_links()
        return sketch.document((*(link for link in bare if link.raw not in full), *self.links(full)) if full else bare)

    def links(self, raws: Set[str]) -> tuple[Link, ...]:
        """The links written so, in full. Raises ``StoreError`` for a damaged body."""
        wanted = {(one.raw, one.attribute): one for one in self._sketch.links if one.raw in raws}.values()
        if not wanted:
            return ()
        html = decode(self._body(), self._sketch.charset).removeprefix("\ufeff")
        return read_links(html, self._sketch.url, self._sketch.charset, wanted)
