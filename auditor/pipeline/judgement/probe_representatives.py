"""Of the pages that were driven, those that are judged: the same ones in whatever order the run came to them."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from auditor.model import PageFacts, ProbePolicy, Rendered, VisitRecord, sampling_key
from auditor.model.page_parts import RenderedProbes
from auditor.store import Store

_NOTHING = (b"", msgspec.msgpack.encode(None))
_DRIVEN = msgspec.msgpack.Decoder(RenderedProbes)


class Representatives:
    """The driven pages of one site that stand for their templates; all driven pages where ``probing`` is no sample."""

    def __init__(
        self, store: Store, probing: ProbePolicy, visits: Iterable[VisitRecord], templates: dict[str, str]
    ) -> None:
        self._all = probing is not ProbePolicy.SAMPLE
        least: dict[str, tuple[bytes, str]] = {}
        for visited in visits if not self._all else ():
            if visited.rendered and bytes(_DRIVEN.decode(store.blobs.get(visited.rendered)).probes) not in _NOTHING:
                family, drawn = templates.get(visited.url, ""), (sampling_key(visited.url), visited.url)
                least[family] = min(drawn, least.get(family, drawn))
        self._chosen = {url for _, url in least.values()}

    def only(self, facts: PageFacts) -> PageFacts:
        """The facts, without the probes of a page that stands for no template."""
        if self._all or facts.start or facts.url in self._chosen or not isinstance(facts.rendered, Rendered):
            return facts
        return msgspec.structs.replace(facts, rendered=msgspec.structs.replace(facts.rendered, probes=None))
