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
from auditor.crawl.frontier import Frontier
from auditor.crawl.result_interpreter import ResultInterpreter, VisitPolicy
from auditor.crawl.traps import paging_family
from auditor.crawl.visits import links_from_scripts
from auditor.extract.version import reader_version
from auditor.fetch.client import Validators
from auditor.model import (
    CrawlRequest,
    FetchRecord,
    Page,
    Portfolio,
    QueueKind,
    Rendered,
    Response,
    Run,
    RunState,
    Settings,
)
from auditor.pipeline.run_settings import axe_tags, visit_policy
from auditor.store import Store


def open_run(  # noqa: PLR0913 - what a run is begun with, and what is kept of earlier ones
    store: Store, settings: Settings, now: datetime, period: str = "", after: int = 0, *, anew: bool = False
) -> Run:
    """The unfinished run with today's waivers and machines, or a new one; ``now`` has a time zone.

    With ``anew`` the run that would be resumed is abandoned, and a new one begins.

    A new run is of ``period``, by default the month, and its number is greater than ``after``. Raises
    ``MissingProgram`` or ``EnginesMissing`` where its topics need visits and this machine can make none.
    """
    tools = _tools(settings)
    if unfinished := unfinished_run(store, period or now.strftime("%Y-%m"), any_period=not period):
        if anew:
            store.runs.set_state(unfinished.number, RunState.ABANDONED)
            return open_run(store, settings, now, period, after, anew=True)
        if unfinished.state is RunState.GATHERING:
            unfinished = store.runs.save_waivers(unfinished.number, settings.waivers)
        return _on_machines(unfinished, settings.portfolio)
    started = now.isoformat(timespec="seconds")
    period, day = period or now.strftime("%Y-%m"), now.date().isoformat()
    return store.runs.create(period, day, settings, tools, started, after=after)


def unfinished_run(store: Store, period: str, *, any_period: bool) -> Run | None:
    """The run of the period that has no report yet; with ``any_period`` also the latest run, of whatever period.

    So a run that the end of a month cut in two is finished before the next one begins.
    """
    runs = [run for run in store.runs.all() if run.state is not RunState.ABANDONED]
    latest = runs[-1:] if any_period and runs and runs[-1].state is not RunState.REPORTED else []
    open_ = [run for run in runs if run.period == period and run.state is RunState.GATHERING]
    judged = [run for run in runs if run.period == period and run.state is RunState.JUDGED]
    return next(iter([*latest, *open_[-1:], *judged]), None)


def remember_crawl(run: Run, store: Store, frontier: Frontier, interpreter: ResultInterpreter) -> None:
    """Take up all that an earlier process of the run planned and learned, so that it ends as if never stopped."""
    visits: dict[str, CrawlRequest] = {}
    for request in store.queue.requests(run.number):
        interpreter.remember(request)
        if request.kind is QueueKind.VISIT:
            visits[request.url] = request
    frontier.await_answers(store.queue.pending(run.number))
    for record in store.facts.fetch_records(run.number, pages_only=True):
        if record.site and paging_family(record.url):
            frontier.ended_list(record.url, record.site, _text_of(store.blobs.get(record.page)))
    for site in sorted({visit.site for visit in visits.values()}):
        for url, visit in store.facts.visit_records(run.number, site).items():
            if visit.rendered and url in visits:
                rendered = msgspec.msgpack.decode(store.blobs.get(visit.rendered), type=Rendered)
                interpreter.hold_from_scripts(links_from_scripts(rendered), visits[url])


def _text_of(page: bytes) -> str:
    """The hash of the words of a stored page."""
    decoded = msgspec.msgpack.decode(page, type=Page)
    known = decoded.document or decoded.sketch
    return known.text_hash if known else ""


def earlier_fetches(store: Store, run: Run) -> Callable[[str], CachedFetch | None]:
    """What finds an earlier answer by its address, when its body was kept too."""
    # only addresses that have an earlier answer are searched for; their hashes take a third of the room
    kept = frozenset(hash(url) for url in store.facts.addresses_with_bodies(run.number))
    same_facts = functools.cache(lambda number: _parses_alike(store.runs.find(number), run))
    return lambda url: _earlier_fetch(store, run, same_facts, url) if hash(url) in kept else None


def runs_of_month(store: Store, run: Run) -> list[int]:
    """The numbers of the runs before this one that belong to the same month, the latest first."""
    earlier = (known for known in store.runs.all() if known.number < run.number and not known.pruned)
    return sorted((known.number for known in earlier if known.day[:7] == run.day[:7]), reverse=True)


def requested_in_month(store: Store, run: Run, url: str) -> bool:
    """Whether an earlier run of the same month requested an address."""
    return any(store.facts.fetch_record(number, url) for number in runs_of_month(store, run))


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
