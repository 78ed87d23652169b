"""No server holds a command without a word: those that ask for a pause, never answer, or stop midway are named."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from auditor.cli import progress_bar
from auditor.cli.app import app
from auditor.crawl import held_hosts, request_waits
from auditor.crawl.held_hosts import HeldHost, HoldReason
from auditor.fetch.client import FetchSettings
from auditor.pipeline import run_settings

Serve = Callable[[socket.socket], None]
HEAD = b"HTTP/1.1 503 Busy\r\nRetry-After: 2\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx"
HALF = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n<title>half"


class SocketServer:
    """Hands each connection to a function on a thread of its own and keeps it open until the end."""

    def __init__(self, serve: Serve) -> None:
        self._serve = serve
        self._open: list[socket.socket] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.host = f"127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self._open.append(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def close(self) -> None:
        self._socket.close()
        for connection in self._open:
            connection.close()


def busy(connection: socket.socket) -> None:
    """404 for robots.txt, then always: come back in two seconds."""
    asked = connection.recv(9_000)
    connection.sendall(HEAD if b"robots.txt" not in asked else b"HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n")
    connection.close()


def silent(connection: socket.socket) -> None:
    """Takes the request and never answers; so does a server whose machine is gone: the connection is half open."""
    connection.recv(9_000)


def halfway(connection: socket.socket) -> None:
    """Stops in the middle of a page."""
    asked = connection.recv(9_000)
    connection.sendall(HALF if b"robots.txt" not in asked else b"HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n")


def stalled_greeting(connection: socket.socket) -> None:
    """Takes the greeting of TLS and sends a part of its own only."""
    connection.recv(9_000)
    connection.sendall(b"\x16\x03\x03\x00\x7a\x02\x00")


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Short times, and no browser for a second opinion."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setattr(held_hosts, "HELD_SECONDS", 1.0)
    monkeypatch.setattr(progress_bar, "_PLAIN_SECONDS", 1.0)
    monkeypatch.setattr(run_settings, "FetchSettings", lambda **terms: FetchSettings(**terms | {"seconds": 2.0}))
    monkeypatch.setattr(request_waits, "RETRY_SECONDS", (0.1, 0.1))
    for name in ("AUDITOR_BROWSER", "AUDITOR_DRIVER"):
        monkeypatch.setenv(name, "/nowhere")


# uvloop states so where a TLS greeting is given up midway; no socket stays open
@pytest.mark.filterwarnings("ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("serve", "scheme", "words"),
    [
        (busy, "http", "asked by Retry-After for a pause; "),
        (silent, "http", "no answer for "),
        pytest.param(halfway, "http", "no answer for ", marks=pytest.mark.slow),
        pytest.param(stalled_greeting, "https", "no answer for ", marks=pytest.mark.slow),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_server_that_holds_a_command_is_named(serve: Serve, scheme: str, words: str) -> None:
    server = SocketServer(serve)
    try:
        done = CliRunner().invoke(app, ["links", f"{scheme}://{server.host}/", "--json"])
    finally:
        server.close()
    assert done.exit_code == 2, done.output
    assert f"waiting for {server.host} ({words}" in done.stderr
    assert "waiting" not in done.stdout


@pytest.mark.parametrize(("language", "words"), [("C", "waiting for"), ("zh_TW.UTF-8", "等待 ")])
def test_the_first_hosts_are_named_and_the_others_counted(
    language: str, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", language)
    held = tuple(HeldHost(f"{name}.tw", reason, 9) for name, reason in zip("abcde", HoldReason, strict=True))
    shown = progress_bar._holding(held)
    assert shown.startswith(words)
    assert [f"{name}.tw" in shown for name in "abcde"] == [True, True, True, False, False]
    assert "2" in shown
    assert progress_bar._holding(()) == ""
