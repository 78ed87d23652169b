"""The worker of the web console: carries out queued requests one after the other, under the lock of runs."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic, sleep

import msgspec

from auditor.model import ActionRequest, ActionState, LogEntry
from auditor.pipeline.console_actions import ActionSurroundings, carry_out
from auditor.pipeline.stop_signals import StopRequested
from auditor.store import Store

MOST_BEGINNINGS = 3
"""How often a request is begun whose worker died before it ended."""

WORKER = "worker"
"""Who the log names for what the worker does."""

_PROGRESS_SECONDS = 1.0
_log = logging.getLogger(__name__)


class ActionWorker:
    """Carries out what is queued. ``holder`` is its name in the store's lock: ``machine:process``."""

    def __init__(self, store: Store, around: ActionSurroundings, holder: str) -> None:
        self._store, self._around, self._holder = store, around, holder

    def work(self, pause: float = 1.0) -> None:
        """Carry out requests until a signal ends the process, looking for new ones every ``pause`` seconds.

        Raises ``InterruptedError`` where a signal stopped a request, which is queued again.
        """
        while True:
            if not self.work_once():
                sleep(pause)

    def work_once(self) -> bool:
        """Carry out the oldest queued request; returns False where nothing is queued or another run holds the lock.

        Who holds the lock is the only worker: a request that is marked as running then was left by one that died. It
        is queued again, and fails when it was begun ``MOST_BEGINNINGS`` times.
        """
        if not self._store.actions.in_state(ActionState.QUEUED, ActionState.RUNNING):
            return False
        if not self._store.leases.acquire_lock(self._holder):
            return False
        try:
            for left in self._store.actions.in_state(ActionState.RUNNING):
                self._give_back(left)
            waiting = self._store.actions.in_state(ActionState.QUEUED)
            if waiting:
                self._carry_out(waiting[0])
            return bool(waiting)
        finally:
            self._store.leases.release_lock(self._holder)

    def _carry_out(self, queued: ActionRequest) -> None:
        request = msgspec.structs.replace(
            queued, state=ActionState.RUNNING, begun=_now(), attempts=queued.attempts + 1, progress=(0, 0)
        )
        if not self._move(request, ActionState.QUEUED):
            return
        _log.info("request begins", extra={"request": request.id, "kind": request.kind.value})
        try:
            ended = carry_out(self._store, request, self._around, self._watched(request))
            ended = msgspec.structs.replace(ended, state=ActionState.DONE)
        except (InterruptedError, KeyboardInterrupt, StopRequested):
            self._move(queued, ActionState.RUNNING)  # as it was: being stopped is no attempt
            raise
        except Exception as error:  # noqa: BLE001  # whatever it is: the person who requested it is shown it
            ended = msgspec.structs.replace(request, state=ActionState.FAILED, outcome=_sentence(error))
            _log.warning("request failed", extra={"request": request.id, "error": ended.outcome})
        self._move(msgspec.structs.replace(ended, ended=_now()), ActionState.RUNNING)

    def _watched(self, request: ActionRequest) -> Callable[[tuple[int, int]], None]:
        last = [0.0]

        def save(progress: tuple[int, int]) -> None:
            if monotonic() - last[0] >= _PROGRESS_SECONDS:
                last[0] = monotonic()
                self._store.actions.save_progress(msgspec.structs.replace(request, progress=progress))

        return save

    def _give_back(self, left: ActionRequest) -> None:
        if left.attempts < MOST_BEGINNINGS:
            self._move(msgspec.structs.replace(left, state=ActionState.QUEUED), ActionState.RUNNING)
            return
        reason = f"the worker ended {left.attempts} times before this was done"
        failed = msgspec.structs.replace(left, state=ActionState.FAILED, outcome=reason, ended=_now())
        self._move(failed, ActionState.RUNNING)

    def _move(self, request: ActionRequest, before: ActionState) -> bool:
        entry = LogEntry(_now(), WORKER, f"action-{request.kind}", request.id, before.value, request.state.value)
        return self._store.actions.move(request, before, entry)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _sentence(error: Exception) -> str:
    text = str(error.args[0] if isinstance(error, LookupError) and error.args else error)
    return text or type(error).__name__
