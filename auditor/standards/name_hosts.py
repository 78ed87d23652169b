"""Hosts of parking services and of markets for names, and hosts whose purpose is to lead elsewhere."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from auditor.standards import table


@cache
def _hosts(row: str) -> tuple[str, ...]:
    return tuple(table("name_hosts")[row])


@cache
def _marks() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows: Any = table("name_hosts")["marks"]
    return tuple((row["whose"], re.compile(row["pattern"], re.IGNORECASE)) for row in rows)


def parking_marks(html: str) -> tuple[str, ...]:
    """Return whose marks of parking services the source of a page has, each once."""
    return tuple(dict.fromkeys(whose for whose, pattern in _marks() if pattern.search(html)))


@lru_cache(4_096)
def is_market(url: str) -> bool:
    """Return whether an address without scheme (``dan.com/buy-domain/x.com``) lies on a market for names."""
    return _is_among("markets", url)


@lru_cache(4_096)
def is_parking_service(host: str) -> bool:
    """Return whether a host name belongs to a parking service."""
    return _is_among("parking", host)


@lru_cache(4_096)
def leads_elsewhere(host: str) -> bool:
    """Return whether a host is a shortener, a login or a platform, so that redirects from and to it show nothing."""
    return _is_among("leading", host)


def _is_among(row: str, address: str) -> bool:
    host, slash, path = address.lower().partition("/")
    name = host.partition(":")[0]
    for known in _hosts(row):
        own, _, folder = known.partition("/")
        if (name == own or name.endswith(f".{own}")) and (not folder or (slash and path.startswith(folder))):
            return True
    return False
