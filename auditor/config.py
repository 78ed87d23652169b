"""``sites.yaml`` to frozen sites. All errors of a file are told at once: file, line, key, what is wrong, the mend."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit

import msgspec
import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from auditor.model import Portfolio, SiteKind

PLACEHOLDER_CONTACT = "please-fill-in@example.invalid"


class ConfigurationError(Exception):
    """The configuration cannot be used; ``problems`` holds one sentence a fault, each with file and line."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def _address(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0):
        raise ValueError('write a whole address such as "https://www.example.gov.tw/", or leave it empty')
    return value


def _email(value: str) -> str:
    if value and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        raise ValueError("write an e-mail address such as unit@example.gov.tw")
    return value


def _day(value: str) -> str:
    if value and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError('write a date as "2026-11-30", in quotation marks')
    return value


def _prefix(value: str) -> str:
    if value and not (value.startswith("/") and value.endswith("/")):
        raise ValueError('begin and end it with a slash, for example "/iphw/hsinchu/"')
    return value


Address = Annotated[str, AfterValidator(_address)]
Email = Annotated[str, AfterValidator(_email)]
Day = Annotated[str, AfterValidator(_day)]
Prefix = Annotated[str, AfterValidator(_prefix)]
Standard = Literal["2.0", "110.07", "115.11"]
Level = Literal["A", "AA", "AAA"]
Read = TypeVar("Read", bound=BaseModel)
Lines = dict[tuple[Any, ...], int]
Days = Annotated[int, Field(ge=0, le=400)]


class Entry(BaseModel):
    """What a file may hold: no key that is not declared."""

    model_config = ConfigDict(extra="forbid")


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
    quiet_hours: list[Annotated[int, Field(ge=0, le=23)]] = Field(default=[], max_length=2)
    patience: float = Field(default=1.0, ge=0, le=10)


class _Owner(Entry):
    unit: str = Field(min_length=1)
    email: Email = ""
    patterns: list[str] = []
    sections: list[str] = []
    pages: list[Address] = []


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
    budget: _Budget = _Budget()
    politeness: _Politeness = _Politeness()
    owners: list[_Owner] = []
    default_owner: _Owner | None = None


class _Site(_Terms):
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    names: list[_Name] = Field(min_length=1)
    kind: SiteKind
    url: Address = ""
    city: str = ""
    region: Literal["", "north", "central", "south", "east"] = ""
    prefix: Prefix = ""
    starts: list[Address] = []
    badge: _Badge | None = None
    search_probe: str = ""


class _System(Entry):
    name: str = Field(min_length=1)
    how: Literal["audit", "probe", "internal"]
    url: Address = ""
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
    inside: list[Address] = []
    trust: str = ""
    resolve: dict[str, str] = {}
    drivers: int = Field(default=2, ge=1, le=32)
    browsers: list[Address] = []
    cluster: str = ""
    others: _Politeness = _Politeness()
    keep_bodies_days: int = Field(default=400, ge=0, le=4000)
    deadlines: _Deadlines = _Deadlines()
    defaults: _Terms = _Terms()
    systems: dict[str, _System] = {}
    sites: list[_Site] = Field(min_length=1)


def schema() -> dict[str, Any]:
    """The JSON schema of the file: every key with its type, bounds and default."""
    return _File.model_json_schema()


def load(path: Path) -> Portfolio:
    """Read a configuration file.

    Raises ``ConfigurationError`` with every problem of the file at once.
    """
    file, lines = read(path, _File, _with_defaults)
    if doubles := _doubles(file, path, lines):
        raise ConfigurationError(doubles)
    return _portfolio(file)


def read(path: Path, model: type[Read], prepare: Callable[[Any], Any] = lambda raw: raw) -> tuple[Read, Lines]:
    """Any YAML file as a model, with the line (from 1) of every key path; ``prepare`` sees the raw values first.

    Raises ``ConfigurationError`` with every problem of the file at once.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            [f"{path}: cannot be read ({error}); write it in UTF-8 and check its place"]
        ) from error
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        raw = yaml.safe_load(text)
        lines = dict(_lines(node, ()))
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # also a date that is none, and a circle
        raise ConfigurationError([f"{path}: {_yaml_problem(error)}"]) from error
    try:
        return model.model_validate(prepare(raw)), lines
    except ValidationError as error:
        raise ConfigurationError([_problem(path, lines, fault) for fault in error.errors()]) from error


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


def _problem(path: Path, lines: Lines, fault: Any) -> str:
    where = tuple(fault["loc"])
    line = next((lines[where[:cut]] for cut in range(len(where), -1, -1) if where[:cut] in lines), 1)
    key = ".".join(str(part) for part in where) or "the file"
    return f"{path}:{line}: {key}: {_mend(fault, str(where[-1]) if where else '')}"


def _mend(fault: Any, key: str) -> str:
    match fault["type"]:
        case "missing":
            return f"is missing; add “{key}: …”"
        case "extra_forbidden":
            close = difflib.get_close_matches(key, _keys(), n=1)
            return f"is no key of this file; {f'did you mean “{close[0]}”?' if close else 'take it out'}"
        case "value_error":
            return f"is {fault['input']!r}; {fault['ctx']['error']}"
        case "enum" | "literal_error":
            return f"is {fault['input']!r}; write one of {fault['ctx']['expected']}"
        case _:
            return f"is {fault['input']!r}; {fault['msg'][0].lower()}{fault['msg'][1:]}"


def _keys() -> list[str]:
    entries = [Entry]
    for entry in entries:  # grows while it is walked
        entries += entry.__subclasses__()
    return [key for entry in entries for key in entry.model_fields]


def _lines(node: Any, path: tuple[Any, ...]) -> list[tuple[tuple[Any, ...], int]]:
    """The line (from 1) of every key path of a composed YAML file."""
    if node is None:
        return []
    found = [(path, node.start_mark.line + 1)]
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*path, key.value)
            found += [*_lines(value, inner), (inner, key.start_mark.line + 1)]
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            found += _lines(value, (*path, number))
    return found


def _yaml_problem(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
    return f"{where}{getattr(error, 'problem', None) or error}; mend the indentation or quote the value"
