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
            for offset, socket_ in enumerate(sockets):
                socket_.bind(("127.0.0.1", first + offset))
        except OSError:
            continue
        else:
            return first
        finally:
            for socket_ in sockets:
                socket_.close()
    pytest.fail("no ports are free for the demo network")
