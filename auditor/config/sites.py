"""Reads ``sites.yaml`` into a portfolio: applies the file's defaults to each site and refuses repeated sites."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from auditor.config.sites_schema import SitesFile
from auditor.config.yaml_file import ConfigurationError, Lines, read_yaml
from auditor.model import Portfolio


def load_portfolio(path: Path) -> Portfolio:
    """Read a configuration file.

    Raises ``ConfigurationError`` with every problem of the file at once.
    """
    file, lines = read_yaml(path, SitesFile, _with_defaults)
    if problems := _repeated(file, path, lines):
        raise ConfigurationError(problems)
    return _portfolio(file)


def _with_defaults(raw: Any) -> Any:
    """The raw file with its defaults in every site that does not set them; budget and politeness key by key."""
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


def _portfolio(file: SitesFile) -> Portfolio:
    values = file.model_dump(mode="json", exclude={"defaults"}, by_alias=True)
    values["systems"] = [{"id": key, **system} for key, system in values["systems"].items()]
    for site in values["sites"]:
        site["prefix"] = site["prefix"] or _prefix_of(site["url"])
        if site["url"] and urlsplit(site["url"]).path == "":
            site["url"] += "/"
    return msgspec.convert(values, Portfolio, strict=False)


def _prefix_of(url: str) -> str:
    """The folder of an address: the scope of a site whose prefix the file does not give."""
    path = urlsplit(url).path
    last = path.rpartition("/")[2]
    return (path.rpartition("/")[0] if "." in last or not last else path) + "/" if path.strip("/") else "/"


def _repeated(file: SitesFile, path: Path, lines: Lines) -> list[str]:
    problems, seen = [], dict[str, int]()
    for number, site in enumerate(file.sites):
        for value in filter(None, (site.id, site.url)):
            if value in seen:
                line = lines.get(("sites", number), 0)
                first = lines.get(("sites", seen[value]), 0)
                problems.append(f"{path}:{line}: sites[{number}]: {value!r} is already used at line {first}; keep one")
            seen.setdefault(value, number)
    return problems
