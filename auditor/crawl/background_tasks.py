"""Runs a crawl's background tasks: wakes the scheduler when one ends, and ends the run when one crashes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Set
from typing import Any

Work = Coroutine[Any, Any, None]
Spawn = Callable[[Work], object]
"""Starts a background task."""


class BackgroundTasks:
    """The tasks under way in one event loop."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self._ended = asyncio.Event()
        self._crash: BaseException | None = None

    def spawn(self, work: Work) -> asyncio.Task[None]:
        """Start a task."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._end)
        return task

    async def wait(self, seconds: float) -> None:
        """Wait until some task ends, or for so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                await self._ended.wait()
        except TimeoutError:
            pass
        finally:
            self._ended.clear()

    def check(self) -> None:
        """Raise what a task has raised, if one has: what it held would be waited for without end."""
        if self._crash:
            raise self._crash

    def is_busy(self, *, without: Set[asyncio.Task[None]]) -> bool:
        """Whether tasks are under way, but for some."""
        return bool(self._tasks - without)

    async def drain(self, seconds: float, *, without: Set[asyncio.Task[None]]) -> None:
        """Wait at most so many seconds until the tasks under way have ended, but for some."""
        if tasks := self._tasks - without:
            await asyncio.wait(tasks, timeout=seconds)

    def _end(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self._crash = error
        self._ended.set()
