"""The results of a check: outcomes, places, verdicts, and how often each was given."""

from __future__ import annotations

from enum import StrEnum

import msgspec

Value = str | int | float | bool | tuple[str, ...]
"""What the data of a verdict may hold: numbers, names and addresses, never sentences."""


class Outcome(StrEnum):
    """The five outcomes of W3C EARL and the ACT rules format."""

    PASSED = "passed"
    FAILED = "failed"
    CANT_TELL = "cant_tell"
    INAPPLICABLE = "inapplicable"
    UNTESTED = "untested"


class Untested(StrEnum):
    """Why a check could not examine a page, a link target or a site at all."""

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
    SETTING_MISSING = "setting_missing"
    SHEETS_MISSING = "sheets_missing"
    PAGE_LEFT = "page_left"
    MEMORY = "memory"
    SCRIPTS_OFF = "scripts_off"
    CLOSED_SHADOW = "closed_shadow"
    SENT_DATA = "sent_data"


class Region(StrEnum):
    """The part of a page in which a thing stands; the first four and the last repeat from page to page."""

    HEADER = "header"
    NAVIGATION = "navigation"
    ASIDE = "aside"
    FOOTER = "footer"
    MAIN = "main"
    HEAD = "head"
    BODY = "body"
    TEMPLATE = "template"
    """An element of the template outside all landmarks, found by its repetition on the pages of a site."""

    @property
    def is_template(self) -> bool:
        """Whether a fault here belongs to the template rather than to one page."""
        return self in _TEMPLATE_REGIONS

    @property
    def is_frame(self) -> bool:
        """Whether it frames the content of every page: header, navigation or footer, but not an aside."""
        return self in _FRAME_REGIONS


_FRAME_REGIONS = frozenset({Region.HEADER, Region.NAVIGATION, Region.FOOTER})
_TEMPLATE_REGIONS = _FRAME_REGIONS | {Region.ASIDE, Region.TEMPLATE}


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a thing stands on a page."""

    url: str
    """The address of the page."""
    selector: str = ""
    """A CSS selector of the element; empty for the page as a whole."""
    line: int = 0
    """The line in the source, from 1; 0: unknown, for example in a rendered page."""
    column: int = 0
    """The column in the source, from 1; 0: unknown."""
    snippet: str = ""
    """The beginning of the element's markup; empty where it is unknown."""
    region: Region = Region.BODY
    """The part of the page."""


class Verdict(msgspec.Struct, frozen=True, omit_defaults=True):
    """The judgement of one check on one thing."""

    outcome: Outcome
    """``passed``, ``failed`` or ``cant_tell``."""
    place: Place
    """Where the thing stands."""
    cause: str = ""
    """What has to be mended where that is not the place itself: a link's target, a shared template."""
    reason: str = ""
    """Why the outcome is ``cant_tell``: a key; the check's ``question`` words what a person has to examine."""
    data: dict[str, Value] = {}
    """What the sentences of the report are filled with."""
    also: tuple[str, ...] = ()
    """The ids of other checks that report the same fault at the same thing."""
    formerly: str = ""
    """The cause by which earlier versions of the check named this fault; empty where it is the same."""


def passed(place: Place, **data: Value) -> Verdict:
    """Return the verdict that the thing at this place is as it should be.

    ``data`` is what was seen: ``href`` (the address examined), ``words`` (what stands there), ``status`` (HTTP).
    """
    return Verdict(Outcome.PASSED, place, data=data)


def failed(place: Place, *, cause: str = "", **data: Value) -> Verdict:
    """Return the verdict that the thing at this place is at fault; ``formerly`` may name the cause of before."""
    formerly = str(data.pop("formerly", ""))
    return Verdict(Outcome.FAILED, place, cause=cause, formerly=formerly, data=data)


def cant_tell(place: Place, reason: str, *, cause: str = "", **data: Value) -> Verdict:
    """Return the verdict that a machine cannot decide; ``reason`` is a kebab-case key; ``formerly``: see ``failed``."""
    formerly = str(data.pop("formerly", ""))
    return Verdict(Outcome.CANT_TELL, place, cause=cause, formerly=formerly, reason=reason, data=data)


class Tally(msgspec.Struct, frozen=True, array_like=True):
    """How many things a check examined, by outcome."""

    passed: int = 0
    """How many passed."""
    failed: int = 0
    """How many failed."""
    cant_tell: int = 0
    """How many could not be decided."""
    untested: Untested | None = None
    """Why nothing could be examined at all; None when something could."""
    detail: str = ""
    """What was missing, such as ``3/4`` of the style sheets; empty where the reason is enough."""

    @property
    def examined(self) -> int:
        """The denominator: the number of things that got a verdict."""
        return self.passed + self.failed + self.cant_tell


class Judged(msgspec.Struct, frozen=True):
    """A check was run over one subject."""

    check: str
    """The id of the check."""
    subject: str
    """The address of a page or link target, the id of a site, or ``portfolio``."""
    verdicts: tuple[Verdict, ...]
    """Its verdicts, in the order in which the check gave them."""


class NotJudged(msgspec.Struct, frozen=True):
    """A check could not be run over a subject. Never a pass."""

    check: str
    """The id of the check."""
    subject: str
    """The address of a page or link target, the id of a site, or ``portfolio``."""
    reason: Untested
    """Why it could not be run."""
    detail: str = ""
    """The error, for the log; empty where there is none."""


class CannotJudge(Exception):  # noqa: N818  # it reports no error, it declines
    """Raised by a check whose facts show that it cannot examine its subject."""

    def __init__(self, reason: Untested, detail: str = "") -> None:
        super().__init__(detail or reason.value)
        self.reason = reason
        self.detail = detail
