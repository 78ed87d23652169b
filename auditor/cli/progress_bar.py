"""Shows progress on standard error: a live bar on a terminal, elsewhere a plain line every half minute."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from auditor.cli.messages import localized, stated
from auditor.cli.terminal import err
from auditor.crawl.progress import Progress as CrawlProgress

_PLAIN_SECONDS, _LIVE_SECONDS = 30.0, 0.1


class ProgressBar:
    """Progress of a run. No thread draws it: a process with threads could not be copied for judging on all cores.

    ``beat`` is called whenever there is something to show.
    """

    def __init__(self, beat: Callable[[], None] = lambda: None, *, quiet: bool = False) -> None:
        self._beat = beat
        self._live = err.is_terminal and not quiet
        self._quiet = quiet
        self._shown = time.monotonic()
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

    def show_progress(self, numbers: CrawlProgress) -> None:
        """Show the newest numbers."""
        self._beat()
        done = {"pages": numbers.pages, "targets": numbers.targets, "visits": numbers.visits}
        counts = localized("terminal.progress_counts", **done)
        limit = localized(f"terminal.limit_{numbers.limit}") if numbers.limit else ""
        waiting = numbers.waiting + numbers.visits_waiting
        left = ""
        if numbers.rate > 0.1:
            left = localized("terminal.progress_left", minutes=round(waiting / numbers.rate / 60))
        if self._live:
            self._bar.update(
                self._task, completed=numbers.done, total=max(numbers.planned, 1), description=counts,
                tail=f"{numbers.rate:.1f}/s, {limit}", refresh=self._is_time(_LIVE_SECONDS),
            )  # fmt: skip
        elif not self._quiet and self._is_time(_PLAIN_SECONDS):
            figures = {"counts": counts, "waiting": waiting, "rate": f"{numbers.rate:.1f}", "left": left}
            err.print(localized("terminal.progress", **figures, limit=limit))

    def show_stage(self, stage: str) -> None:
        """Show that a new stage begins: judging, reporting."""
        self._beat()
        if self._live:
            self._bar.update(self._task, description=stated(stage), tail="", refresh=True)
        elif not self._quiet:
            err.print(stage)

    def _is_time(self, pause: float) -> bool:
        """Whether so many seconds have passed since something was shown; then they begin anew."""
        now = time.monotonic()
        if now - self._shown < pause:
            return False
        self._shown = now
        return True
