"""Reads the manifest of planted faults: on which pages each is planted, and which findings an audit must make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from auditor.demo.draft import PageDraft, SiteDraft
from auditor.demo.vocabulary import read_vocabulary

EVERYWHERE = "all"
PORTFOLIO = "portfolio"
"""In place of a site id: expected of all sites together."""

_BY_TARGET = frozenset(
    {
        "document-field-unnamed", "document-heading-missing", "document-heading-skipped", "document-image-alt-missing",
        "document-language-missing", "document-list-unmarked", "document-personal-data", "document-slide-untitled",
        "document-table-header-missing", "document-title-missing", "download-mislabelled", "download-unopenable",
        "link-blocked", "link-broken", "link-fragment-missing", "link-redirected-permanently", "link-server-error",
        "link-parked", "link-slow", "link-taken-over",
        "link-unreachable", "pdf-bookmarks-missing", "pdf-page-scanned", "pdf-tab-order-missing",
        "pdf-text-missing", "pdf-text-unmapped", "pdf-ua-unfounded", "pdf-untagged",
        "sheet-font-size-absolute",
    }
)  # fmt: skip
"""Checks that judge the target of a link; the others judge the page with the link."""


class Every(msgspec.Struct, frozen=True, rename={"start": "from"}, forbid_unknown_fields=True):
    """Every n-th zone."""

    every: int
    """The distance between two zones."""
    start: int
    """Number of the first zone, from 1; ``from`` in the file."""


class Fault(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of ``faults.yaml``. A fault that expects nothing is a trap: an audit must report nothing."""

    id: str
    why: str
    """The real fault that it represents, in words."""
    where: str | tuple[str, ...] | Every
    """``bureau``, ``zones``, a list of site ids, or every n-th zone."""
    plant: str
    """The method of planting (``fault_planting``)."""
    page: str | tuple[str, ...] = "home"
    """Kinds of pages that it is planted into, or ``all``."""
    params: dict[str, Any] = {}
    """Parameters of the method."""
    expects: tuple[str, ...] = ()
    """Checks that must fail, or be undecided, on each such page."""
    site_expects: tuple[str, ...] = ()
    """Checks that must fail for each such site."""
    portfolio_expects: tuple[str, ...] = ()
    """Checks that must fail for all sites together."""

    def sites(self, sites: Sequence[SiteDraft]) -> list[SiteDraft]:
        """The sites, of all those of the network with the bureau first, that the fault is planted on."""
        if self.where == "bureau":
            return list(sites[:1])
        if self.where == "zones":
            return list(sites[1:])
        if isinstance(self.where, Every):
            return list(sites[self.where.start :: self.where.every])
        return [site for site in sites if site.unit.id in self.where]

    def pages(self, site: SiteDraft) -> list[PageDraft]:
        """The pages of a site that the fault is planted into. Raises ``ValueError`` for an unknown kind of page."""
        if self.page == EVERYWHERE:
            return site.real_pages
        kinds = (self.page,) if isinstance(self.page, str) else self.page
        missing = [kind for kind in kinds if kind not in site.pages]
        if missing:
            known = ", ".join(site.pages)
            raise ValueError(f"faults.yaml, {self.id}: {site.unit.id} has no page {missing[0]!r}; there are: {known}")
        return [site.pages[kind] for kind in kinds]


class Expected(msgspec.Struct, frozen=True, order=True):
    """One finding that an audit of the network must make."""

    check: str
    site: str
    """The site's id, or ``PORTFOLIO``."""
    url: str = ""
    """The page; empty for a finding about a whole site."""
    target: str = ""
    """The target of the link as the check names it; empty where the check judges no target."""


def manifest(without: Sequence[str] = ()) -> tuple[Fault, ...]:
    """All faults except those named, in the order of planting: those of all pages last.

    Raises ``ValueError`` for a name that no fault has, or that two have.
    """
    faults = read_vocabulary("faults.yaml", tuple[Fault, ...])
    ids = [fault.id for fault in faults]
    for name in without:
        if name not in ids:
            raise ValueError(f"no fault is called {name!r}; `auditor demo --manifest` lists them")
    repeated = [name for name in ids if ids.count(name) > 1]
    if repeated:
        raise ValueError(f"faults.yaml: two faults are called {repeated[0]!r}; rename one of them")
    kept = [fault for fault in faults if fault.id not in without]
    return tuple(sorted(kept, key=lambda fault: fault.page == EVERYWHERE))


def expectations(fault: Fault, site: SiteDraft, planted: tuple[str, str]) -> Iterator[Expected]:
    """The findings expected of one planting: ``planted`` is the page's address and the link's target."""
    url, target = planted
    for check in fault.expects:
        yield Expected(check, site.unit.id, url, target if check in _BY_TARGET else "")
    for check in fault.site_expects:
        yield Expected(check, site.unit.id)
    for check in fault.portfolio_expects:
        yield Expected(check, PORTFOLIO)
