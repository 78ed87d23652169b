"""What ``sites.yaml`` may hold: every key with its type and bounds. Defaults are those of the model's structs."""

from __future__ import annotations

import difflib
from types import SimpleNamespace
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from pydantic import AfterValidator, Field

from auditor.config.yaml_file import Day, Email, Entry, WebAddress, without_password
from auditor.findings import form_items
from auditor.model import (
    Badge,
    Budget,
    Deadlines,
    Name,
    OpinionPolicy,
    Owner,
    Politeness,
    Portfolio,
    ProbePolicy,
    Site,
    SiteKind,
    Superior,
    System,
)
from auditor.standards.criteria import Level

PLACEHOLDER_CONTACT = "please-fill-in@example.invalid"


def _prefix(value: str) -> str:
    if value and not (value.startswith("/") and value.endswith("/")):
        raise ValueError('begin and end it with a slash, for example "/iphw/hsinchu/"')
    return value


def _threshold(value: str) -> str:
    known = form_items.effective_thresholds()
    if value not in known:
        close = difflib.get_close_matches(value, known, n=1)
        raise ValueError(f"write one of {', '.join(known)}{f'; did you mean “{close[0]}”?' if close else ''}")
    return value


def _time_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError('write the name of a time zone such as "Asia/Taipei"') from error
    return value


def _search_probe(value: str) -> str:
    if value and "{word}" not in value:
        raise ValueError(
            'write {word} where the word belongs, for example "https://www.example.gov.tw/search?q={word}"'
        )
    if value and not value.startswith(("http://", "https://")):
        raise ValueError("write the whole address, beginning with https://")
    return without_password(value)


def _quiet_hours(value: list[int]) -> list[int]:
    if value and (len(value) != 2 or value[0] == value[1]):
        raise ValueError("write two different hours such as [8, 18], or [] for none")
    return value


def _defaults(struct: type[msgspec.Struct]) -> SimpleNamespace:
    """The defaults of a struct of the model by field, tuples as the lists of the file."""
    return SimpleNamespace(
        **{
            field.name: list(field.default) if isinstance(field.default, tuple) else field.default
            for field in msgspec.structs.fields(struct)
            if field.default is not msgspec.NODEFAULT
        }
    )


_BADGE, _BUDGET, _DEADLINES, _NAME = _defaults(Badge), _defaults(Budget), _defaults(Deadlines), _defaults(Name)
_OWNER, _POLITENESS, _PORTFOLIO = _defaults(Owner), _defaults(Politeness), _defaults(Portfolio)
_SITE, _SUPERIOR, _SYSTEM = _defaults(Site), _defaults(Superior), _defaults(System)

_Hour = Annotated[int, Field(ge=0, le=23)]
_Prefix = Annotated[str, AfterValidator(_prefix)]
_Public = Annotated[str, AfterValidator(without_password)]
_Standard = Literal["2.0", "110.07", "115.11"]
_Days = Annotated[int, Field(ge=0, le=400)]
_Share = Annotated[float, Field(ge=0, le=1)]


class _Budget(Entry):
    pages: int = Field(default=_BUDGET.pages, ge=1, le=100_000)
    depth: int = Field(default=_BUDGET.depth, ge=0, le=100)
    bytes: int = Field(default=_BUDGET.bytes, ge=10_000, le=100_000_000)
    seconds: float = Field(default=_BUDGET.seconds, ge=1, le=300)
    visits: int = Field(default=_BUDGET.visits, ge=0, le=100_000)


class _Politeness(Entry):
    delay: float = Field(default=_POLITENESS.delay, ge=0, le=60)
    concurrency: int = Field(default=_POLITENESS.concurrency, ge=1, le=32)
    robots: bool = _POLITENESS.robots
    quiet_hours: Annotated[list[_Hour], AfterValidator(_quiet_hours)] = Field(
        default=_POLITENESS.quiet_hours, max_length=2
    )
    patience: float = Field(default=_POLITENESS.patience, ge=0, le=10)


class _Owner(Entry):
    unit: str = Field(min_length=1)
    email: Email = _OWNER.email
    patterns: list[str] = _OWNER.patterns
    sections: list[str] = _OWNER.sections
    pages: list[WebAddress] = _OWNER.pages


