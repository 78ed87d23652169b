"""Names outside all sites that pages link to, and what people decided about them."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class NameKind(StrEnum):
    """Who can register a name."""

    GOVERNMENT = "government"
    SCHOOL = "school"
    TAIWAN = "taiwan"
    OTHER = "other"
    ADDRESS = "address"


class NameState(StrEnum):
    """What became of a name, worst first."""

    TAKEN_OVER = "taken_over"
    PARKED = "parked"
    INJECTED = "injected"
    UNREGISTERED = "unregistered"
    SUSPECTED = "suspected"
    DEAD = "dead"
    NOTED = "noted"
    ALIVE = "alive"
    UNKNOWN = "unknown"

    @property
    def rank(self) -> int:
        """0 for the worst; sorts names."""
        return _RANKS[self]


_RANKS = {state: rank for rank, state in enumerate(NameState)}


class OutsideName(msgspec.Struct, frozen=True, omit_defaults=True):
    """One registrable name that pages of the sites link to. Days are ISO."""

    name: str
    """The registrable name; a network address with its port."""
    kind: NameKind
    """Who can register it."""
    state: NameState = NameState.UNKNOWN
    """The worst that became of an address under it."""
    links: int = 0
    """How many links lead to it."""
    pages: int = 0
    """How many pages have such a link."""
    sites: tuple[str, ...] = ()
    """The ids of the sites that have one."""
    first_seen: str = ""
    """The day of the first run in which a page linked to it."""
    last_seen: str = ""
    """The day of the last such run."""
    title: str = ""
    """The title that an address under it showed last."""
    address: str = ""
    """One of the addresses linked to: the worst, else the first."""
    oldest_page: str = ""
    """The page that links to it with the oldest date of its own; empty where none shows a date."""
    oldest_day: str = ""
    """That date."""
    years: tuple[str, ...] = ()
    """The years that stand in its name or in addresses linked to."""
    signs: tuple[str, ...] = ()
    """The signals of its addresses, weak ones too."""
    script_hosts: dict[str, str] = {}
    """The hosts under it from which pages loaded scripts, each with the day of the first run that saw one."""
    ended: tuple[str, ...] = ()
    """Why it may belong to an event or a contract that ended; empty where nothing suggests it."""


class NameDecision(msgspec.Struct, frozen=True, omit_defaults=True):
    """What people wrote about a name; kept over months."""

    name: str
    """The registrable name."""
    owner: str = ""
    """The unit that answers for the links."""
    contract_ended: str = ""
    """The day or month on which contract or event ended."""
    decision: str = ""
    """``keep``, ``remove``, ``redirect``, as written."""
    decided_by: str = ""
    """Who decided."""
    decided_on: str = ""
    """When."""
