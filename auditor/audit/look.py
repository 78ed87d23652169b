"""Look at single addresses: the whole audit of each page, in a store that is gone afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec

from auditor import urls
from auditor.audit.gathering import gather
from auditor.audit.judging import judge_run
from auditor.audit.reporting import evidence_of
from auditor.audit.run import open_run
from auditor.crawl.progress import Watch
from auditor.gather.tools import can_visit
from auditor.model import Budget, Evidence, Name, Politeness, Portfolio, Settings, Site, SiteKind
from auditor.store import Store

Result = TypeVar("Result")

_BUDGET = Budget(pages=1, depth=0, visits=1)
_POLITENESS = Politeness(delay=0.2, concurrency=4)


def look(
    addresses: Sequence[str], topics: tuple[str, ...], terms: Portfolio, now: datetime, watch: Watch
) -> tuple[Evidence, dict[str, str]]:
    """Audit single pages: each becomes a site of one page; its links are asked, not walked.

    ``terms`` gives who we say we are and what may be asked inside. Returns the evidence and, by site id, the address.
    """
    sites = tuple(_site(f"page-{number}", url) for number, url in enumerate(dict.fromkeys(addresses), 1))
    portfolio = msgspec.structs.replace(terms, sites=sites, drivers=min(terms.drivers, len(sites)))
    settings = Settings(portfolio, topics=topics, source="command line")
    return in_passing(settings, now, watch, evidence_of), {site.id: site.url for site in sites}


def in_passing(settings: Settings, now: datetime, watch: Watch, read: Callable[..., Result]) -> Result:
    """Run ``settings`` in a temporary store, judge, and return what ``read(store, run, judgement)`` makes of it.

    Raises ``InterruptedError`` when a signal stopped it.
    """
    with TemporaryDirectory(prefix="auditor-") as folder:
        place = Path(folder)
        with Store.open(f"sqlite:///{place / 'look.sqlite'}", place / "blobs") as store:
            run = open_run(store, settings, now)
            if not gather(run, store, watch, browser=can_visit(run.tools)):
                raise InterruptedError("stopped before the pages were looked at; nothing was kept")
            judgement = judge_run(store, run, made=now.isoformat(timespec="seconds"))
            return read(store, store.find_run(run.number), judgement)


def _site(name: str, url: str) -> Site:
    parts = urlsplit(url)
    return Site(
        id=name,
        names=(Name(zh=url, en=url),),
        kind=SiteKind.COMMISSIONED,
        url=urls.without_fragment(url),
        prefix=parts.path or "/",
        budget=_BUDGET,
        politeness=_POLITENESS,
    )
