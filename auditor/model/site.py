"""The sites that are audited and the terms on which they are: frozen values that the configuration is read into."""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import quote

import msgspec

from auditor.model.deadline import Deadlines

NONSENSE = "qzxjwvkq"
"""A word that stands on no page: an honest search finds nothing for it."""


class SiteKind(StrEnum):
    """The five kinds of the form's 53 sites, and commissioned-project sites, which are counted apart."""

    BUREAU = "bureau"
    MANAGEMENT_OFFICE = "management_office"
    SERVICE_CENTER = "service_center"
    ENVIRONMENT_CENTER = "environment_center"
    PORT_GROUP = "port_group"
    COMMISSIONED = "commissioned"

    @property
    def counts(self) -> bool:
        """Whether the site is one of the bureau and its 52 units."""
        return self is not SiteKind.COMMISSIONED


class Budget(msgspec.Struct, frozen=True):
    """How much of a site one run may ask. ``bytes`` is per answer, ``seconds`` per ask in all, ``depth`` in clicks."""

    pages: int = 500
    depth: int = 12
    bytes: int = 5_000_000
    seconds: float = 30.0
    visits: int = 500


class Politeness(msgspec.Struct, frozen=True):
    """How a host is asked. ``delay`` is seconds between two requests, ``concurrency`` requests at the same time.

    ``quiet_hours`` is a pair of local hours (``(8, 18)``) in which the host is left alone, or empty. ``patience`` is a
    factor on the waits before what failed is asked again.
    """

    delay: float = 1.0
    concurrency: int = 1
    robots: bool = True
    quiet_hours: tuple[int, ...] = ()
    patience: float = 1.0


class Owner(msgspec.Struct, frozen=True):
    """A unit that answers for pages (內容認養): by address pattern, by menu section or by list of pages."""

    unit: str
    email: str = ""
    patterns: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


class Badge(msgspec.Struct, frozen=True):
    """The accessibility badge that a site holds. ``expires`` is an ISO date."""

    version: str
    level: str
    certificate: str = ""
    expires: str = ""


class System(msgspec.Struct, frozen=True):
    """A system that the form names; ``how`` is audit, probe or internal. An empty url is not configured."""

    id: str
    name: str
    how: str
    url: str = ""
    words: tuple[str, ...] = ()


class Name(msgspec.Struct, frozen=True):
    """A name that the site's agency had until a day (ISO; empty for the present one)."""

    zh: str
    en: str = ""
    until: str = ""


class Site(msgspec.Struct, frozen=True):
    """One site: host and path prefix, its start addresses, and the terms of its audit.

    ``url`` is empty when the bureau has not filled it in: then the site is reported as not configured. ``prefix``
    begins and ends with a slash; the site's pages are those of the host below it. ``search_probe`` is the address of
    its search with ``{word}`` for the word, ``search_word`` one that must be found; ``applications`` are the names of
    what people can apply for there, ``former_hosts`` names of hosts that the agency has left.
    """

    id: str
    names: tuple[Name, ...]
    kind: SiteKind
    url: str = ""
    city: str = ""
    region: str = ""
    prefix: str = "/"
    starts: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    standard: str = "110.07"
    level: str = "AA"
    agency_code: str = ""
    badge: Badge | None = None
    owners: tuple[Owner, ...] = ()
    default_owner: Owner | None = None
    budget: Budget = Budget()
    politeness: Politeness = Politeness()
    search_probe: str = ""
    search_word: str = "服務"
    applications: tuple[str, ...] = ()
    former_hosts: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The present name in Chinese."""
        return self.names[-1].zh

    @property
    def version(self) -> str:
        """The version of the 網站無障礙規範 that the site is judged by: its badge's, else the configured one.

        Source: 各級機關機構學校網站無障礙檢測及認證標章核發辦法 §7. All badges of version 2.0 have run out.
        """
        return self.badge.version if self.badge and self.badge.version != "2.0" else self.standard

    @property
    def searches(self) -> tuple[str, ...]:
        """The two addresses by which its search is tried: for the word that must be found, and for one without sense.

        Empty where no search is configured.
        """
        words = (self.search_word, NONSENSE) if self.search_probe else ()
        return tuple(self.search_probe.replace("{word}", quote(word)) for word in words)

    @property
    def english_name(self) -> str:
        """The present name in English, or the Chinese one where none is configured."""
        return self.names[-1].en or self.names[-1].zh


class ProbePolicy(StrEnum):
    """Which pages are driven by keyboard, zoomed and spaced: those of a sample, all, or none."""

    SAMPLE = "sample"
    ALL = "all"
    NONE = "none"


class Portfolio(msgspec.Struct, frozen=True):
    """All of ``sites.yaml``: sites, systems, who we say we are, and the origins inside that may be asked.

    ``inside`` are origins such as ``http://127.0.0.1:8001``. ``trust`` is a file of certificate authorities to trust
    besides the system's, ``resolve`` names that stand for a loopback address (both for the demo network and tests).
    ``others`` is how hosts outside all sites are asked. ``thresholds`` (0 to 1, by item of ``indicator.yaml`` or
    ``coverage``) stand in place of those that no rule gives. ``probes`` says which pages are driven, ``pictures``
    whether small pictures of faults are kept.
    ``browsers`` are WebDriver addresses of browsers elsewhere, in
    place of ``drivers`` browsers here; ``cluster`` is the address of a scheduler whose workers read what was fetched.
    """

    sites: tuple[Site, ...]
    systems: tuple[System, ...] = ()
    agent: str = ""
    contact: str = ""
    inside: tuple[str, ...] = ()
    trust: str = ""
    resolve: dict[str, str] = {}
    drivers: int = 2
    browsers: tuple[str, ...] = ()
    cluster: str = ""
    others: Politeness = Politeness()
    keep_bodies_days: int = 400
    probes: ProbePolicy = ProbePolicy.SAMPLE
    pictures: bool = True
    deadlines: Deadlines = Deadlines()
    thresholds: dict[str, float] = {}

    def site(self, site_id: str) -> Site:
        """The site of this id. Raises ``KeyError`` with the id."""
        for site in self.sites:
            if site.id == site_id:
                return site
        raise KeyError(site_id)
