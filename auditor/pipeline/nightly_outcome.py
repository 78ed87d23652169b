"""The last sign of life of a run, for monitoring, and the outcome of the night, reported when it changes."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from enum import StrEnum
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from auditor.notify.smtp import SmtpSender, message_id, smtp_settings
from auditor.report.words import Words
from auditor.store.leases import process_lives
from auditor.store.whole_file import whole_file

HEARTBEAT_FILE = "heartbeat.json"
OUTCOME_FILE = "nightly-outcome.json"

LONGEST_AGE = timedelta(hours=26)
"""A nightly run that ended longer ago has missed a night: a day, the timer's random delay and a margin."""

LONGEST_SILENCE = timedelta(hours=2)
"""A run under way that wrote no sign of life for so long hangs; a judgement of 53 sites takes a few minutes."""

_BEAT_SECONDS = 60.0
_Kind = TypeVar("_Kind", bound=msgspec.Struct)
_RESULTS = frozenset({0, 1, 2, 4, 130})
"""Exit codes of a run that did its work, left it to another run, or was stopped to resume; see docs, exit codes."""


class Heartbeat(msgspec.Struct, frozen=True):
    """A sign of life of ``auditor run``."""

    moment: str
    """When it was written (ISO 8601 with offset)."""
    running: bool
    """Whether the run was under way."""
    process: int
    """Number of its process."""
    machine: str
    """Host name of the machine it runs on."""
    exit_code: int = 0
    """Its exit code, where it has ended."""


class HealthState(StrEnum):
    """What the last sign of life means."""

    NEVER = "never"
    """There is none."""
    RUNNING = "running"
    """A run is under way."""
    ENDED = "ended"
    """The last run did its work, lately."""
    FAILED = "failed"
    """The last run failed."""
    DIED = "died"
    """The last run ended without writing that it did."""
    HANGS = "hangs"
    """A run is under way and has made no progress for long."""
    MISSED = "missed"
    """The last run ended longer ago than a night."""


class Health(msgspec.Struct, frozen=True):
    """What monitoring has to know about the nightly run."""

    sound: bool
    """Whether nothing has to be done."""
    state: HealthState
    """Why."""
    moment: str = ""
    """When the last sign of life was written; empty without one."""
    exit_code: int = 0
    """The exit code of the last run that ended."""


class NightOutcome(msgspec.Struct, frozen=True):
    """How a nightly run ended."""

    works: bool
    """Whether it did its work; findings and sites that could not be audited are results, not failures."""
    result: str
    """What the service manager calls it (``exit-code``, ``signal``, ``timeout``, ``oom-kill`` …), or ``exit-code``."""
    status: str
    """Exit code, or name of the signal."""


class NightOutcomeReport(msgspec.Struct, frozen=True):
    """What was reported of an outcome."""

    changed: bool
    """Whether it differs from the outcome reported before."""
    mailed: Literal["", "sent", "no address"] = ""
    """Whether a mail was sent."""


@contextmanager
def beating(folder: Path, now: Callable[[], datetime]) -> Iterator[Callable[[], None]]:
    """Write signs of life of a run into a folder: at its start, whenever called (once a minute at most), at its end.

    Beside another run that is under way none is written, so that its own are not overwritten.
    """
    other = _read(folder / HEARTBEAT_FILE, Heartbeat)
    if other and other.running and other.process != os.getpid() and not _has_ended(other):
        yield lambda: None
        return
    beats = _Beats(folder, now)
    beats.beat()
    code = 3
    try:
        yield beats.beat
        code = 0
    except KeyboardInterrupt:
        code = 130
        raise
    except Exception as ended:
        code = getattr(ended, "exit_code", code)
        raise
    finally:
        beats.write(running=False, exit_code=code)


class _Beats:
    """Writes the file of signs of life.

    A full or read-only disk is no reason for a run to fail here: the file then grows old, which monitoring notices.
    """

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self._folder, self._now = folder, now
        self._written = float("-inf")

    def beat(self) -> None:
        if time.monotonic() - self._written >= _BEAT_SECONDS:
            self._written = time.monotonic()
            self.write(running=True)

    def write(self, running: bool, exit_code: int = 0) -> None:
        moment = self._now().isoformat(timespec="seconds")
        with suppress(OSError):
            _write(
                self._folder / HEARTBEAT_FILE,
                Heartbeat(moment, running, os.getpid(), socket.gethostname(), exit_code),
            )


