"""A result pipeline over a real store, for one site; its workers are never started."""

from __future__ import annotations

from auditor.crawl.frontier import Frontier
from auditor.crawl.redirect_merging import RedirectMerger
from auditor.crawl.result_interpreter import ResultInterpreter, VisitPolicy
from auditor.crawl.result_pipeline import ResultPipeline
from auditor.crawl.visits import VisitPlanner
from auditor.jobs.executors import WorkerPools
from auditor.model import Name, Portfolio, Settings, Site, SiteKind
from auditor.store import Store

ORIGIN = "http://zone.test"
HOST = "zone.test:80"
SITE = Site("zone", (Name("區"),), SiteKind.PORT_GROUP, url=f"{ORIGIN}/")


def begin_run(store: Store) -> int:
    """Create a run of the site and return its number."""
    return store.runs.create("2026-11", "2026-11-23", Settings(Portfolio((SITE,))), {}, "2026-11-23").number


def pipeline_of(
    store: Store, run: int, workers: WorkerPools, frontier: Frontier, visit: VisitPolicy = VisitPolicy.ALL
) -> ResultPipeline:
    """The pipeline of a run, as a real crawl assembles it."""
    planner = VisitPlanner(
        run,
        fetched=store.facts.fetch_record,
        earlier=store.facts.last_visit,
        blob=store.blobs.get,
        engines=lambda number: "browser",
    )
    redirects = RedirectMerger(frontier.covers, lambda addresses: store.facts.fetch_records_among(run, addresses))
    interpreter = ResultInterpreter(frontier, probe_missing=visit is not VisitPolicy.NONE, visit=visit)
    return ResultPipeline(run, store, workers, interpreter, planner, redirects)
