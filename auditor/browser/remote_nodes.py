"""Browsers on other machines: makes a WebDriver node ready, and finds the addresses between it and our proxy.

A node is a chromedriver that serves one audit at a time. Sessions that a killed audit left open there are closed
before the next audit begins.
"""

from __future__ import annotations

import http.client
import json
import socket
import time
from typing import Any
from urllib.parse import quote, urlsplit

_READY_SECONDS = 60.0
_RESPONSE_SECONDS = 20.0
_RETRY_SECONDS = 1.0


class NodeError(OSError):
    """No WebDriver is ready at an address."""


def make_ready(node: str) -> None:
    """Wait until the WebDriver at ``node`` responds, and close the sessions that are open there.

    Raises ``NodeError`` when it does not respond within a minute.
    """
    deadline = time.monotonic() + _READY_SECONDS
    while True:
        try:
            _close_sessions(node)
        except (OSError, http.client.HTTPException) as error:
            if time.monotonic() > deadline:
                raise NodeError(f"{node}: no WebDriver answers there ({error}); start chromedriver on it") from error
            time.sleep(_RETRY_SECONDS)
        else:
            return


def addresses_between(node: str) -> tuple[str, frozenset[str]]:
    """Return this machine's network address as the node reaches it, and the node's addresses. Raises ``OSError``."""
    parts = urlsplit(node)
    found = socket.getaddrinfo(parts.hostname, parts.port or 80, type=socket.SOCK_DGRAM)
    family, kind, protocol, _, address = found[0]
    with socket.socket(family, kind, protocol) as datagrams:
        datagrams.connect(address)  # sends nothing: it only chooses a route
        own_address = str(datagrams.getsockname()[0])
    return own_address, frozenset(str(entry[4][0]) for entry in found)


def _close_sessions(node: str) -> None:
    for session in _command(node, "GET", "/sessions").get("value") or []:
        if isinstance(session, dict) and session.get("id"):
            _command(node, "DELETE", f"/session/{quote(str(session['id']), safe='')}")


def _command(node: str, method: str, path: str) -> dict[str, Any]:
    """Return the result of one WebDriver command. A grid that lists no sessions ends abandoned ones itself."""
    parts = urlsplit(node)
    connect = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = connect(parts.hostname or "", parts.port, timeout=_RESPONSE_SECONDS)
    try:
        connection.request(method, parts.path.rstrip("/") + path)
        response = connection.getresponse()
        body = response.read()
    finally:
        connection.close()
    try:
        result = json.loads(body)
    except ValueError:
        return {}
    return result if response.status == http.HTTPStatus.OK and isinstance(result, dict) else {}
