"""Which pages are driven by keyboard, zoomed and spaced: it costs too much to do so with every page of a template."""

from __future__ import annotations

from auditor.model import CrawlRequest, ProbePolicy, sampling_key

_LAST = b"\xff" * 16


class ProbeSample:
    """Start pages, and of each template of a site the page that draws the least lot.

    Pages come in any order: whichever has the least lot so far is driven, so the least of all is among them, and the
    judging takes that one alone.
    """

    def __init__(self, probing: ProbePolicy = ProbePolicy.SAMPLE) -> None:
        self._probing = probing
        self._least: dict[tuple[str, str], bytes] = {}

    def takes(self, ask: CrawlRequest, template: str) -> bool:
        """Whether this page is to be driven."""
        if self._probing is not ProbePolicy.SAMPLE:
            return self._probing is ProbePolicy.ALL
        drawn = sampling_key(ask.url)
        least = drawn < self._least.get((ask.site, template), _LAST)
        if least:
            self._least[ask.site, template] = drawn
        return least or ask.start