class _Badge(Entry):
    version: _Standard
    level: Level
    certificate: str = _BADGE.certificate
    expires: Day = _BADGE.expires
    name: str = _BADGE.name


class _Name(Entry):
    zh: str = Field(min_length=1)
    en: str = _NAME.en
    until: Day = _NAME.until
    source: str = _NAME.source


class _Superior(Entry):
    zh: str = Field(min_length=1)
    en: str = _SUPERIOR.en
    since: Day = Field(default=_SUPERIOR.since, alias="from")
    until: Day = _SUPERIOR.until
    source: str = _SUPERIOR.source
    email: Email = _SUPERIOR.email


class _Terms(Entry):
    standard: _Standard = _SITE.standard
    level: Level = _SITE.level
    agency_code: str = _SITE.agency_code
    excluded: list[str] = _SITE.excluded
    former_hosts: list[str] = _SITE.former_hosts
    agency: list[_Superior] | None = _SITE.agency
    branch: list[_Superior] | None = _SITE.branch
    parent: list[_Superior] | None = _SITE.parent
    budget: _Budget = _Budget()
    politeness: _Politeness = _Politeness()
    owners: list[_Owner] = _SITE.owners
    default_owner: _Owner | None = _SITE.default_owner


class _Site(_Terms):
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    names: list[_Name] = Field(min_length=1)
    kind: SiteKind
    url: WebAddress = _SITE.url
    city: str = _SITE.city
    region: Literal["", "north", "central", "south", "east"] = _SITE.region
    prefix: _Prefix = ""
    starts: list[WebAddress] = _SITE.starts
    badge: _Badge | None = _SITE.badge
    search_probe: Annotated[str, AfterValidator(_search_probe)] = _SITE.search_probe
    search_word: str = Field(default=_SITE.search_word, min_length=1)
    applications: list[str] = _SITE.applications


class _System(Entry):
    name: str = Field(min_length=1)
    how: Literal["audit", "probe", "internal"]
    url: WebAddress = _SYSTEM.url
    words: list[str] = _SYSTEM.words


class _Deadlines(Entry):
    blocker: _Days = _DEADLINES.blocker
    serious: _Days = _DEADLINES.serious
    moderate: _Days = _DEADLINES.moderate
    minor: _Days = _DEADLINES.minor
    notice: _Days = _DEADLINES.notice
    working_days: bool = _DEADLINES.working_days
    escalation: Email = _DEADLINES.escalation


class SitesFile(Entry):
    """The whole file; ``settings.toml`` describes each key for people."""

    agent: str = "web-convenience-auditor"
    contact: _Public = PLACEHOLDER_CONTACT
    addresses: list[str] = _PORTFOLIO.addresses
    inside: list[WebAddress] = _PORTFOLIO.inside
    trust: str = _PORTFOLIO.trust
    resolve: dict[str, str] = {}
    drivers: int = Field(default=_PORTFOLIO.drivers, ge=1, le=32)
    browser_megabytes: int = Field(default=_PORTFOLIO.browser_megabytes, ge=0)
    browsers: list[WebAddress] = _PORTFOLIO.browsers
    cluster: _Public = _PORTFOLIO.cluster
    others: _Politeness = _Politeness()
    keep_bodies_days: int = Field(default=_PORTFOLIO.keep_bodies_days, ge=0, le=4000)
    probes: ProbePolicy = _PORTFOLIO.probes
    second_opinions: OpinionPolicy = _PORTFOLIO.second_opinions
    pictures: bool = _PORTFOLIO.pictures
    deadlines: _Deadlines = _Deadlines()
    time_zone: Annotated[str, AfterValidator(_time_zone)] = _PORTFOLIO.time_zone
    thresholds: dict[Annotated[str, AfterValidator(_threshold)], _Share] = {}
    defaults: _Terms = _Terms()
    systems: dict[str, _System] = {}
    sites: list[_Site] = Field(min_length=1)


def sites_schema() -> dict[str, Any]:
    """The JSON schema of the file: every key with its type, bounds and default."""
    return SitesFile.model_json_schema()
