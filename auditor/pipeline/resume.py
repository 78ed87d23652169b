"""Resumes work: the unfinished run of a period, and the facts of earlier runs that a run may use again."""

from __future__ import annotations

import functools
import platform
from collections.abc import Callable
from datetime import datetime

import msgspec

from auditor import __version__
from auditor.browser.versions import require_programs, versions
from auditor.crawl.fetcher import CachedFetch
from auditor.crawl.result_interpreter import VisitPolicy
from auditor.extract.version import reader_version
from auditor.fetch.client import Validators
from auditor.model import FetchRecord, Portfolio, Response, Run, RunState, Settings
from auditor.pipeline.run_settings import axe_tags, visit_policy
from auditor.store import Store


def open_run(store: Store, settings: Settings, now: datetime, period: str = "") -> Run:
    """The unfinished run of the period with today's waivers and machines, or a new one; ``now`` has a time zone.

    Raises ``MissingProgram`` or ``EnginesMissing`` where its topics need visits and this machine can make none.
    """
    period, tools = period or now.strftime("%Y-%m"), _tools(settings)
    if unfinished := store.runs.unfinished(period):
        return _on_machines(store.runs.save_waivers(unfinished.number, settings.waivers), settings.portfolio)
    if unreported := _unreported(store, period):
        return _on_machines(unreported, settings.portfolio)
    started = now.isoformat(timespec="seconds")
    return store.runs.create(period, now.date().isoformat(), settings, tools, started)


def earlier_fetches(store: Store, run: Run) -> Callable[[str], CachedFetch | None]:
    """What finds an earlier answer by its address, when its body was kept too."""
    # only addresses that have an earlier answer are searched for; their hashes take a third of the room
    kept = frozenset(hash(url) for url in store.facts.addresses_with_bodies(run.number))
    same_facts = functools.cache(lambda number: _parses_alike(store.runs.find(number), run))
    return lambda url: _earlier_fetch(store, run, same_facts, url) if hash(url) in kept else None


def validators(earlier: FetchRecord) -> Validators:
    """The validators of an earlier answer for a conditional request (RFC 9110, section 13)."""
    answer = earlier.answer
    header = answer.header if isinstance(answer, Response) else lambda _: ""
    return Validators(etag=header("etag"), last_modified=header("last-modified"))


def visit_tools(run: Run) -> str:
    """Versions and rules that visited the pages of a run; visits are used again only where they are the same."""
    tools = (run.tools.get(name, "") for name in ("browser", "axe-core", "auditor"))
    return " ".join((*tools, *axe_tags(run.settings.portfolio)))


def _tools(settings: Settings) -> dict[str, str]:
    """The versions that a run works with, by name."""
    tools = {"auditor": __version__, "python": platform.python_version(), "reader": reader_version()}
    if visit_policy(settings.topics) is VisitPolicy.NONE:
        return tools
    require_programs(installed := versions())
    return tools | installed


def _on_machines(run: Run, today: Portfolio) -> Run:
    """A continued run with the machines of today: its findings do not depend on them."""
    machines = {"drivers": today.drivers, "browsers": today.browsers, "cluster": today.cluster}
    portfolio = msgspec.structs.replace(run.settings.portfolio, **machines)
    return msgspec.structs.replace(run, settings=msgspec.structs.replace(run.settings, portfolio=portfolio))


def _unreported(store: Store, period: str) -> Run | None:
    """A run that a kill has cut off between its judgement and its report."""
    return next((run for run in store.runs.all() if run.period == period and run.state is RunState.JUDGED), None)


def _earlier_fetch(store: Store, run: Run, same_facts: Callable[[int], bool], url: str) -> CachedFetch | None:
    found = store.facts.last_good_fetch(url, run.number)
    if found is None:
        return None
    number, fetched = found
    return CachedFetch(fetched, functools.partial(store.blobs.get, fetched.body), same_facts(number))


def _parses_alike(run: Run, other: Run) -> bool:
    """Whether two runs make the same facts of the same body."""
    same = run.tools.get("reader", "") == other.tools.get("reader", "")
    return same and "reader" in run.tools and set(run.settings.topics) == set(other.settings.topics)
