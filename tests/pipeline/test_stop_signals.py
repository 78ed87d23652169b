"""A run is stopped in any of its phases, and a process started to ignore a signal goes on ignoring it."""

from __future__ import annotations

import os
import signal
import time

import pytest

from auditor.pipeline.stop_signals import StopRequested, heeded_signals, stops_on_signals


def work_and_signal(number: signal.Signals) -> None:
    with stops_on_signals():
        os.kill(os.getpid(), number)
        time.sleep(30)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_each_signal_stops_what_goes_on(number: signal.Signals) -> None:
    before, began = signal.getsignal(number), time.monotonic()
    with pytest.raises(StopRequested):
        work_and_signal(number)
    assert time.monotonic() - began < 5
    assert signal.getsignal(number) is before


def test_a_signal_that_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert signal.SIGHUP not in heeded_signals()
        with stops_on_signals():
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_fork_ends_without_a_word() -> None:
    reading, writing = os.pipe()
    with stops_on_signals():
        if (child := os.fork()) == 0:
            os.write(writing, b"ready")
            time.sleep(30)
            os._exit(0)
        os.read(reading, 5)
        os.kill(child, signal.SIGTERM)
        _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 128 + signal.SIGTERM
