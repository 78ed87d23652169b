"""Progress for whoever watches: a live bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from auditor.cli.app import err
from auditor.crawl.progress import Progress as Numbers

_LIMITS = {
    "politeness": "waiting, to be polite to the servers",
    "network": "waiting for answers",
    "browser": "showing pages to browsers",
    "reading": "reading pages",
}
_PLAIN_SECONDS, _LIVE_SECONDS = 30.0, 0.1


class Bar:
    """Shows how far a run is. On a terminal one live line; otherwise a line at the start of each half minute.

    No thread draws the line: a process with threads could not be copied for judging on all cores.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._live = err.is_terminal and not quiet
        self._quiet = quiet
        self._spoken = time.monotonic()
        self._bar = Progress(
            TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[tail]}"), TimeElapsedColumn(),
            console=err, transient=True, auto_refresh=False,
        )  # fmt: skip
        self._task = self._bar.add_task("starting", total=None, tail="")

    def __enter__(self) -> Self:
        if self._live:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live:
            self._bar.stop()

    def watch(self, numbers: Numbers) -> None:
        """Take up the newest numbers."""
        counts = f"{numbers.pages:,} pages, {numbers.targets:,} targets, {numbers.visits:,} visits"
        limit = _LIMITS.get(numbers.limit, numbers.limit)
        waiting = numbers.waiting + numbers.visits_waiting
        left = f", about {waiting / numbers.rate / 60:.0f} min for what is known" if numbers.rate > 0.1 else ""
        if self._live:
            self._bar.update(
                self._task, completed=numbers.done, total=max(numbers.planned, 1), description=counts,
                tail=f"{numbers.rate:.1f}/s, {limit}", refresh=self._is_time(_LIVE_SECONDS),
            )  # fmt: skip
        elif not self._quiet and self._is_time(_PLAIN_SECONDS):
            err.print(f"{counts}; {waiting:,} waiting; {numbers.rate:.1f}/s{left}; {limit}", markup=False)

    def say(self, what: str) -> None:
        """A new stage of the run: judging, reporting."""
        if self._live:
            self._bar.update(self._task, description=what, tail="", refresh=True)
        elif not self._quiet:
            err.print(what, markup=False)

    def _is_time(self, pause: float) -> bool:
        """Whether so many seconds have passed since something was shown; then they begin anew."""
        now = time.monotonic()
        if now - self._spoken < pause:
            return False
        self._spoken = now
        return True
