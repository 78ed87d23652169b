"""Proposes entries of ``sites.yaml`` from an agency's list pages and from tables; a person decides about each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

import msgspec

from auditor import urls
from auditor.extract.charset import read_text
from auditor.extract.html.dom import Element, parse
from auditor.model import Portfolio, Response, Run, Site
from auditor.standards.agencies import name_spellings
from auditor.standards.folded_text import folded_name
from auditor.store import Store

_ROWS = ("tr", "li", "dd", "p")
_LONGEST_ROW = 120
_UNIT = re.compile(r"[一-鿿()（）]{2,20}(?:服務中心|管理處|管理小組|環境保護中心|工業區|產業園區|科技產業園區|園區)")
_KIND_OF_OFFICE = re.compile(r"(?:工業區|產業園區|科技產業園區|園區)?(?:服務中心|管理處|管理小組|環境保護中心)?$")
_COLUMNS = {
    "name": ("名稱", "網站名稱", "單位名稱", "單位", "name"),
    "url": ("網址", "網站網址", "連結", "url", "address"),
    "id": ("代號", "網站代號", "id"),
}


class Confidence(StrEnum):
    """How well a name fits the site that an address is proposed for."""

    HIGH = "high"
    """The whole name, or the id, is that of one configured site."""
    MEDIUM = "medium"
    """The zone is that of one configured site; the kind of office differs or is missing."""
    LOW = "low"
    """It reads as a unit's name and fits no configured site, or several."""


class SiteProposal(msgspec.Struct, frozen=True):
    """An address found for a site."""

    name: str
    """The name as the page or table has it."""
    url: str
    """The address."""
    site: str
    """The id of the configured site; empty where it fits none, or several."""
    confidence: Confidence
    """How well the name fits."""
    change: str
    """``fill`` (none is configured), ``same``, ``differs`` (another one is configured) or ``new``."""
    source: str
    """The page, or the row of the table, that it was found on."""
    shared: bool = False
    """Whether the same address is proposed for another site too."""


class NoColumns(ValueError):  # noqa: N818  # it states what the table is, no fault of the program
    """A table has no column of names, or none of addresses; the message names those that are read."""


def proposals_of_pages(store: Store, run: Run) -> list[SiteProposal]:
    """Read proposals from the links of every page of a run; its configuration gives the sites to fit them to."""
    found: dict[tuple[str, str], SiteProposal] = {}
    known = {site.id for site in run.settings.portfolio.sites}
    for fetched in store.facts.fetch_records(run.number, pages_only=True):
        if fetched.site in known and fetched.body and isinstance(fetched.answer, Response):
            text, _ = read_text(store.blobs.get(fetched.body), fetched.answer.charset)
            for name, url in named_links(text, fetched.answer.final_url):
                found.setdefault((name, url), SiteProposal(name, url, "", Confidence.LOW, "", fetched.url))
    return list(found.values())


def named_links(html: str, base: str) -> Iterator[tuple[str, str]]:
    """Yield the links of a page that lead to a unit's site: the unit's name and the address.

    The name is the text of the link, else what its row or item of a list calls a unit (a table with an address beside
    each name).
    """
    for link in parse(html).select("a[href]"):
        url = urls.resolve(base, link.attr("href") or "")
        if url is None or not urls.is_web(url):
            continue
        texts = (link.text, link.attr("title") or "", _row_text(link))
        found = next((name for text in texts if (name := _unit_name(text))), "")
        if found:
            yield found, urls.without_fragment(url)


def rows_of_table(rows: Sequence[Mapping[str, str]]) -> Iterator[tuple[int, str, str, str]]:
    """Yield number (from 2, as spreadsheets count), id, name and address of each row. Raises ``NoColumns``."""
    columns = {kind: _column(rows, names) for kind, names in _COLUMNS.items()}
    if not columns["url"] or not (columns["name"] or columns["id"]):
        wanted = " / ".join(names[0] for names in _COLUMNS.values())
        raise NoColumns(
            f"the first row has to name columns {wanted}; found: {', '.join(rows[0]) if rows else 'no row'}"
        )
    for number, row in enumerate(rows, 2):
        site, name, url = (
            row.get(columns[kind], "").strip() if columns[kind] else "" for kind in ("id", "name", "url")
        )
        yield number, site, name, url


