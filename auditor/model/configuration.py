"""The configuration as a whole: all sites and systems, and how this program identifies itself."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from auditor.model.deadline import Deadlines
from auditor.model.site import Politeness, Site, System

TAIPEI = "Asia/Taipei"
"""The zone of the bureau."""


class ProbePolicy(StrEnum):
    """Which pages get interactive probes: those of a sample, all, or none."""

    SAMPLE = "sample"
    ALL = "all"
    NONE = "none"


class OpinionPolicy(StrEnum):
    """Who is asked about link targets that the first client leaves undecided; each includes those before it."""

    NONE = "none"
    CLIENT = "client"
    BROWSER = "browser"


class Portfolio(msgspec.Struct, frozen=True):
    """All of ``sites.yaml``."""

    sites: tuple[Site, ...]
    """The sites, in the order of the file."""
    systems: tuple[System, ...] = ()
    """The systems that the form names."""
    agent: str = ""
    """The product name in the User-Agent header."""
    contact: str = ""
    """The contact in the User-Agent header."""
    addresses: tuple[str, ...] = ()
    """The network addresses that requests come from, as operators see them; named in letters to them."""
    inside: tuple[str, ...] = ()
    """Origins such as ``http://127.0.0.1:8001`` that may be requested although their network address is private."""
    trust: str = ""
    """A PEM file of certificate authorities trusted besides the system's; empty: none (demo network and tests)."""
    resolve: dict[str, str] = {}
    """Host names that stand for a loopback address (demo network and tests)."""
    drivers: int = 2
    """The number of browsers on this machine."""
    browser_megabytes: int = 1500
    """Memory that a browser on this machine may take (proportional set size, in MB); 0: no limit."""
    browsers: tuple[str, ...] = ()
    """WebDriver addresses of browsers elsewhere, used instead of browsers on this machine."""
    cluster: str = ""
    """The address of a Dask scheduler whose workers parse what was fetched; empty: this machine does."""
    others: Politeness = Politeness()
    """How hosts outside all sites are requested."""
    keep_bodies_days: int = 400
    """The number of days for which the facts of a run are kept."""
    probes: ProbePolicy = ProbePolicy.SAMPLE
    """Which pages get interactive probes."""
    second_opinions: OpinionPolicy = OpinionPolicy.BROWSER
    """Who is asked about link targets that the first client leaves undecided."""
    pictures: bool = True
    """Whether small pictures of faults are kept."""
    deadlines: Deadlines = Deadlines()
    """Until when faults have to be mended."""
    time_zone: str = TAIPEI
    """The IANA name of the zone by which days, months, quiet hours and deadlines are counted."""
    thresholds: dict[str, float] = {}
    """Thresholds (0 to 1) by item of ``indicator.yaml``, or ``coverage``, in place of those that no rule gives."""

    def site(self, site_id: str) -> Site:
        """Return the site of this id. Raises ``KeyError`` with the id."""
        for site in self.sites:
            if site.id == site_id:
                return site
        raise KeyError(site_id)
