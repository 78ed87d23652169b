"""Audits single addresses or the pages below them in a temporary store, which is deleted afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Generic, TypeVar

import msgspec

from auditor import urls
from auditor.browser.versions import can_visit
from auditor.crawl.progress import Watch
from auditor.model import (
    Budget,
    Evidence,
    Judgement,
    LinkState,
    Name,
    Politeness,
    Portfolio,
    Run,
    Settings,
    Site,
    SiteKind,
    SiteState,
    StartReason,
)
from auditor.pipeline.crawl_run import crawl_run
from auditor.pipeline.judgement.judge_run import judge_run
from auditor.pipeline.reports import evidence_of
from auditor.pipeline.resume import open_run
from auditor.store import Store

_ReadResult = TypeVar("_ReadResult")


class AdHocAudit(msgspec.Struct, Generic[_ReadResult], frozen=True):
    """The result of auditing addresses that are in no configuration."""

    evidence: Evidence
    facts: _ReadResult
    """What the caller read of the temporary store before it was deleted."""
    waiting: int | None = None
    """Addresses and visits that were still to be done when a signal stopped the crawl; None: it came to its end."""


_ROOT = re.compile(r"/(?:(?:index|default|home)\.\w{2,5})?", re.IGNORECASE)
_PAGE = Budget(pages=1, depth=0, visits=1)
_POLITENESS = Politeness(delay=0.2, concurrency=4)


def audit_ad_hoc(
    sites: tuple[Site, ...], topics: tuple[str, ...], terms: Portfolio, now: datetime, watch: Watch
) -> tuple[Evidence, dict[str, str]]:
    """Audit sites from ``sites_of_single_pages`` or ``sites_below``; other addresses are fetched as targets only.

    ``terms`` gives the User-Agent and the private origins that may be requested. An address that redirects out of its
    site is followed there once. Returns the evidence and, by site id, the address that was audited.
    """
    evidence = audit_ad_hoc_with(ad_hoc_settings(sites, topics, terms), now, watch, lambda *_: None).evidence
    return evidence, {site.site.id: site.site.url for site in evidence.sites}


def ad_hoc_settings(sites: tuple[Site, ...], topics: tuple[str, ...], terms: Portfolio) -> Settings:
    """The settings of a run over these sites, on this machine alone."""
    portfolio = msgspec.structs.replace(
        terms, sites=sites, systems=(), drivers=min(terms.drivers, len(sites)), browsers=(), cluster=""
    )
    return Settings(portfolio, topics=topics, source="command line")


def audit_ad_hoc_with(
    settings: Settings, now: datetime, watch: Watch, read: Callable[[Store, Run], _ReadResult]
) -> AdHocAudit[_ReadResult]:
    """Audit like ``audit_ad_hoc``, and return what ``read`` makes of the facts before they are deleted.

    When a signal stops the crawl, what was fetched until then is judged, and its sites are marked as partial.
    """

    def both(store: Store, run: Run, judgement: Judgement) -> tuple[dict[str, str], AdHocAudit[_ReadResult]]:
        evidence, moved = _with_moved(store, run, judgement)
        waiting = len(store.queue.pending(run.number))
        if not waiting:
            return moved, AdHocAudit(evidence, read(store, run))
        return {}, AdHocAudit(_marked_partial(evidence), read(store, run), waiting)

    moved, audit = run_in_temporary_store(settings, now, watch, both, keep_partial=True)
    if moved:
        old = settings.portfolio
        followed = tuple(_at(site, moved[site.id]) if site.id in moved else site for site in old.sites)
        settings = msgspec.structs.replace(settings, portfolio=msgspec.structs.replace(old, sites=followed))
        _, audit = run_in_temporary_store(settings, now, watch, both, keep_partial=True)
    return audit


def sites_of_single_pages(addresses: Sequence[str]) -> tuple[Site, ...]:
    """Each address as a site of this one page."""
    return tuple(_site(f"page-{number}", url) for number, url in enumerate(dict.fromkeys(addresses), 1))


def sites_below(addresses: Sequence[str], *, depth: int, pages: int) -> tuple[Site, ...]:
    """Each address as a site of the pages in its folder and below; those of one folder are one site.

    ``depth`` is the most clicks away from the address, ``pages`` the most pages of a site.
    """
    folders: dict[str, list[str]] = {}
    for url in dict.fromkeys(map(urls.without_fragment, addresses)):
        folders.setdefault(urls.origin_of(url) + _folder(url), []).append(url)
    budget = Budget(pages=pages, depth=depth, visits=pages)
    return tuple(
        msgspec.structs.replace(
            _site(f"site-{number}", starts[0]), prefix=_folder(starts[0]), starts=tuple(starts[1:]), budget=budget
        )
        for number, starts in enumerate(folders.values(), 1)
    )


def run_in_temporary_store(  # noqa: PLR0913 - the crawl, how it begins and ends, and what reads it
    settings: Settings,
    now: datetime,
    watch: Watch,
    read: Callable[..., _ReadResult],
    begin: Callable[[Store, Settings, datetime], Run] = open_run,
    *,
    keep_partial: bool = False,
) -> _ReadResult:
    """Crawl and judge in a temporary store, and return what ``read(store, run, judgement)`` makes of it.

    ``begin`` opens the run in the empty store. When a signal stops the crawl, raises ``InterruptedError``; with
    ``keep_partial`` what there is is judged.
    """
    with TemporaryDirectory(prefix="auditor-") as folder:
        place = Path(folder)
        with Store.open(f"sqlite:///{place / 'audit.sqlite'}", place / "blobs") as store:
            run = begin(store, settings, now)
            if not crawl_run(run, store, watch, browser=can_visit(run.tools)) and not keep_partial:
                raise InterruptedError("stopped before the pages were audited; nothing was kept")
            judgement = judge_run(store, run, made=now.isoformat(timespec="seconds"))
            return read(store, store.runs.find(run.number), judgement)


def _site(name: str, url: str) -> Site:
    return Site(
        id=name,
        names=(Name(zh=url, en=url),),
        kind=SiteKind.COMMISSIONED,
        url=urls.without_fragment(url),
        url_is_home=_is_root(url),
        prefix=urls.path_of(url),
        budget=_PAGE,
        politeness=_POLITENESS,
    )


def _at(site: Site, url: str) -> Site:
    """The site at the address that its own redirects to; its page alone where it was a page alone."""
    prefix = urls.path_of(url) if site.budget is _PAGE else _folder(url)
    return msgspec.structs.replace(site, url=url, url_is_home=_is_root(url), prefix=prefix)


def _is_root(url: str) -> bool:
    """Whether an address is the root of its host, by whatever name its server gives the file there."""
    return _ROOT.fullmatch(urls.path_of(url)) is not None and "?" not in url


def _folder(url: str) -> str:
    return urls.path_of(url).rpartition("/")[0] + "/"


def _marked_partial(evidence: Evidence) -> Evidence:
    """The evidence with ``stopped`` as the reason of every site, those that were audited in part too."""
    sites = tuple(
        msgspec.structs.replace(site, run=msgspec.structs.replace(site.run, reason=StartReason.STOPPED.value))
        for site in evidence.sites
    )
    return msgspec.structs.replace(evidence, sites=sites)


def _with_moved(store: Store, run: Run, judgement: Judgement) -> tuple[Evidence, dict[str, str]]:
    """The evidence, and where the start addresses of sites that were not reached redirect to, by site id."""
    evidence, moved = evidence_of(store, run, judgement), {}
    for site in evidence.sites:
        start = store.facts.fetch_record(run.number, site.site.url) if site.run.state is SiteState.NOT_REACHED else None
        if start and start.target.state is LinkState.REDIRECTED:
            moved[site.site.id] = urls.without_fragment(start.answer.final_url)
    return evidence, moved
