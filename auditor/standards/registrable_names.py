"""Registrable names: the part of a host name that somebody registers, by the Public Suffix List."""

from __future__ import annotations

import re
from functools import lru_cache

from publicsuffixlist import PublicSuffixList

_GOVERNMENT = ("gov.tw", "mil.tw")
"""Suffixes under which nobody but the state can register (TWNIC, 網域名稱申請資格)."""
_NUMERIC = re.compile(r"[\d.]+|.*:.*")
_NAMES = 32_768


@lru_cache(1)
def _suffixes() -> PublicSuffixList:
    """The list that the library ships; nothing is fetched. Names that only a company gives out count as their own."""
    return PublicSuffixList()


@lru_cache(_NAMES)
def registrable_name(host: str) -> str:
    """Return the name that somebody registered for a host (``name`` or ``name:port``).

    A network address and a name without a dot stand for themselves, with their port: ``www.a.com.tw:443`` gives
    ``a.com.tw``, ``127.0.0.1:8001`` itself.
    """
    name = _without_port(host)
    if _NUMERIC.fullmatch(name) or "." not in name:
        return host
    return str(_suffixes().privatesuffix(name.rstrip(".").lower()) or name)


def public_suffix(host: str) -> str:
    """Return the public suffix of a host name without port (``com.tw``); empty for a network address."""
    return "" if _NUMERIC.fullmatch(host) else str(_suffixes().publicsuffix(host.rstrip(".").lower()) or "")


@lru_cache(_NAMES)
def is_government(host: str) -> bool:
    """Return whether a host (``name`` or ``name:port``) lies under a suffix of the state, which nobody can buy."""
    return _without_port(host).lower().rstrip(".").endswith(tuple(f".{suffix}" for suffix in _GOVERNMENT))


def label_of(host: str) -> str:
    """Return the first label of the registrable name (``expo2019`` of ``www.expo2019.com.tw``); empty for addresses."""
    name = registrable_name(host)
    return "" if _NUMERIC.fullmatch(name) or "." not in name else name.partition(".")[0]


def _without_port(host: str) -> str:
    name, _, port = host.rpartition(":")
    return name if port.isdigit() else host
