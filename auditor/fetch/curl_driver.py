"""Drives libcurl's multi interface by the asyncio event loop: sockets and timers of all transfers of one transport."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pycurl

_MOST_IDLE = 256  # connections, as in browsers

Finished = Callable[[int, str], None]
"""Called once with libcurl's error number (0: none) and message when a transfer has ended by itself."""


class CurlDriver:
    """One multi handle on the running event loop. Nothing here calls into libcurl from one of its callbacks."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.Handle | None = None
        self._running: dict[pycurl.Curl, Finished] = {}
        self._watched: dict[int, int] = {}
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._watch)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._set_timer)
        self._multi.setopt(pycurl.M_MAXCONNECTS, _MOST_IDLE)
        self._multi.setopt(pycurl.M_PIPELINING, pycurl.PIPE_NOTHING)

    def start(self, easy: pycurl.Curl, finished: Finished) -> None:
        """Start the transfer of a prepared easy handle."""
        self._running[easy] = finished
        self._multi.add_handle(easy)

    def stop(self, easy: pycurl.Curl) -> None:
        """Stop a transfer that has not ended, and close its connection."""
        if self._running.pop(easy, None):
            self._multi.remove_handle(easy)

    def close(self) -> None:
        """Stop all transfers and close all connections."""
        for easy, finished in list(self._running.items()):
            self.stop(easy)
            finished(pycurl.E_ABORTED_BY_CALLBACK, "the transport was closed")
        self._multi.close()
        self._set_timer(-1)
        for socket in list(self._watched):
            self._watch(pycurl.POLL_REMOVE, socket, None, None)

    def _watch(self, event: int, socket: int, _multi: object, _data: object) -> None:
        """Watch a socket for what libcurl waits for; its M_SOCKETFUNCTION."""
        wanted = event & pycurl.POLL_INOUT  # nothing, where the socket is to be left alone (POLL_REMOVE)
        changed = wanted ^ self._watched.get(socket, 0)
        if changed & pycurl.POLL_IN:
            if wanted & pycurl.POLL_IN:
                self._loop.add_reader(socket, self._act, socket, pycurl.CSELECT_IN)
            else:
                self._loop.remove_reader(socket)
        if changed & pycurl.POLL_OUT:
            if wanted & pycurl.POLL_OUT:
                self._loop.add_writer(socket, self._act, socket, pycurl.CSELECT_OUT)
            else:
                self._loop.remove_writer(socket)
        self._watched[socket] = wanted
        if not wanted:
            del self._watched[socket]

    def _set_timer(self, milliseconds: int) -> None:
        """Replace the timer; libcurl's M_TIMERFUNCTION, where -1 means none."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if milliseconds == 0:
            self._timer = self._loop.call_soon(self._act, pycurl.SOCKET_TIMEOUT, 0)
        elif milliseconds > 0:
            self._timer = self._loop.call_later(milliseconds / 1000, self._act, pycurl.SOCKET_TIMEOUT, 0)

    def _act(self, socket: int, events: int) -> None:
        """Let libcurl act on a socket or the timer, and report the transfers that ended by it."""
        if socket == pycurl.SOCKET_TIMEOUT:
            self._timer = None
        self._multi.socket_action(socket, events)
        left = 1
        while left:
            left, done, failed = self._multi.info_read()
            for easy in done:
                self._end(easy, 0, "")
            for easy, number, message in failed:
                self._end(easy, number, message)

    def _end(self, easy: pycurl.Curl, number: int, message: str) -> None:
        finished = self._running.pop(easy, None)
        if finished is not None:
            self._multi.remove_handle(easy)
            finished(number, message)
