"""What one visit of a real browser brought: engine results, layout at several widths, links born of scripts."""

from __future__ import annotations

import msgspec

from auditor.model.document import Link
from auditor.model.probed import Probes
from auditor.model.verdict import CannotJudge, Outcome, Place, Untested


class EngineNode(msgspec.Struct, frozen=True, omit_defaults=True):
    """One element in an engine's result. ``message`` is the engine's own words, for the evidence only."""

    place: Place
    outcome: Outcome
    message: str = ""


class EngineRule(msgspec.Struct, frozen=True, omit_defaults=True):
    """One rule of an engine on one page: failed and undecided elements in full, passed ones counted."""

    rule: str
    passed: int = 0
    nodes: tuple[EngineNode, ...] = ()


class EngineResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """All rules of one engine on one page. ``untested_frames`` were not entered; ``failure`` is set when it crashed."""

    engine: str
    version: str
    rules: tuple[EngineRule, ...] = ()
    untested_frames: tuple[Place, ...] = ()
    failure: Untested | None = None
    detail: str = ""


class Width(msgspec.Struct, frozen=True):
    """The page laid out at one window width, in CSS pixels. ``overflow`` names the widest element when it scrolls."""

    window: int
    content: int
    overflow: str = ""

    @property
    def scrolls_sideways(self) -> bool:
        """Whether a visitor has to scroll sideways (one pixel of rounding is forgiven)."""
        return self.content > self.window + 1


class FaultPicture(msgspec.Struct, frozen=True):
    """A small picture of an element: its selector, width and height in CSS pixels, and the bytes of a WebP file."""

    selector: str
    width: int
    height: int
    data: bytes


class Rendered(msgspec.Struct, frozen=True, omit_defaults=True):
    """One browser visit. ``url`` is the address meant, ``final_url`` the one shown when the engines ran.

    ``links`` are those that the delivered page does not have. ``widths`` is empty, and ``probes``
    None, where they were not asked for; ``pictures`` are those of some elements at fault.
    ``metas`` are name and content of the metadata in the rendered page, delivered or not.
    """

    url: str
    final_url: str
    browser: str
    title: str = ""
    engines: tuple[EngineResult, ...] = ()
    links: tuple[Link, ...] = ()
    widths: tuple[Width, ...] = ()
    html_hash: str = ""
    elapsed_ms: int = 0
    probes: Probes | None = None
    pictures: tuple[FaultPicture, ...] = ()
    metas: tuple[tuple[str, str], ...] = ()

    @property
    def driven(self) -> Probes:
        """The probes. Raises ``CannotJudge`` when the page was not among those that are driven."""
        if self.probes is None:
            raise CannotJudge(Untested.NOT_SAMPLED, f"{self.url} was not among the pages that are driven")
        return self.probes


class VisitFailure(msgspec.Struct, frozen=True):
    """The browser could not show the page, and why."""

    url: str
    reason: Untested
    detail: str = ""
