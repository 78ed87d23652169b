"""Which pages are driven by keyboard, zoomed and spaced: it costs too much to do so with every page of a template."""

from __future__ import annotations

from auditor.model import Ask, Probing, lot

_LAST = b"\xff" * 16


class Sample:
    """Start pages, and of each template of a site the page that draws the least lot.

    Pages come in any order: whichever has the least lot so far is driven, so the least of all is among them, and the
    judging takes that one alone.
    """

    def __init__(self, probing: Probing = Probing.SAMPLE) -> None:
        self._probing = probing
        self._least: dict[tuple[str, str], bytes] = {}

    def takes(self, ask: Ask, template: str) -> bool:
        """Whether this page is to be driven."""
        if self._probing is not Probing.SAMPLE:
            return self._probing is Probing.ALL
        drawn = lot(ask.url)
        least = drawn < self._least.get((ask.site, template), _LAST)
        if least:
            self._least[ask.site, template] = drawn
        return least or ask.start
