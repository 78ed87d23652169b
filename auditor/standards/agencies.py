"""Agencies of the audited sites (``agencies.yaml``): what a unit belongs to on a day, and what a text names of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache, lru_cache
from itertools import accumulate
from typing import Any

import msgspec

from auditor.model import Site, Superior
from auditor.standards import table
from auditor.standards.folded_text import folded_name

_ROLES = ("agency", "branch", "parent")
_FORMERLY = ("原", "前", "舊", "former", "formerly")
_JOINED = re.compile(r"[(（]兼([^()（）]{1,40})[)）]")
_CHINESE = re.compile(r"[一-鿿]")
_BOUNDARY = re.compile(r"[\s()（）「」【】|:：,，。;；-]+")
_AGENCY_END = re.compile(r"[一-鿿]{2}(?:分局|局|署|部|府|服務中心)$")
_NO_NAME = re.compile(r"^(?:版權|著作權|所有|屬|為|由|歡迎|蒞臨|全球資訊網|中華民國|機關|主辦|單位|[:：©@0-9a-z.,-])+")


class NamingKind(StrEnum):
    """What a name found in a text is to the site."""

    OWN = "own"
    """The site's own present name."""
    ABOVE = "above"
    """What the site belongs to."""
    FORMER = "former"
    """A name of former times, of the site or of what it belonged to."""
    NOT_ABOVE = "not_above"
    """An agency that the site does not belong to, or another branch."""
    UNLISTED = "unlisted"
    """What reads as an agency that the site belongs to, and is in no list."""


class Naming(msgspec.Struct, frozen=True):
    """A name found in a text."""

    kind: NamingKind
    """What it is to the site."""
    name: str
    """The name as the configuration or the table has it; of what is in no list, as the text has it."""
    now: str = ""
    """The present name in its place; empty where no source gives one."""
    until: str = ""
    """The last day (ISO) of a former name."""
    outer: bool = False
    """Whether it counts only at the beginning of a word: a short name, such as 工業局."""


def superiors(site: Site, role: str) -> tuple[Superior, ...]:
    """Return what a site belonged and belongs to as ``agency``, ``branch`` or ``parent``, oldest first.

    Raises ``AttributeError`` for another role.
    """
    configured: tuple[Superior, ...] | None = getattr(site, role)
    if configured is not None:
        return configured
    groups = table("agencies")["belonging"].values()
    rows = next((group.get(role, ()) for group in groups if site.kind in group["kinds"]), ())
    return tuple(_superior(row) for row in rows)


def superior_on(site: Site, role: str, day: str) -> Superior | None:
    """Return what a site belongs to on a day (ISO); None where that is not known. Raises as ``superiors``."""
    return next((entry for entry in reversed(superiors(site, role)) if _holds(entry, day)), None)


def former_hosts(day: str) -> dict[str, str]:
    """Return the hosts given up before a day (ISO), each with the host in its place."""
    return {row["host"]: row["now"] for row in table("agencies")["former_hosts"] if row["until"] < day}


def former_domain(host: str, day: str) -> str:
    """Return the domain of a former host that this host belongs to; empty where there is none."""
    rows = [row for row in table("agencies")["former_hosts"] if row["until"] < day and "domain" in row]
    return next((str(row["domain"]) for row in rows if host.endswith(f".{row['domain']}")), "")


def names_in(text: str, site: Site, day: str) -> tuple[Naming, ...]:
    """Return the names of the site and of agencies that a text names on a day (ISO), in their order.

    Names are compared by ``folded_name``; of names inside one another the longest counts. A name after 原, 前 or 舊
    is left out: it is said to be one of former times. Before the site's own name, what reads as an agency is named too.
    """
    return _named_in(text, _names(site.names, site.kind, (site.agency, site.branch, site.parent), day))


@lru_cache(8192)  # the frame of a site has the same texts on each page
def _named_in(text: str, names: tuple[tuple[str, Naming], ...]) -> tuple[Naming, ...]:
    folded, starts = _folded_with_starts(text)
    rest, found = folded, list[tuple[int, Naming]]()
    for spelling, naming in names:
        at = rest.find(spelling)
        while at >= 0:
            if not naming.outer or at in starts or not _CHINESE.match(rest[at - 1 : at]):
                if not rest[:at].endswith(_FORMERLY):
                    found.append((at, naming))
                rest = f"{rest[:at]}{chr(0) * len(spelling)}{rest[at + len(spelling) :]}"
            at = rest.find(spelling, at + 1)
    found.sort(key=lambda pair: pair[0])
    return (*_unlisted(rest, found), *(naming for _, naming in found))


def left_over(text: str, site: Site, day: str) -> str:
    """Return a folded text without the names of what the site belongs to, as ``names_in`` finds them."""
    rest = folded_name(text)
    for spelling, naming in _names(site.names, site.kind, (site.agency, site.branch, site.parent), day):
        if naming.kind is NamingKind.ABOVE:
            rest = rest.replace(spelling, "")
    return rest


def reads_as_agency(folded: str) -> bool:
    """Return whether a folded text ends as names of agencies, branches and service centers do."""
    return _AGENCY_END.search(folded) is not None


