"""Background tasks: the end of one wakes who waits, and a crash is raised."""

from __future__ import annotations

import asyncio
import time

import pytest

from auditor.crawl.background_tasks import BackgroundTasks


def test_the_end_of_a_task_wakes_who_waits_and_time_does_too() -> None:
    async def working() -> tuple[float, float]:
        tasks, began = BackgroundTasks(), time.monotonic()
        tasks.spawn(asyncio.sleep(0.01))
        await tasks.wait(5.0)
        woken = time.monotonic()
        await tasks.wait(0.02)
        return woken - began, time.monotonic() - woken

    woken, slept = asyncio.run(working())
    assert woken < 4.0
    assert slept >= 0.015


def test_a_crash_is_raised() -> None:
    async def crash() -> None:
        raise ValueError("broken")

    async def working() -> None:
        tasks = BackgroundTasks()
        tasks.check()
        tasks.spawn(crash())
        await tasks.wait(5.0)
        tasks.check()

    with pytest.raises(ValueError, match="broken"):
        asyncio.run(working())


def test_draining_waits_for_all_tasks_but_some() -> None:
    async def working() -> list[bool]:
        tasks = BackgroundTasks()
        short, long = tasks.spawn(asyncio.sleep(0.02)), tasks.spawn(asyncio.sleep(60))
        await tasks.drain(5.0, without={long})
        done = [short.done(), long.done()]
        long.cancel()
        return done

    assert asyncio.run(working()) == [True, False]
