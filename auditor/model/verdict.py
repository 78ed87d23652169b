"""What a check says: outcomes, places, verdicts and how often each was given."""

from __future__ import annotations

from enum import StrEnum

import msgspec

Value = str | int | float | bool | tuple[str, ...]
"""What a verdict may carry as data: numbers, names and addresses, never sentences."""


class Outcome(StrEnum):
    """The five outcomes of W3C EARL and the ACT rules format."""

    PASSED = "passed"
    FAILED = "failed"
    CANT_TELL = "cant_tell"
    INAPPLICABLE = "inapplicable"
    UNTESTED = "untested"


class Untested(StrEnum):
    """Why a whole check could not look at a page, a link target or a site."""

    NOT_CONFIGURED = "not_configured"
    NOT_VISITED = "not_visited"
    ROBOTS = "robots"
    EXCLUDED = "excluded"
    BUDGET = "budget"
    TRAP = "trap"
    NOT_HTTP = "not_http"
    SCRIPT = "script"
    BLOCKED = "blocked"
    TIMED_OUT = "timed_out"
    FETCH_FAILED = "fetch_failed"
    NOT_HTML = "not_html"
    FRAME_NOT_ENTERED = "frame_not_entered"
    ENGINE_CRASHED = "engine_crashed"
    CHECK_CRASHED = "check_crashed"
    OWN_NETWORK = "own_network"
    NOT_SELECTED = "not_selected"
    NOT_SAMPLED = "not_sampled"


class Region(StrEnum):
    """The part of a page in which a thing stands; the first four repeat from page to page."""

    HEADER = "header"
    NAVIGATION = "navigation"
    ASIDE = "aside"
    FOOTER = "footer"
    MAIN = "main"
    HEAD = "head"
    BODY = "body"

    @property
    def is_template(self) -> bool:
        """Whether a fault here belongs to the template rather than to one page."""
        return self in _TEMPLATE_REGIONS

    @property
    def is_frame(self) -> bool:
        """Whether it frames the content of every page: header, navigation or footer, but not what stands beside it."""
        return self in _FRAME_REGIONS


_FRAME_REGIONS = frozenset({Region.HEADER, Region.NAVIGATION, Region.FOOTER})
_TEMPLATE_REGIONS = _FRAME_REGIONS | {Region.ASIDE}


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a thing stands. Lines and columns count from 1; 0 means unknown (for example in a rendered page)."""

    url: str
    selector: str = ""
    line: int = 0
    column: int = 0
    snippet: str = ""
    region: Region = Region.BODY


class Verdict(msgspec.Struct, frozen=True, omit_defaults=True):
    """One look of a check at one thing.

    ``cause`` names what has to be mended where that is not the place itself: a link's target, a shared template.
    ``data`` holds what the sentences of the report are filled with. ``reason`` is a key for what made a verdict
    ``cant_tell``; the check's ``question`` says what a person has to look at. ``also`` are the ids of other checks that
    say the same of the same thing.
    """

    outcome: Outcome
    place: Place
    cause: str = ""
    reason: str = ""
    data: dict[str, Value] = {}
    also: tuple[str, ...] = ()


def passed(place: Place) -> Verdict:
    """The thing at this place is as it should be."""
    return Verdict(Outcome.PASSED, place)


def failed(place: Place, *, cause: str = "", **data: Value) -> Verdict:
    """The thing at this place is at fault."""
    return Verdict(Outcome.FAILED, place, cause=cause, data=data)


def cant_tell(place: Place, reason: str, *, cause: str = "", **data: Value) -> Verdict:
    """A machine cannot decide; ``reason`` says in one kebab-case key why."""
    return Verdict(Outcome.CANT_TELL, place, cause=cause, reason=reason, data=data)


class Tally(msgspec.Struct, frozen=True, array_like=True):
    """How many things a check looked at, by outcome; ``untested`` is set when it could not look at all."""

    passed: int = 0
    failed: int = 0
    cant_tell: int = 0
    untested: Untested | None = None

    @property
    def looked_at(self) -> int:
        """The denominator: the number of things that got a verdict."""
        return self.passed + self.failed + self.cant_tell


class Judged(msgspec.Struct, frozen=True):
    """A check was run over one subject: a page's address, a link target's, a site's id or ``portfolio``."""

    check: str
    subject: str
    verdicts: tuple[Verdict, ...]


class NotJudged(msgspec.Struct, frozen=True):
    """A check could not be run over a subject, and why. Never a pass."""

    check: str
    subject: str
    reason: Untested
    detail: str = ""


class CannotJudge(Exception):  # noqa: N818  # it reports no error, it declines
    """Raised by a check whose facts say that it could not look."""

    def __init__(self, reason: Untested, detail: str = "") -> None:
        super().__init__(detail or reason.value)
        self.reason = reason
        self.detail = detail
