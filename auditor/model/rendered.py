"""Results of one visit by a real browser: engine results, layout at several widths, links added by scripts."""

from __future__ import annotations

import msgspec

from auditor.model.hyperlink import Link
from auditor.model.observation import Observation, ObservationKind
from auditor.model.probed import Probes
from auditor.model.verdict import CannotJudge, Outcome, Place, Untested


class EngineNode(msgspec.Struct, frozen=True, omit_defaults=True):
    """One element in an engine's result."""

    place: Place
    """The element."""
    outcome: Outcome
    """``failed`` or ``cant_tell``."""
    message: str = ""
    """The engine's own message, for the evidence only."""
    kind: str = ""
    """Of an undecided element, the kind of doubt: the engine's check, and the key of its message after a slash."""


class EngineRule(msgspec.Struct, frozen=True, omit_defaults=True):
    """One rule of an engine on one page."""

    rule: str
    """The engine's id of the rule."""
    passed: int = 0
    """The number of elements that passed."""
    nodes: tuple[EngineNode, ...] = ()
    """The failed and the undecided elements."""


class EngineResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """All rules of one engine on one page."""

    engine: str
    """The engine's name."""
    version: str
    """The engine's version."""
    rules: tuple[EngineRule, ...] = ()
    """The rules that applied to the page."""
    untested_frames: tuple[Place, ...] = ()
    """Frames that the engine did not enter."""
    failure: Untested | None = None
    """Why the engine gave no result; None when it gave one."""
    detail: str = ""
    """The error it crashed with; empty otherwise."""


class Width(msgspec.Struct, frozen=True):
    """The page laid out at one window width."""

    window: int
    """The width of the window in CSS pixels."""
    content: int
    """The width of the page in CSS pixels."""
    overflow: str = ""
    """The selector of the widest element when the page scrolls sideways; empty otherwise."""

    @property
    def scrolls_sideways(self) -> bool:
        """Whether a visitor has to scroll sideways (one pixel of rounding is forgiven)."""
        return self.content > self.window + 1


class UntestedPart(msgspec.Struct, frozen=True, omit_defaults=True):
    """A part of a rendered page that no engine and no probe examined."""

    reason: Untested
    """Why not: a frame that was not entered, a closed component, or content that comes only when data is sent."""
    place: Place
    """The frame, the component's element, or the page."""
    address: str = ""
    """Where the data would have been sent; personal numbers masked, empty for other reasons."""


class FaultPicture(msgspec.Struct, frozen=True):
    """A small picture of an element at fault."""

    selector: str
    """The selector of the element."""
    width: int
    """Its width in CSS pixels."""
    height: int
    """Its height in CSS pixels."""
    data: bytes
    """The bytes of a WebP file."""


class Rendered(msgspec.Struct, frozen=True, omit_defaults=True):
    """One browser visit of a page."""

    url: str
    """The address to be visited."""
    final_url: str
    """The address shown when the engines ran."""
    browser: str
    """Name and version of the browser."""
    title: str = ""
    """The title of the rendered page."""
    engines: tuple[EngineResult, ...] = ()
    """The result of each engine."""
    links: tuple[Link, ...] = ()
    """The links that the delivered page does not have."""
    widths: tuple[Width, ...] = ()
    """The layout at each window width; empty where it was not requested."""
    elapsed_ms: int = 0
    """The time that the visit took, in milliseconds."""
    probes: Probes | None = None
    """The interactive probes; None where they were not requested."""
    pictures: tuple[FaultPicture, ...] = ()
    """Pictures of some elements at fault."""
    metas: tuple[tuple[str, str], ...] = ()
    """Name and content of the metadata in the rendered page, delivered or not."""
    parts: tuple[UntestedPart, ...] = ()
    """Parts that were not examined, without the frames that the engines list themselves."""
    observations: tuple[Observation, ...] | None = None
    """What the page looks like against its markup; None in visits by earlier programs, which did not observe it."""

    @property
    def untested_parts(self) -> tuple[UntestedPart, ...]:
        """All parts of the page that were not examined, the frames first."""
        frames = dict.fromkeys(place for engine in self.engines for place in engine.untested_frames)
        return (*(UntestedPart(Untested.FRAME_NOT_ENTERED, frame) for frame in frames), *self.parts)

    def observed(self, *kinds: ObservationKind) -> tuple[Observation, ...]:
        """Return the observations of these kinds. Raises ``CannotJudge`` where the visit made none at all."""
        if self.observations is None:
            raise CannotJudge(Untested.NOT_SELECTED, f"the visit of {self.url} was made by a program without it")
        return tuple(observation for observation in self.observations if observation.kind in kinds)

    @property
    def driven(self) -> Probes:
        """The interactive probes. Raises ``CannotJudge`` when the page was not among those that are probed."""
        if self.probes is None:
            raise CannotJudge(Untested.NOT_SAMPLED, f"{self.url} was not among the pages that are probed")
        return self.probes


class VisitFailure(msgspec.Struct, frozen=True):
    """A page that the browser could not show."""

    url: str
    """The address to be visited."""
    reason: Untested
    """Why it could not be shown."""
    detail: str = ""
    """The error, for the log."""