def _unlisted(rest: str, found: list[tuple[int, Naming]]) -> Iterator[Naming]:
    """What stands directly before the site's own name and reads as an agency."""
    for at, naming in found:
        if naming.kind is NamingKind.OWN:
            before = _NO_NAME.sub("", re.split(r"[^一-鿿]", rest[:at])[-1])
            if reads_as_agency(before):
                yield Naming(NamingKind.UNLISTED, before)


def _folded_with_starts(text: str) -> tuple[str, frozenset[int]]:
    """A folded text, and where in it words begin after blanks, brackets and other marks."""
    parts = [folded_name(part) for part in _BOUNDARY.split(text)]
    marks = [folded_name(mark) for mark in _BOUNDARY.findall(text)] + [""]
    pieces = [f"{part}{mark}" for part, mark in zip(parts, marks, strict=True)]
    return "".join(pieces), frozenset(accumulate(map(len, pieces), initial=0))


_Configured = tuple[tuple[Superior, ...] | None, ...]


@lru_cache(4096)
def _names(names: tuple[Any, ...], kind: Any, above: _Configured, day: str) -> tuple[tuple[str, Naming], ...]:
    """Every folded name with its meaning for the site, the longest first; the site's own count before the table's."""
    site = Site("", names, kind, agency=above[0], branch=above[1], parent=above[2])
    found: dict[str, Naming] = {}
    for spelling, naming in (*_own(site, day), *_above(site, day), *_branches(site, day), *_listed(site, day)):
        if folded := folded_name(spelling):
            found.setdefault(folded, naming)
    return tuple(sorted(found.items(), key=lambda pair: -len(pair[0])))


def _own(site: Site, day: str) -> Iterator[tuple[str, Naming]]:
    """The site's present names, then its former ones; a name without one in its place is the present one still."""
    former = [name for name in site.names if name.until and name.until < day]
    present = [name for name in site.names if name not in former]
    for name in present:
        yield from ((spelling, Naming(NamingKind.OWN, name.zh)) for spelling in name_spellings(name.zh, name.en))
    now = present[-1].zh if present else ""
    for name in reversed(former):
        naming = Naming(NamingKind.FORMER, name.zh, now, name.until)
        yield from ((spelling, naming) for spelling in name_spellings(name.zh, name.en))


def _above(site: Site, day: str) -> Iterator[tuple[str, Naming]]:
    for role in _ROLES:
        now = superior_on(site, role, day)
        for entry in superiors(site, role):
            naming = Naming(NamingKind.ABOVE, entry.zh)
            if entry.until and entry.until < day:
                naming = Naming(NamingKind.FORMER, entry.zh, now.zh if now else "", entry.until)
            for spelling in name_spellings(entry.zh, entry.en):
                yield spelling, naming
                if role == "branch" and (agency := superior_on(site, "agency", day)):
                    yield f"{agency.zh}{spelling}", naming


def _branches(site: Site, day: str) -> Iterator[tuple[str, Naming]]:
    """The branches of the site's agency: its own, or each of them where no source gives its own."""
    agency, own = superior_on(site, "agency", day), superior_on(site, "branch", day)
    row = next((row for row in _agencies().values() if agency and row["zh"] == agency.zh), {})
    for branch in row.get("branches", {}).get("names", ()):
        kind = NamingKind.NOT_ABOVE if own and not own.zh.endswith(branch) else NamingKind.ABOVE
        whole = f"{row['zh']}{branch}"
        yield from ((spelling, Naming(kind, whole)) for spelling in (whole, f"{row['short']}{branch}", branch))


def _listed(site: Site, day: str) -> Iterator[tuple[str, Naming]]:
    """The agencies of the table, with what each is to the site."""
    agency = superior_on(site, "agency", day)
    known = agency or superior_on(site, "parent", day)
    for row in _agencies().values():
        if row.get("from", "") > day:
            continue
        kind, now = NamingKind.ABOVE, ""
        if row.get("until", day) < day:
            kind, now = NamingKind.FORMER, _agencies()[row["now"]]["zh"]
        elif "source" in row and known and known.zh != row["zh"]:
            kind = NamingKind.NOT_ABOVE
        naming = Naming(kind, row["zh"], agency.zh if agency and now else now, row.get("until", ""))
        yield from ((spelling, naming) for spelling in name_spellings(row["zh"], row["en"]))
        if "short" in row:
            yield row["short"], msgspec.structs.replace(naming, outer=True)


def name_spellings(zh: str, en: str = "") -> Iterator[str]:
    """Yield the spellings of a name: without what is joined in brackets too (瑞芳(兼大武崙) as 瑞芳), in English."""
    yield zh
    if joined := _JOINED.search(zh):
        yield zh.replace(joined[0], "")
        yield f"{joined[1]}{zh[joined.end() :]}"
    if en:
        yield en.partition(",")[0]


@cache
def _agencies() -> dict[str, dict[str, Any]]:
    return dict(table("agencies")["agencies"])


def _superior(row: dict[str, str]) -> Superior:
    agency = _agencies()[row["agency"]]
    source = table("agencies")["sources"].get(row.get("source", ""), "")
    return Superior(agency["zh"], agency["en"], row.get("from", ""), row.get("until", ""), source)


def _holds(entry: Superior, day: str) -> bool:
    return entry.since <= day and (not entry.until or entry.until >= day)