def health(folder: Path, now: datetime, longest_age: timedelta = LONGEST_AGE) -> Health:
    """What the last sign of life in a folder means at a moment (with offset)."""
    last = _read(folder / HEARTBEAT_FILE, Heartbeat)
    if last is None:
        return Health(False, HealthState.NEVER)
    age = now - datetime.fromisoformat(last.moment)
    if last.running:
        if _has_ended(last):
            return Health(False, HealthState.DIED, last.moment)
        lively = age <= LONGEST_SILENCE
        return Health(lively, HealthState.RUNNING if lively else HealthState.HANGS, last.moment)
    if last.exit_code not in _RESULTS:
        return Health(False, HealthState.FAILED, last.moment, last.exit_code)
    recent = age <= longest_age
    return Health(recent, HealthState.ENDED if recent else HealthState.MISSED, last.moment, last.exit_code)


def outcome_of(environment: Mapping[str, str], exit_code: int | None) -> NightOutcome | None:
    """The outcome of the unit that systemd hands over (systemd.exec, ``MONITOR_…``), or of an exit code.

    None where neither states an outcome, or where the night was left to another run or stopped to be resumed.
    """
    if exit_code is None:
        result = environment.get("MONITOR_SERVICE_RESULT", "")
        status = environment.get("MONITOR_EXIT_STATUS", "")
        if not result:
            return None
    else:
        result, status = "success" if exit_code in _RESULTS else "exit-code", str(exit_code)
    if status in {"4", "130"}:
        return None
    return NightOutcome(result == "success", result, status)


def report_outcome(
    folder: Path, outcome: NightOutcome, words: Words, environment: Mapping[str, str], now: datetime
) -> NightOutcomeReport:
    """Report an outcome by mail where it differs from the one before; the first one only where it is a failure.

    The mail goes to ``AUDITOR_SMTP_OPERATOR`` of the environment. Raises ``SmtpError`` where it cannot be sent: the
    outcome then counts as not reported, and the next night tries again.
    """
    before = _read(folder / OUTCOME_FILE, NightOutcome)
    changed = outcome.works != (before.works if before else True)
    operator = environment.get("AUDITOR_SMTP_OPERATOR", "").strip()
    if changed and operator:
        with SmtpSender(smtp_settings(environment)) as sender:
            sender.send(_message(folder, outcome, words, (sender.sender, operator), now), before_body=lambda: True)
    _write(folder / OUTCOME_FILE, outcome)
    return NightOutcomeReport(changed, ("sent" if operator else "no address") if changed else "")


def _has_ended(beat: Heartbeat) -> bool:
    """Whether a run that was under way has ended without a word; of another machine that is not known."""
    since = datetime.fromisoformat(beat.moment).timestamp()
    return beat.machine == socket.gethostname() and not process_lives(beat.process, since)


def _message(folder: Path, outcome: NightOutcome, words: Words, ends: tuple[str, str], now: datetime) -> EmailMessage:
    sender, operator = ends
    works = outcome.works
    values = {
        "machine": socket.gethostname(),
        "folder": str(folder.resolve()),
        "result": outcome.result,
        "status": outcome.status,
        "moment": words.moment(now.isoformat()),
    }
    message = EmailMessage()
    message["From"], message["To"] = sender, operator
    message["Subject"] = words("nightly.works_subject" if works else "nightly.fails_subject", **values)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id("outcome", now.isoformat(), values["folder"], operator, sender=sender)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence notice should answer it
    message.set_content(words("nightly.works_text" if works else "nightly.fails_text", **values) + "\n", cte="base64")
    return message


def _write(path: Path, value: msgspec.Struct) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as stream:
        stream.write(msgspec.json.format(msgspec.json.encode(value)) + b"\n")


def _read(path: Path, kind: type[_Kind]) -> _Kind | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.DecodeError):
        return None
