"""Signals that stop a run in any of its phases: Ctrl-C, termination, and the end of the terminal."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequested(BaseException):
    """A signal asks to stop. No ``Exception``, so that nothing on the way takes it for a failure of its own."""


def heeded_signals() -> list[signal.Signals]:
    """Return the signals that stop a run, without those that this process was started to ignore (nohup)."""
    return [name for name in _STOP_SIGNALS if signal.getsignal(name) is not signal.SIG_IGN]


@contextmanager
def stops_on_signals() -> Iterator[None]:
    """Raise ``StopRequested`` in this process at the first signal; forks of it end at once, without a word.

    A signal that arrives while the first one is answered is left aside. Only the main thread can do this.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    process = os.getpid()

    def stop(number: int, _: FrameType | None) -> None:
        if os.getpid() != process:
            os._exit(128 + number)
        for name in before:
            signal.signal(name, signal.SIG_IGN)
        raise StopRequested

    before = {name: signal.signal(name, stop) for name in heeded_signals()}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
