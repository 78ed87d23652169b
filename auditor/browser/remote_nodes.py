"""Browsers on other machines: a WebDriver address to a node that is ready, and the way from it back to our proxy.

A node is a chromedriver that serves one audit at a time. What an audit that was killed left open there is closed
before the next begins.
"""

from __future__ import annotations

import http.client
import json
import socket
import time
from typing import Any
from urllib.parse import quote, urlsplit

_PATIENCE = 60.0
_ANSWER_SECONDS = 20.0
_PAUSE = 1.0


class NodeError(OSError):
    """No WebDriver is ready at an address."""


def make_ready(node: str) -> None:
    """Wait until the WebDriver at ``node`` answers, and close what is open there.

    Raises ``NodeError`` when it does not answer within a minute.
    """
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            _close_all(node)
        except (OSError, http.client.HTTPException) as error:
            if time.monotonic() > until:
                raise NodeError(f"{node}: no WebDriver answers there ({error}); start chromedriver on it") from error
            time.sleep(_PAUSE)
        else:
            return


def facing(node: str) -> tuple[str, frozenset[str]]:
    """Our own network address as the node sees it, and the addresses of the node. Raises ``OSError``."""
    parts = urlsplit(node)
    found = socket.getaddrinfo(parts.hostname, parts.port or 80, type=socket.SOCK_DGRAM)
    family, kind, protocol, _, address = found[0]
    with socket.socket(family, kind, protocol) as way:
        way.connect(address)  # sends nothing: it only chooses a route
        ours = str(way.getsockname()[0])
    return ours, frozenset(str(entry[4][0]) for entry in found)


def _close_all(node: str) -> None:
    for session in _ask(node, "GET", "/sessions").get("value") or []:
        if isinstance(session, dict) and session.get("id"):
            _ask(node, "DELETE", f"/session/{quote(str(session['id']), safe='')}")


def _ask(node: str, method: str, path: str) -> dict[str, Any]:
    """One WebDriver command. A grid that lists no sessions ends forgotten ones itself."""
    parts = urlsplit(node)
    connect = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = connect(parts.hostname or "", parts.port, timeout=_ANSWER_SECONDS)
    try:
        connection.request(method, parts.path.rstrip("/") + path)
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    try:
        told = json.loads(body)
    except ValueError:
        return {}
    return told if answer.status == http.HTTPStatus.OK and isinstance(told, dict) else {}
