"""The configuration of one site: its addresses, owners, budget and politeness, as frozen values."""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import quote

import msgspec

NONSENSE = "qzxjwvkq"
"""A word that stands on no page: an honest search finds nothing for it."""


class SiteKind(StrEnum):
    """The five kinds of sites of the form, further agencies, and commissioned sites, which are counted apart."""

    BUREAU = "bureau"
    AGENCY = "agency"
    MANAGEMENT_OFFICE = "management_office"
    SERVICE_CENTER = "service_center"
    ENVIRONMENT_CENTER = "environment_center"
    PORT_GROUP = "port_group"
    COMMISSIONED = "commissioned"

    @property
    def counts(self) -> bool:
        """Whether the site is counted among all configured sites: the bureau, further agencies, the units."""
        return self is not SiteKind.COMMISSIONED


class Budget(msgspec.Struct, frozen=True):
    """How much of a site one run may fetch."""

    pages: int = 500
    """The number of pages fetched."""
    depth: int = 12
    """The number of clicks from a start address."""
    bytes: int = 5_000_000
    """The bytes read of one answer."""
    seconds: float = 30.0
    """The seconds for one request with all its redirects."""
    visits: int = 500
    """The number of browser visits."""


class Politeness(msgspec.Struct, frozen=True):
    """How fast and when a host is requested."""

    delay: float = 1.0
    """The seconds between two requests."""
    concurrency: int = 1
    """The number of requests at the same time."""
    robots: bool = True
    """Whether robots.txt is obeyed."""
    quiet_hours: tuple[int, ...] = ()
    """A pair of local hours (``(8, 18)``) in which the host is left alone; empty: none."""
    patience: float = 1.0
    """A factor on the waits before a failed request is repeated."""


class Owner(msgspec.Struct, frozen=True):
    """A unit that answers for pages (內容認養)."""

    unit: str
    """The unit's name."""
    email: str = ""
    """The unit's address; empty when none is configured."""
    patterns: tuple[str, ...] = ()
    """Address patterns of its pages, ``*`` for any characters."""
    sections: tuple[str, ...] = ()
    """Sections of the menu whose pages are its own."""
    pages: tuple[str, ...] = ()
    """Addresses of single pages."""


class Badge(msgspec.Struct, frozen=True):
    """The accessibility badge (無障礙標章) that a site holds."""

    version: str
    """The version of the 網站無障礙規範 it was given by."""
    level: str
    """``A``, ``AA`` or ``AAA``."""
    certificate: str = ""
    """The certificate number; empty when none is configured."""
    expires: str = ""
    """The last day (ISO); empty when none is configured."""
    name: str = ""
    """The site's name in the authority's register; empty when none is configured."""


class System(msgspec.Struct, frozen=True):
    """A system that the form names."""

    id: str
    """Its id in ``sites.yaml``."""
    name: str
    """Its name in Chinese."""
    how: str
    """``audit``, ``probe`` or ``internal``."""
    url: str = ""
    """Its address; empty when it is not configured."""
    words: tuple[str, ...] = ()
    """Words that its first page must show."""


class Name(msgspec.Struct, frozen=True):
    """A name that the site's agency has or had."""

    zh: str
    """The name in Chinese."""
    en: str = ""
    """The name in English; empty when none is configured."""
    until: str = ""
    """The last day (ISO) of this name; empty for the present one."""
    source: str = ""
    """Where the name was read; empty where no source gives it."""


class Superior(msgspec.Struct, frozen=True):
    """An agency, or a branch of it, that a unit belongs or belonged to."""

    zh: str
    """Its name in Chinese."""
    en: str = ""
    """Its name in English; empty when none is known."""
    since: str = msgspec.field(name="from", default="")
    """The first day (ISO) on which the unit belonged to it; empty: as long as the unit has been there."""
    until: str = ""
    """The last day (ISO); empty: to this day."""
    source: str = ""
    """Where that was read; empty where no source gives it."""
    email: str = ""
    """Its mail address for overviews; empty when none is configured."""


class Site(msgspec.Struct, frozen=True):
    """One site: its host, its start addresses, and the terms of its audit."""

    id: str
    """Its id in ``sites.yaml``."""
    names: tuple[Name, ...]
    """The names of its agency, the present one last."""
    kind: SiteKind
    """Its kind in the form."""
    url: str = ""
    """Its address; empty when the bureau has not filled it in: then it is reported as not configured."""
    city: str = ""
    """The city it belongs to."""
    region: str = ""
    """``north``, ``central``, ``south`` or ``east``; empty when none is configured."""
    url_is_home: bool = True
    """Whether its address is its home page; not of addresses typed on the command line, unless the root of a host."""
    prefix: str = "/"
    """The path below which its pages are, with a slash at both ends."""
    starts: tuple[str, ...] = ()
    """The addresses that the crawl starts from."""
    excluded: tuple[str, ...] = ()
    """Patterns of addresses that are not fetched, ``*`` for any characters."""
    standard: str = "115.11"
    """The version of the 網站無障礙規範 for a site without a badge: the one it would apply under since 2026-11-30."""
    level: str = "AA"
    """The level it has to meet: ``A``, ``AA`` or ``AAA``."""
    agency_code: str = ""
    """The code of its agency; empty when none is configured."""
    badge: Badge | None = None
    """The badge it holds; None when it holds none."""
    owners: tuple[Owner, ...] = ()
    """The units that answer for some of its pages: by address, then by pattern, then by section."""
    default_owner: Owner | None = None
    """The unit that answers for all other pages; None when none is configured."""
    budget: Budget = Budget()
    """How much of it one run may fetch."""
    politeness: Politeness = Politeness()
    """How its host is requested."""
    search_probe: str = ""
    """The address of its search with ``{word}`` for the word; empty when none is configured."""
    search_word: str = "服務"
    """A word that its search must find."""
    applications: tuple[str, ...] = ()
    """The names of what people can apply for on it."""
    former_hosts: tuple[str, ...] = ()
    """The names of hosts that its agency has left, besides those of ``agencies.yaml``."""
    agency: tuple[Superior, ...] | None = None
    """The agencies it belonged and belongs to; None: those of ``agencies.yaml`` for its kind."""
    branch: tuple[Superior, ...] | None = None
    """The branches of these agencies; None: not known."""
    parent: tuple[Superior, ...] | None = None
    """What its agencies belong to; None: as ``agency``."""

    @property
    def name(self) -> str:
        """The present name in Chinese."""
        return self.names[-1].zh

    @property
    def has_present_name(self) -> bool:
        """Whether the last name is in use: a unit whose present name no source gives has former names only."""
        return not self.names[-1].until

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
