"""The manifest of planted faults: its entries, where each is planted, and what an audit is expected to find."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from auditor.demo.draft import PageDraft, SiteDraft
from auditor.demo.vocabulary import read_vocabulary

EVERYWHERE = "all"
PORTFOLIO = "portfolio"
"""In the place of a site: what is expected of all sites together."""

_BY_TARGET = frozenset(
    {
        "document-image-alt-missing", "document-language-missing", "document-personal-data",
        "document-table-header-missing", "document-title-missing", "download-mislabelled", "download-unopenable",
        "link-blocked", "link-broken", "link-fragment-missing", "link-redirected-permanently", "link-server-error",
        "link-slow", "link-unreachable", "pdf-bookmarks-missing", "pdf-text-missing", "pdf-untagged",
        "sheet-font-size-absolute",
    }
)  # fmt: skip
"""Checks that judge the address a link leads to; the others judge the page that it stands on."""


class Every(msgspec.Struct, frozen=True, rename={"start": "from"}, forbid_unknown_fields=True):
    """Every so many zones, beginning with the zone of this number (counted from 1)."""

    every: int
    start: int


class Fault(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of ``faults.yaml``.

    ``where`` is bureau, zones, a list of site ids, or a rule; ``page`` the kinds of pages it is planted into, or all.
    ``plant`` names the way of planting, ``params`` is what that way needs. ``expects`` are the checks that must fail
    (or be undecided) on each such page, ``site_expects`` those that must fail for the site, ``portfolio_expects``
    those for all sites together. A fault that expects nothing is a trap: an audit must stay silent.
    """

    id: str
    why: str
    where: str | tuple[str, ...] | Every
    plant: str
    page: str | tuple[str, ...] = "home"
    params: dict[str, Any] = {}
    expects: tuple[str, ...] = ()
    site_expects: tuple[str, ...] = ()
    portfolio_expects: tuple[str, ...] = ()

    def sites(self, sites: Sequence[SiteDraft]) -> list[SiteDraft]:
        """Those of the network's sites (the bureau first) that the fault is planted on."""
        if self.where == "bureau":
            return list(sites[:1])
        if self.where == "zones":
            return list(sites[1:])
        if isinstance(self.where, Every):
            return list(sites[self.where.start :: self.where.every])
        return [site for site in sites if site.unit.id in self.where]

    def pages(self, site: SiteDraft) -> list[PageDraft]:
        """The pages of a site that the fault is planted into. Raises ``ValueError`` for a kind that the site lacks."""
        if self.page == EVERYWHERE:
            return site.real_pages
        kinds = (self.page,) if isinstance(self.page, str) else self.page
        lacking = [kind for kind in kinds if kind not in site.pages]
        if lacking:
            known = ", ".join(site.pages)
            raise ValueError(f"faults.yaml, {self.id}: {site.unit.id} has no page {lacking[0]!r}; there are: {known}")
        return [site.pages[kind] for kind in kinds]


class Expected(msgspec.Struct, frozen=True, order=True):
    """One finding that an audit of the network must make.

    ``url`` is the page, empty for a finding about a whole site; ``target`` the address that a link leads to, as the
    check names it, empty where the check judges no target.
    """

    check: str
    site: str
    url: str = ""
    target: str = ""


def manifest(without: Sequence[str] = ()) -> tuple[Fault, ...]:
    """All faults but those named, in the order in which they are planted: those of all pages last.

    Raises ``ValueError`` for a name that no fault has, or that two have.
    """
    faults = read_vocabulary("faults.yaml", tuple[Fault, ...])
    ids = [fault.id for fault in faults]
    for name in without:
        if name not in ids:
            raise ValueError(f"no fault is called {name!r}; `auditor demo --manifest` lists them")
    twice = [name for name in ids if ids.count(name) > 1]
    if twice:
        raise ValueError(f"faults.yaml: two faults are called {twice[0]!r}; give each a name of its own")
    kept = [fault for fault in faults if fault.id not in without]
    return tuple(sorted(kept, key=lambda fault: fault.page == EVERYWHERE))


def expectations(fault: Fault, site: SiteDraft, found: tuple[str, str]) -> Iterator[Expected]:
    """What is expected of one planting: ``found`` is the page's address and the link's target."""
    url, target = found
    for check in fault.expects:
        yield Expected(check, site.unit.id, url, target if check in _BY_TARGET else "")
    for check in fault.site_expects:
        yield Expected(check, site.unit.id)
    for check in fault.portfolio_expects:
        yield Expected(check, PORTFOLIO)
