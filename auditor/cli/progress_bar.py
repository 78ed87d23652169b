"""Shows progress on standard error: a live bar on a terminal, elsewhere a plain line every half minute."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from auditor.cli.messages import localized, stated
from auditor.cli.terminal import err
from auditor.crawl.held_hosts import HeldHost
from auditor.crawl.progress import Progress as CrawlProgress

_PLAIN_SECONDS, _LIVE_SECONDS = 30.0, 0.1
_MOST_HELD = 3


def _holding(held: tuple[HeldHost, ...]) -> str:
    """What holds a run, its first hosts by name; empty where nothing does."""
    if not held:
        return ""
    hosts = [localized(f"terminal.held_{host.reason}", host=host.name, seconds=host.seconds) for host in held]
    more = localized("terminal.held_more", n=len(hosts) - _MOST_HELD) if len(hosts) > _MOST_HELD else ""
    return localized("terminal.held", hosts="; ".join(hosts[:_MOST_HELD]) + more)


class ProgressBar:
    """Progress of a run. No thread draws it: a process with threads could not be copied for judging on all cores.

    ``beat`` is called whenever there is something to show.
    """

    def __init__(self, beat: Callable[[], None] = lambda: None, *, quiet: bool = False) -> None:
        self._beat = beat
        self._live = err.is_terminal and not quiet
        self._quiet = quiet
        self._shown = self._held = time.monotonic()
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
        limit = _holding(numbers.held) or (localized(f"terminal.limit_{numbers.limit}") if numbers.limit else "")
        waiting = numbers.waiting + numbers.visits_waiting
        left = ""
        if numbers.rate > 0.1:
            left = localized("terminal.progress_left", minutes=round(waiting / numbers.rate / 60))
        if self._live:
            self._bar.update(
                self._task, completed=numbers.done, total=max(numbers.planned, 1), description=counts,
                tail=f"{numbers.rate:.1f}/s, {limit}", refresh=self._is_time(_LIVE_SECONDS),
            )  # fmt: skip
        elif self._quiet:
            self._show_held(numbers.held)
        elif self._is_time(_PLAIN_SECONDS):
            figures = {"counts": counts, "waiting": waiting, "rate": f"{numbers.rate:.1f}", "left": left}
            err.print(localized("terminal.progress", **figures, limit=limit))

    def show_stage(self, stage: str) -> None:
        """Show that a new stage begins: judging, reporting."""
        self._beat()
        if self._live:
            self._bar.update(self._task, description=stated(stage), tail="", refresh=True)
        elif not self._quiet:
            err.print(stage)

    def _show_held(self, held: tuple[HeldHost, ...]) -> None:
        """State what holds a command that prints no progress: at once, then every half minute."""
        now = time.monotonic()
        if held and now >= self._held:
            self._held = now + _PLAIN_SECONDS
            err.print(_holding(held))

    def _is_time(self, pause: float) -> bool:
        """Whether so many seconds have passed since something was shown; then they begin anew."""
        now = time.monotonic()
        if now - self._shown < pause:
            return False
        self._shown = now
        return True
