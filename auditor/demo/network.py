"""Builds the demo network: its sites, the answers of its hosts, and the findings that an audit must make."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec

from auditor.demo import certificate_authority as certificates
from auditor.demo import outside_hosts
from auditor.demo.answers import DemoAnswer, DemoHost
from auditor.demo.draft import NetworkAddresses, Setting, SiteDraft
from auditor.demo.fault_planting import PlantingPlace, plant
from auditor.demo.faults import Expected, Fault, expectations, manifest
from auditor.demo.hosting import bureau_host, zones_host
from auditor.demo.portfolio import portfolio_of
from auditor.demo.site_drafts import bureau, zone
from auditor.demo.vocabulary import demo_units
from auditor.model import Portfolio

PORTS = 8
"""Number of consecutive ports of the network; no server listens on the last."""


class Options(msgspec.Struct, frozen=True):
    """Everything that a network depends on: equal options give equal bytes."""

    zones: int
    """Number of zones beside the bureau."""
    seed: int
    port: int
    """The first port."""
    without: tuple[str, ...]
    """Ids of faults that are left out."""
    today: str
    """The ISO day from which pages are dated back."""


class DemoNetwork(msgspec.Struct, frozen=True):
    """The whole network."""

    options: Options
    portfolio: Portfolio
    """The configuration to audit it with."""
    hosts: tuple[DemoHost, ...]
    manifest: tuple[Fault, ...]
    """Its planted faults."""
    expectations: frozenset[Expected]
    """Every finding that an audit must make."""
    planted: dict[str, tuple[str, ...]]
    """The ids of the sites with each fault, by the fault's id."""
    kinds: dict[str, str]
    """The kind of every page by its address."""
    spellings: dict[str, str]
    """The page's own address by each further address that gives the same page."""
    certificates: Path
    """Folder of the certificates of its HTTPS hosts."""

    @property
    def pages(self) -> dict[str, DemoAnswer]:
        """Every answer by its whole address."""
        return {f"{host.origin}{path}": answer for host in self.hosts for path, answer in host.answers.items()}

    def expected(self) -> frozenset[Expected]:
        """Every finding that an audit must make."""
        return self.expectations

    def clean_pages(self) -> dict[str, str]:
        """The kinds of pages whose own HTML has no fault, by address; dead links do not count."""
        faulty = {found.url for found in self.expectations if not found.target}
        return {url: kind for url, kind in self.kinds.items() if url not in faulty}


def build(
    zones: int = 52, seed: int = 115, port: int = 18080, *, without: Sequence[str] = (), today: date | None = None
) -> DemoNetwork:
    """Build a bureau and ``zones`` zones on loopback, from ``port`` on, without the faults named.

    Pages are dated back from the month of ``today`` (the present day by default). Raises ``ValueError`` for an
    impossible number of zones or port and for an unknown fault; ``certificates.NoFolder``.
    """
    known = len(demo_units()) - 1
    if not 1 <= zones <= known:
        raise ValueError(f"the demo network has 1 to {known} zones, not {zones}")
    if not 1 <= port <= 65_536 - PORTS:
        raise ValueError(f"the first port must be between 1 and {65_536 - PORTS}, not {port}")
    setting = Setting(addresses(port), seed, today or date.today())
    drafts = [zone(setting, unit, number) for number, unit in enumerate(demo_units()[1 : zones + 1], 1)]
    sites = [bureau(setting, drafts), *drafts]
    faults = manifest(without)
    planted = {fault.id: tuple(site.unit.id for site in fault.sites(sites)) for fault in faults}
    expected = frozenset(found for fault in faults for found in _planted(setting, fault, sites))
    folder = certificates.folder()
    return DemoNetwork(
        options=Options(zones, seed, port, tuple(without), setting.today.isoformat()),
        portfolio=portfolio_of(setting, sites, folder / certificates.AUTHORITY),
        hosts=(bureau_host(sites[0], port), zones_host(sites[1:], port + 1), *outside_hosts.outside_hosts(port)),
        manifest=faults,
        expectations=expected,
        planted=planted,
        kinds={draft.url: draft.kind for site in sites for draft in site.real_pages},
        spellings=_spellings(setting, sites),
        certificates=folder,
    )


def addresses(port: int) -> NetworkAddresses:
    """The origins of a network that begins at this port."""
    names = {"bureau": 0, "zones": 1, "outer": 2, "robots": 3, "slow": 4, "refused": 7}
    plain = {name: f"http://127.0.0.1:{port + offset}" for name, offset in names.items()}
    secure = {"expired": f"https://127.0.0.1:{port + 5}", "secure": f"https://127.0.0.1:{port + 6}"}
    return NetworkAddresses(**plain, **secure, moved=f"http://www.old-bureau.demo:{port + 2}")


def _planted(setting: Setting, fault: Fault, sites: list[SiteDraft]) -> list[Expected]:
    return [
        found
        for site in fault.sites(sites)
        for draft in fault.pages(site)
        for found in expectations(fault, site, plant(fault.plant, PlantingPlace(setting, site, draft), fault.params))
    ]


def _spellings(setting: Setting, sites: list[SiteDraft]) -> dict[str, str]:
    found: dict[str, str] = {}
    for site in sites:
        origin = setting.addresses.zones if site.number else setting.addresses.bureau
        found |= {f"{origin}{path}": site.urls[kind] for path, kind in site.spellings.items()}
    return found
