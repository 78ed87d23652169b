"""What earlier runs kept, and where it may be used again."""

from __future__ import annotations

import functools
from collections.abc import Callable

from auditor.crawl.fetcher import CachedFetch
from auditor.fetch.client import Validators
from auditor.model import FetchRecord, Response, Run
from auditor.pipeline.run_settings import axe_tags
from auditor.store import Store


def earlier_fetches(store: Store, run: Run) -> Callable[[str], CachedFetch | None]:
    """What finds an earlier answer; only addresses that have one are looked up."""
    kept = frozenset(
        hash(url) for url in store.facts.addresses_with_bodies(run.number)
    )  # a third of the size of the addresses
    alike = functools.cache(lambda number: _reads_alike(store.runs.find(number), run))
    return lambda url: _earlier(store, run, alike, url) if hash(url) in kept else None


def _earlier(store: Store, run: Run, alike: Callable[[int], bool], url: str) -> CachedFetch | None:
    """What an earlier run kept of an address, when it kept the body too."""
    found = store.facts.last_good_fetch(url, run.number)
    if found is None:
        return None
    number, fetched = found
    return CachedFetch(fetched, functools.partial(store.blobs.get, fetched.body), alike(number))


def _reads_alike(one: Run, other: Run) -> bool:
    """Whether two runs make the same facts of the same body."""
    same = one.tools.get("reader", "") == other.tools.get("reader", "")
    return same and "reader" in one.tools and set(one.settings.topics) == set(other.settings.topics)


def validators(earlier: FetchRecord) -> Validators:
    """What an earlier answer is asked about again."""
    answer = earlier.answer
    header = answer.header if isinstance(answer, Response) else lambda _: ""
    return Validators(etag=header("etag"), last_modified=header("last-modified"))


def engines_of(run: Run) -> str:
    """What showed and judged the pages of a run; visits are used again only where it is the same."""
    tools = (run.tools.get(name, "") for name in ("browser", "axe-core", "auditor"))
    return " ".join((*tools, *axe_tags(run.settings.portfolio)))
