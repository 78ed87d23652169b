"""What people request and state in the web console: action requests, steps of work, comments, log entries."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from auditor.model.finding import Life


class ActionKind(StrEnum):
    """What is requested; the worker carries it out (``auditor work``)."""

    RECHECK = "recheck"
    RUN = "run"
    WAIVER = "waiver"
    ANSWER = "answer"
    LETTER = "letter"


class ActionState(StrEnum):
    """How far a request has come."""

    PROPOSED = "proposed"
    """Waits for the approval of another person."""
    QUEUED = "queued"
    """Waits for the worker."""
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    DECLINED = "declined"
    """Another person did not approve it."""

    @property
    def is_final(self) -> bool:
        """Return whether nothing more happens to it."""
        return self in {ActionState.DONE, ActionState.FAILED, ActionState.DECLINED}


class ActionResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a re-check saw of one finding."""

    fingerprint: str
    """The finding's identity."""
    life: Life
    """Lasting, fixed, or unexamined."""
    examined: int
    """Places that were examined."""
    places: int
    """All places of the finding."""
    reason: str = ""
    """Why it is unexamined, as ``RecheckedFinding.reason``; else empty."""
    address: str = ""
    """The address that prevented it; empty where the reason is none of one address."""


class ActionRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """One request and what became of it. Moments are ISO 8601 in UTC."""

    id: str
    """Its identity, made from the form that sent it: the same form sent twice is one request."""
    kind: ActionKind
    """What is requested."""
    state: ActionState
    """How far it has come."""
    requested_by: str
    """The account that requested it."""
    moment: str
    """When it was requested."""
    subject: str = ""
    """What it is listed under: a finding's fingerprint, a unit's name, or empty."""
    findings: tuple[str, ...] = ()
    """The fingerprints it is about."""
    site: str = ""
    """The site it is about; empty where it is about several or all."""
    unit: str = ""
    """The unit it is about; empty where it is about several or all."""
    terms: dict[str, str] = {}
    """What else was given: of a waiver reason, until, note; of a run its period."""
    decided_by: str = ""
    """Who approved or declined it; empty where nobody had to."""
    begun: str = ""
    """When the worker last began it."""
    ended: str = ""
    """When it ended."""
    attempts: int = 0
    """How often the worker began it."""
    progress: tuple[int, int] = (0, 0)
    """Pieces of work done, and known so far."""
    results: tuple[ActionResult, ...] = ()
    """What a re-check saw."""
    outcome: str = ""
    """What was done, such as the id of a waiver; or why it failed or was declined, in a sentence."""


class StepKind(StrEnum):
    """What a person stated about the work on a finding."""

    ASSIGNED = "assigned"
    """Somebody is to mend it."""
    RELEASED = "released"
    """Nobody in particular is to mend it any more."""
    MENDED = "mended"
    """A person states that it is mended; the next examination confirms or refutes it."""


class WorkStep(msgspec.Struct, frozen=True):
    """One statement about the work on a finding; steps are only ever added."""

    id: str
    """Its identity, made from the form that sent it."""
    fingerprint: str
    """The finding's identity."""
    moment: str
    """When it was stated: ISO 8601 in UTC."""
    author: str
    """The account that stated it."""
    kind: StepKind
    """What was stated."""
    detail: str = ""
    """The account that it is assigned to; the day (ISO) on which it was mended; else empty."""


class FindingComment(msgspec.Struct, frozen=True):
    """A remark on a finding."""

    id: str
    """Its identity, made from the form that sent it."""
    fingerprint: str
    """The finding's identity."""
    moment: str
    """When it was written: ISO 8601 in UTC."""
    author: str
    """The account that wrote it."""
    text: str
    """The remark as typed."""


class LogEntry(msgspec.Struct, frozen=True):
    """One entry of the log of activities; entries are only ever added."""

    moment: str
    """When: ISO 8601 in UTC."""
    who: str
    """The account; empty where nobody was signed in; ``worker`` for the worker."""
    what: str
    """What was done or refused: a key of the language files below ``activity``."""
    subject: str = ""
    """What it was done to: a finding's fingerprint, an account's name, a path."""
    before: str = ""
    """The state before; empty where there was none."""
    after: str = ""
    """The state after."""
    number: int = 0
    """Its place in the log; given by the store."""


class SavedView(msgspec.Struct, frozen=True):
    """A list of findings that a person saved under a name."""

    account: str
    """The account."""
    name: str
    """Its name."""
    query: str
    """Its filters, as the query of an address."""
