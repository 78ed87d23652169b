"""Where a run begins: the unfinished one of its period, or a new one."""

from __future__ import annotations

import platform
from datetime import datetime

import msgspec

from auditor import __version__
from auditor.browser.versions import versions
from auditor.crawl.result_interpreter import VisitPolicy
from auditor.extract.version import reader_version
from auditor.model import Portfolio, Run, RunState, Settings
from auditor.pipeline.run_settings import visit_policy
from auditor.store import Store


def open_run(store: Store, settings: Settings, now: datetime, period: str = "") -> Run:
    """The unfinished run of the period with today's waivers and machines, or a new one; ``now`` has a time zone."""
    period = period or now.strftime("%Y-%m")
    if unfinished := store.runs.unfinished(period):
        return _on_machines(store.runs.save_waivers(unfinished.number, settings.waivers), settings.portfolio)
    if unreported := _unreported(store, period):
        return _on_machines(unreported, settings.portfolio)
    visits = visit_policy(settings.topics) is not VisitPolicy.NONE
    tools = {"auditor": __version__, "python": platform.python_version(), "reader": reader_version()}
    tools |= versions() if visits else {}
    started = now.isoformat(timespec="seconds")
    return store.runs.create(period, now.date().isoformat(), settings, tools, started)


def _on_machines(run: Run, today: Portfolio) -> Run:
    """A continued run with the machines of today: what it finds does not depend on them."""
    machines = {"drivers": today.drivers, "browsers": today.browsers, "cluster": today.cluster}
    portfolio = msgspec.structs.replace(run.settings.portfolio, **machines)
    return msgspec.structs.replace(run, settings=msgspec.structs.replace(run.settings, portfolio=portfolio))


def _unreported(store: Store, period: str) -> Run | None:
    """A run that a kill has cut off between its judgement and its report."""
    return next((run for run in store.runs.all() if run.period == period and run.state is RunState.JUDGED), None)