def fitted(proposals: Iterable[SiteProposal], portfolio: Portfolio) -> list[SiteProposal]:
    """Return proposals with the configured site that each fits, the surest first; each address of a site once."""
    made = dict.fromkeys(_fitted(proposal, portfolio) for proposal in proposals)
    uses = Counter(url for url, _ in {(proposal.url, proposal.site or proposal.name) for proposal in made})
    order = list(Confidence)
    marked = (msgspec.structs.replace(proposal, shared=uses[proposal.url] > 1) for proposal in made)
    return sorted(marked, key=lambda proposal: (order.index(proposal.confidence), proposal.site, proposal.name))


def as_configuration(proposals: Iterable[SiteProposal]) -> str:
    """Return lines for ``sites.yaml``: addresses to fill in and new sites, all as comments."""
    lines = ["# Proposed; look at each before you copy it into sites.yaml, without the number sign."]
    for proposal in proposals:
        if proposal.change == "same":
            continue
        quoted = msgspec.json.encode(proposal.url).decode()
        lines.append(f"# {proposal.name}: {proposal.confidence}, {proposal.change}, {proposal.source}")
        if proposal.site:
            lines += [f"#  - id: {proposal.site}", f"#    url: {quoted}"]
        else:
            name = msgspec.json.encode(proposal.name).decode()
            lines += [
                "#  - id: choose-an-id",
                f"#    names: [{{zh: {name}}}]",
                "#    kind: service_center",
                f"#    url: {quoted}",
            ]
    return "\n".join([*lines, ""])


def _fitted(proposal: SiteProposal, portfolio: Portfolio) -> SiteProposal:
    site, confidence = _site_of(proposal, portfolio.sites)
    if site is None:
        return msgspec.structs.replace(proposal, site="", confidence=confidence, change="new")
    change = "fill" if not site.url else "same" if _plain(site.url) == _plain(proposal.url) else "differs"
    return msgspec.structs.replace(proposal, site=site.id, confidence=confidence, change=change)


def _site_of(proposal: SiteProposal, sites: Sequence[Site]) -> tuple[Site | None, Confidence]:
    """The one configured site that a name or id fits."""
    if by_id := [site for site in sites if proposal.site and site.id == proposal.site]:
        return by_id[0], Confidence.HIGH
    whole = folded_name(proposal.name)
    named = {
        site.id: [folded_name(spelling) for name in site.names for spelling in name_spellings(name.zh)]
        for site in sites
    }
    exact = [site for site in sites if any(whole.endswith(name) for name in named[site.id])]
    longest = max((len(name) for site in exact for name in named[site.id] if whole.endswith(name)), default=0)
    exact = [site for site in exact if any(len(name) == longest and whole.endswith(name) for name in named[site.id])]
    if len(exact) == 1:
        return exact[0], Confidence.HIGH
    zone = _KIND_OF_OFFICE.sub("", whole)
    near = [site for site in sites if zone and zone in {_KIND_OF_OFFICE.sub("", name) for name in named[site.id]}]
    return (near[0], Confidence.MEDIUM) if len(near) == 1 and not exact else (None, Confidence.LOW)


def _plain(url: str) -> str:
    return urls.without_fragment(url).rstrip("/").partition("://")[2]


def _unit_name(text: str) -> str:
    found = _UNIT.search(" ".join(text.split()))
    return found[0] if found else ""


def _row_text(link: Element) -> str:
    parent = link.parent
    while isinstance(parent, Element):
        if parent.tag in _ROWS:
            return parent.text if len(parent.text) <= _LONGEST_ROW else ""
        parent = parent.parent
    return ""


def _column(rows: Sequence[Mapping[str, str]], names: Sequence[str]) -> str:
    headers = list(rows[0]) if rows else []
    return next((header for name in names for header in headers if folded_name(header) == folded_name(name)), "")
