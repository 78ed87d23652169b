"""Signs of life of a run as monitoring reads them, and the outcome of the night, reported only when it changes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
import typer
from aiosmtpd.controller import Controller

from auditor.notify.smtp import SmtpError
from auditor.pipeline.nightly_outcome import (
    HEARTBEAT_FILE,
    Heartbeat,
    NightOutcome,
    beating,
    health,
    outcome_of,
    report_outcome,
)
from auditor.report.words import words_in

NOW = datetime.fromisoformat("2026-11-30T02:00:00+08:00")
FAILED = NightOutcome(False, "exit-code", "3")
WORKS = NightOutcome(True, "success", "0")


def at(moment: datetime = NOW) -> datetime:
    return moment


def write(folder: Path, moment: datetime, *, running: bool, process: int = 0, code: int = 0) -> None:
    beat = Heartbeat(moment.isoformat(), running, process or os.getpid(), socket.gethostname(), code)
    (folder / HEARTBEAT_FILE).write_bytes(msgspec.json.encode(beat))


def ended_process() -> int:
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    return done.pid


@pytest.mark.parametrize(
    ("hours", "running", "code", "key", "sound"),
    [
        (1, False, 0, "ended", True),
        (1, False, 2, "ended", True),
        (1, False, 130, "ended", True),
        (27, False, 0, "missed", False),
        (1, False, 3, "failed", False),
        (1, False, 137, "failed", False),
        (1, True, 0, "running", True),
        (3, True, 0, "hangs", False),
    ],
)
def test_health(tmp_path: Path, hours: int, running: bool, code: int, key: str, sound: bool) -> None:
    now = datetime.now().astimezone()
    write(tmp_path, now, running=running, code=code)  # the process lives since before that moment
    state = health(tmp_path, now + timedelta(hours=hours))
    assert (state.state, state.sound) == (key, sound)


def test_no_sign_of_life_is_not_taken_for_health(tmp_path: Path) -> None:
    assert health(tmp_path, NOW).state == "never"
    (tmp_path / HEARTBEAT_FILE).write_text("{half")
    assert not health(tmp_path, NOW).sound


def test_a_run_that_was_killed_is_noticed_at_once(tmp_path: Path) -> None:
    write(tmp_path, NOW, running=True, process=ended_process())
    assert health(tmp_path, NOW + timedelta(minutes=1)).state == "died"


@pytest.mark.parametrize(("ending", "code"), [(typer.Exit(2), 2), (ValueError(), 3), (KeyboardInterrupt(), 130)])
def test_the_end_of_a_run_is_written_however_it_ends(tmp_path: Path, ending: BaseException, code: int) -> None:
    def now() -> datetime:
        return datetime.now().astimezone()

    def run() -> None:
        with beating(tmp_path / "new", now):
            assert health(tmp_path / "new", now()).state == "running"
            raise ending

    with pytest.raises(type(ending)):
        run()
    state = health(tmp_path / "new", now())
    assert (state.state, state.exit_code) == ("failed" if code == 3 else "ended", code)


def test_a_second_run_leaves_the_signs_of_the_first_alone(tmp_path: Path) -> None:
    write(tmp_path, datetime.now().astimezone(), running=True, process=os.getppid())
    before = (tmp_path / HEARTBEAT_FILE).read_bytes()
    with beating(tmp_path, at) as beat:
        beat()
    assert (tmp_path / HEARTBEAT_FILE).read_bytes() == before


def test_a_run_goes_on_where_no_sign_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with beating(tmp_path / "file" / "data", at) as beat:
        beat()


def test_outcome_of_what_systemd_hands_over() -> None:
    monitored = {"MONITOR_SERVICE_RESULT": "oom-kill", "MONITOR_EXIT_STATUS": "KILL"}
    assert outcome_of(monitored, None) == NightOutcome(False, "oom-kill", "KILL")
    assert outcome_of({"MONITOR_SERVICE_RESULT": "success", "MONITOR_EXIT_STATUS": "1"}, None) == NightOutcome(
        True, "success", "1"
    )
    assert outcome_of({}, 3) == FAILED
    assert outcome_of({}, 2) == NightOutcome(True, "success", "2")
    assert outcome_of({}, 4) is None
    assert outcome_of({}, None) is None


class Inbox:
    """Keeps the messages that a mail server takes."""

    def __init__(self) -> None:
        self.messages: list[str] = []

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802 - aiosmtpd's name
        self.messages.append(envelope.content.decode())  # type: ignore[attr-defined]
        return "250 OK"


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, dict[str, str]]]:
    handler = Inbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield (
        handler,
        {
            "AUDITOR_SMTP_HOST": "127.0.0.1",
            "AUDITOR_SMTP_PORT": str(port),
            "AUDITOR_SMTP_SECURITY": "none",
            "AUDITOR_SMTP_FROM": "auditor@example.org",
            "AUDITOR_SMTP_OPERATOR": "operator@example.org",
        },
    )
    controller.stop()


def test_a_mail_is_sent_when_the_outcome_changes_and_only_then(
    tmp_path: Path, inbox: tuple[Inbox, dict[str, str]]
) -> None:
    handler, environment = inbox
    nights = [WORKS, FAILED, FAILED, FAILED, WORKS, WORKS]
    words = words_in("zh-TW")
    changed = [report_outcome(tmp_path, night, words, environment, NOW).changed for night in nights]
    assert changed == [False, True, False, False, True, False]
    assert len(handler.messages) == 2


def test_a_change_that_could_not_be_mailed_is_tried_again(tmp_path: Path, inbox: tuple[Inbox, dict[str, str]]) -> None:
    handler, environment = inbox
    words = words_in("en")
    with pytest.raises(SmtpError):
        report_outcome(tmp_path, FAILED, words, environment | {"AUDITOR_SMTP_PORT": "1"}, NOW)
    assert report_outcome(tmp_path, FAILED, words, environment, NOW).mailed == "sent"
    assert len(handler.messages) == 1


def test_without_an_address_the_change_is_still_reported_once(tmp_path: Path) -> None:
    words, folder = words_in("en"), tmp_path / "new"
    first = report_outcome(folder, FAILED, words, {}, NOW)
    assert (first.changed, first.mailed) == (True, "no address")
    assert not report_outcome(folder, FAILED, words, {}, NOW).changed
