"""Loopback ports for demo networks of tests."""

from __future__ import annotations

import socket

import pytest

from auditor.demo.network import PORTS


def free_port() -> int:
    """The first of enough ports in a row that nobody uses."""
    for first in range(31_000, 39_000, PORTS):
        sockets = [socket.socket() for _ in range(PORTS)]
        try:
            for offset, one in enumerate(sockets):
                one.bind(("127.0.0.1", first + offset))
        except OSError:
            continue
        else:
            return first
        finally:
            for one in sockets:
                one.close()
    pytest.fail("no ports are free for the demo network")
