"""Selects the pages that get the interactive probes (keyboard walk, zoom, text spacing): one of each template."""

from __future__ import annotations

from auditor.model import CrawlRequest, ProbePolicy, sampling_key

_LAST = b"\xff" * 16


class ProbeSample:
    """Selects start pages, and of each template of a site the page with the least ``sampling_key``.

    Probes cost too much for every page of a template. Pages come in any order: each page with the least key so far is
    selected, so the least of all is among them, and only that one is judged.
    """

    def __init__(self, probing: ProbePolicy = ProbePolicy.SAMPLE) -> None:
        self._probing = probing
        self._least: dict[tuple[str, str], bytes] = {}

    def selects(self, request: CrawlRequest, template: str) -> bool:
        """Whether this page gets the probes; ``template`` is the hash of its structure."""
        if self._probing is not ProbePolicy.SAMPLE:
            return self._probing is ProbePolicy.ALL
        key = sampling_key(request.url)
        is_least = key < self._least.get((request.site, template), _LAST)
        if is_least:
            self._least[request.site, template] = key
        return is_least or request.start
