"""``sites.yaml`` to frozen sites: what the file may hold, what a site has from the defaults, what it may not repeat."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import msgspec
from pydantic import AfterValidator, Field

from auditor.config.yaml_file import ConfigurationError, Day, Email, Entry, Lines, WebAddress, read_yaml
from auditor.findings import form_items
from auditor.model import Portfolio, ProbePolicy, SiteKind
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


def _search_probe(value: str) -> str:
    if value and "{word}" not in value:
        raise ValueError(
            'write {word} where the word belongs, for example "https://www.example.gov.tw/search?q={word}"'
        )
    if value and not value.startswith(("http://", "https://")):
        raise ValueError("write the whole address, beginning with https://")
    return value


def _quiet_hours(value: list[int]) -> list[int]:
    if value and (len(value) != 2 or value[0] == value[1]):
        raise ValueError("write two different hours such as [8, 18], or [] for none")
    return value


Hour = Annotated[int, Field(ge=0, le=23)]
Prefix = Annotated[str, AfterValidator(_prefix)]
Standard = Literal["2.0", "110.07", "115.11"]
Days = Annotated[int, Field(ge=0, le=400)]
Share = Annotated[float, Field(ge=0, le=1)]


class _Budget(Entry):
    pages: int = Field(default=500, ge=1, le=100_000)
    depth: int = Field(default=12, ge=0, le=100)
    bytes: int = Field(default=5_000_000, ge=10_000, le=100_000_000)
    seconds: float = Field(default=30.0, ge=1, le=300)
    visits: int = Field(default=500, ge=0, le=100_000)


class _Politeness(Entry):
    delay: float = Field(default=1.0, ge=0, le=60)
    concurrency: int = Field(default=1, ge=1, le=32)
    robots: bool = True
    quiet_hours: Annotated[list[Hour], AfterValidator(_quiet_hours)] = Field(default=[], max_length=2)
    patience: float = Field(default=1.0, ge=0, le=10)


class _Owner(Entry):
    unit: str = Field(min_length=1)
    email: Email = ""
    patterns: list[str] = []
    sections: list[str] = []
    pages: list[WebAddress] = []


class _Badge(Entry):
    version: Standard
    level: Level
    certificate: str = ""
    expires: Day = ""


class _Name(Entry):
    zh: str = Field(min_length=1)
    en: str = ""
    until: Day = ""


class _Terms(Entry):
    standard: Standard = "110.07"
    level: Level = "AA"
    agency_code: str = ""
    excluded: list[str] = []
    former_hosts: list[str] = []
    budget: _Budget = _Budget()
    politeness: _Politeness = _Politeness()
    owners: list[_Owner] = []
    default_owner: _Owner | None = None


class _Site(_Terms):
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    names: list[_Name] = Field(min_length=1)
    kind: SiteKind
    url: WebAddress = ""
    city: str = ""
    region: Literal["", "north", "central", "south", "east"] = ""
    prefix: Prefix = ""
    starts: list[WebAddress] = []
    badge: _Badge | None = None
    search_probe: Annotated[str, AfterValidator(_search_probe)] = ""
    search_word: str = Field(default="服務", min_length=1)
    applications: list[str] = []


class _System(Entry):
    name: str = Field(min_length=1)
    how: Literal["audit", "probe", "internal"]
    url: WebAddress = ""
    words: list[str] = []


class _Deadlines(Entry):
    blocker: Days = 1
    serious: Days = 1
    moderate: Days = 2
    minor: Days = 2
    notice: Days = 0
    working_days: bool = False
    escalation: Email = ""


class _File(Entry):
    agent: str = "web-convenience-auditor"
    contact: str = PLACEHOLDER_CONTACT
    inside: list[WebAddress] = []
    trust: str = ""
    resolve: dict[str, str] = {}
    drivers: int = Field(default=2, ge=1, le=32)
    browsers: list[WebAddress] = []
    cluster: str = ""
    others: _Politeness = _Politeness()
    keep_bodies_days: int = Field(default=400, ge=0, le=4000)
    probes: ProbePolicy = ProbePolicy.SAMPLE
    pictures: bool = True
    deadlines: _Deadlines = _Deadlines()
    thresholds: dict[Annotated[str, AfterValidator(_threshold)], Share] = {}
    defaults: _Terms = _Terms()
    systems: dict[str, _System] = {}
    sites: list[_Site] = Field(min_length=1)


def load_portfolio(path: Path) -> Portfolio:
    """Read a configuration file.

    Raises ``ConfigurationError`` with every problem of the file at once.
    """
    file, lines = read_yaml(path, _File, _with_defaults)
    if doubles := _doubles(file, path, lines):
        raise ConfigurationError(doubles)
    return _portfolio(file)


def sites_schema() -> dict[str, Any]:
    """The JSON schema of the file: every key with its type, bounds and default."""
    return _File.model_json_schema()


def _with_defaults(raw: Any) -> Any:
    """Every site with the defaults it does not set itself; budget and politeness are merged key by key."""
    if not isinstance(raw, dict) or not isinstance(raw.get("defaults"), dict) or not isinstance(raw.get("sites"), list):
        return raw
    defaults = raw["defaults"]

    def merged(site: Any) -> Any:
        if not isinstance(site, dict):
            return site
        whole = {**defaults, **site}
        for key in ("budget", "politeness"):
            if isinstance(defaults.get(key), dict) and isinstance(site.get(key), dict):
                whole[key] = {**defaults[key], **site[key]}
        return whole

    return {**raw, "sites": [merged(site) for site in raw["sites"]]}


def _portfolio(file: _File) -> Portfolio:
    values = file.model_dump(mode="json", exclude={"defaults"})
    values["systems"] = [{"id": key, **system} for key, system in values["systems"].items()]
    for site in values["sites"]:
        site["prefix"] = site["prefix"] or _prefix_of(site["url"])
        if site["url"] and urlsplit(site["url"]).path == "":
            site["url"] += "/"
    return msgspec.convert(values, Portfolio, strict=False)


def _prefix_of(url: str) -> str:
    """The folder of an address: what is in scope when the file does not say so."""
    path = urlsplit(url).path
    last = path.rpartition("/")[2]
    return (path.rpartition("/")[0] if "." in last or not last else path) + "/" if path.strip("/") else "/"


def _doubles(file: _File, path: Path, lines: Lines) -> list[str]:
    problems, seen = [], dict[str, int]()
    for number, site in enumerate(file.sites):
        for value in filter(None, (site.id, site.url)):
            if value in seen:
                line = lines.get(("sites", number), 0)
                first = lines.get(("sites", seen[value]), 0)
                problems.append(f"{path}:{line}: sites[{number}]: {value!r} stands already at line {first}; keep one")
            seen.setdefault(value, number)
    return problems
