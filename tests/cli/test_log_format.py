"""Log options of every command: which events are written, as text or JSON, without passwords and personal numbers."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import datetime

import pytest
from typer.testing import CliRunner

from auditor.cli.app import app
from auditor.cli.log_format import LogFormat, configure_logging

LOG = logging.getLogger("auditor.crawl.example")
ADDRESS = "http://user:p@ss@zone.example/a?next=//u:w@b/"


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """Remove what a test configured."""
    root, own = logging.getLogger(), [logging.getLogger(name) for name in ("auditor", "checks")]
    before = root.handlers[:]
    yield
    root.handlers[:] = before
    for logger in own:
        logger.setLevel(logging.NOTSET)


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err.splitlines()


def test_an_event_is_one_line_of_text(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(verbose=True, log_format=LogFormat.TEXT)
    LOG.info("fetched", extra={"url": ADDRESS, "status": 200, "ms": 31.5, "title": "園區 首頁", "reason": None})
    (line,) = lines(capsys)
    time, _, rest = line.partition(" ")
    assert datetime.fromisoformat(time).tzinfo is not None
    expected = 'url="http://***@zone.example/a?next=//***@b/" status=200 ms=31.5 title="園區 首頁" reason=None'
    assert rest == f"INFO fetched {expected}"


def test_an_event_is_one_object_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(verbose=True, log_format=LogFormat.JSON)
    LOG.info("fetched", extra={"url": ADDRESS, "status": 200, "moved": False, "kinds": ("a", "b")})
    (line,) = lines(capsys)
    document = json.loads(line)
    assert datetime.fromisoformat(document.pop("time")).tzinfo is not None
    assert document == {
        "level": "info",
        "logger": "auditor.crawl.example",
        "event": "fetched",
        "url": "http://***@zone.example/a?next=//***@b/",
        "status": 200,
        "moved": False,
        "kinds": "('a', 'b')",
    }


@pytest.mark.parametrize("log_format", LogFormat)
def test_personal_numbers_and_control_characters_are_not_written(
    log_format: LogFormat, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging(verbose=False, log_format=log_format)
    text = "A123456789 0912-345-678\r\n\x1b[31m\x85\u2028\u202e\ud800"
    LOG.warning("%s", text, extra={"text": text})
    (line,) = lines(capsys)
    assert line.isprintable()
    assert "123456789" not in line
    assert "345" not in line
    assert line.count("A*********") == 2
    assert line.count("\\u001b[31m") == 2


def test_a_crash_is_one_line_with_its_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(verbose=False, log_format=LogFormat.TEXT)
    try:
        raise ValueError(ADDRESS)
    except ValueError:
        LOG.exception("check crashed")
    (line,) = lines(capsys)
    assert "ERROR check crashed traceback=" in line
    assert "http://***@zone.example" in line
    assert "p@ss" not in line


def test_libraries_are_heard_from_warnings_on(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(verbose=True, log_format=LogFormat.TEXT)
    configure_logging(verbose=True, log_format=LogFormat.TEXT)
    logging.getLogger("aiohttp.client").info("connected")
    logging.getLogger("aiohttp.client").warning("reset by %s", "http://a:b@c/")
    assert [line.partition(" ")[2] for line in lines(capsys)] == ["WARNING reset by http://***@c/"]


@pytest.mark.parametrize(
    ("words", "variable", "expected"),
    [
        (["checks"], "", "warning"),
        (["--verbose", "checks"], "", "info text"),
        (["checks", "--verbose"], "", "info text"),
        (["--verbose", "--log-format", "json", "checks"], "", "info json"),
        (["checks", "--log-format", "json", "--verbose"], "", "info json"),
        (["--log-format", "json", "checks", "--verbose"], "", "info json"),
        (["--log-format", "text", "checks", "--verbose"], "json", "info text"),
        (["checks", "--verbose"], "json", "info json"),
        (["--log-format", "json", "checks", "--log-format", "text", "--verbose"], "", "info text"),
    ],
)
def test_the_options_stand_before_or_after_the_command(
    words: list[str], variable: str, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    done = CliRunner(env={"AUDITOR_LOG_FORMAT": variable or None}).invoke(app, [*words, "--topic", "links"])
    assert done.exit_code == 0, done.output
    assert done.stderr == ""
    LOG.info("fetched", extra={"status": 200})
    logged = lines(capsys)
    form = "" if not logged else " json" if logged[0].startswith("{") else " text"
    assert f"{'info' if logged else 'warning'}{form}" == expected


def test_sub_commands_have_the_options_too() -> None:
    done = CliRunner().invoke(app, ["schedule", "install", "--print", "--cron", "--verbose", "--log-format", "json"])
    assert done.exit_code == 0, done.output


def test_a_format_that_does_not_exist_is_refused() -> None:
    done = CliRunner().invoke(app, ["checks", "--log-format", "xml"])
    assert done.exit_code == 3
    assert "xml" in done.output
