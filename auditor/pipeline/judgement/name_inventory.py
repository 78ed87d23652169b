"""Counts, over all sites of a run, the names outside that pages link to, and guesses which belong to what has ended."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from auditor import urls
from auditor.crawl.answered_content import is_script_type
from auditor.model import (
    Change,
    FetchRecord,
    LinkState,
    NameKind,
    NameState,
    OutsideName,
    Response,
    Run,
    Signal,
    SignalKind,
)
from auditor.model.page_parts import DocumentOutline, LinkIndexOutline, PageOutline
from auditor.standards.registrable_names import is_government, registrable_name
from auditor.standards.spam_words import searchable, words_of

_YEAR = re.compile(r"(?<!\d)(20[0-3]\d)(?!\d)")
_OLD_PAGE_YEARS = 3
_FEW_PAGES = 2
_ENOUGH = 2
_STATES = {
    Change.TAKEN_OVER: NameState.TAKEN_OVER,
    Change.PARKED: NameState.PARKED,
    Change.INJECTED: NameState.INJECTED,
}
_BAD = frozenset({NameState.TAKEN_OVER, NameState.PARKED, NameState.UNREGISTERED, NameState.SUSPECTED, NameState.DEAD})

ENDED_REASONS = ("past-year", "event-words", "state", "old-page", "few-pages")
"""Why a name may belong to an event or a contract that ended; two are needed, one of them of the first three."""


class _Counted:
    def __init__(self) -> None:
        self.links = 0
        self.pages = 0
        self.sites: set[str] = set()
        self.addresses: set[str] = set()
        self.oldest = ("", "")
        self.title = ""
        self.states: dict[str, LinkState] = {}
        self.scripts: set[str] = set()


class NameInventory:
    """Collects the names of one run; ``add`` takes each record of it once."""

    def __init__(self, run: Run) -> None:
        self._day = run.day
        self._own = frozenset(urls.host_of(site.url) for site in run.settings.portfolio.sites if site.url)
        self._names: dict[str, _Counted] = defaultdict(_Counted)

    def add(self, fetched: FetchRecord, page: PageOutline) -> None:
        """Take one record: a page of a site with its links, or an address outside with its title and state."""
        outline = page.document or page.sketch
        if fetched.site and outline:
            self._add_page(fetched, outline)
        elif not fetched.site and not fetched.probe and urls.host_of(fetched.url) not in self._own:
            name = self._names[registrable_name(urls.host_of(fetched.url))]
            name.states[fetched.url] = fetched.target.state
            if isinstance(fetched.answer, Response) and is_script_type(fetched.answer.media_type):
                name.scripts.add(urls.host_of(fetched.url))
            if outline and outline.title:
                name.title = outline.title

    def names(self, signals: Mapping[str, tuple[Signal, ...]], before: Mapping[str, OutsideName]) -> list[OutsideName]:
        """The names that pages link to; ``before`` is what the runs before knew, by name."""
        return [self._name(name, counted, signals, before.get(name)) for name, counted in self._linked()]

    def _linked(self) -> Iterator[tuple[str, _Counted]]:
        return ((name, counted) for name, counted in sorted(self._names.items()) if counted.links)

    def _add_page(self, fetched: FetchRecord, outline: DocumentOutline | LinkIndexOutline) -> None:
        dates = [shown.date for shown in outline.dates] if isinstance(outline, DocumentOutline) else []
        day = max(dates, default="")
        seen: set[str] = set()
        for link in outline.links:
            if not urls.is_web(link.url) or (host := urls.host_of(link.url)) in self._own:
                continue
            name = registrable_name(host)
            counted = self._names[name]
            counted.links += 1
            counted.addresses.add(urls.without_fragment(link.url))
            if name not in seen:
                seen.add(name)
                counted.pages += 1
                counted.sites.add(fetched.site)
                if day and (not counted.oldest[0] or (day, fetched.url) < counted.oldest):
                    counted.oldest = (day, fetched.url)

    def _name(
        self, name: str, counted: _Counted, signals: Mapping[str, tuple[Signal, ...]], before: OutsideName | None
    ) -> OutsideName:
        addresses = sorted(counted.addresses)
        states = {url: _state(counted.states.get(url), signals.get(url, ())) for url in addresses}
        worst = min(addresses, key=lambda url: (states[url].rank, url))
        years = tuple(sorted({year for text in (name, *addresses) for year in _YEAR.findall(text)}))
        made = OutsideName(
            name=name,
            kind=kind_of(name),
            state=states[worst],
            links=counted.links,
            pages=counted.pages,
            sites=tuple(sorted(counted.sites)),
            first_seen=before.first_seen if before else self._day,
            last_seen=self._day,
            title=counted.title or (before.title if before else ""),
            address=worst,
            oldest_page=counted.oldest[1],
            oldest_day=counted.oldest[0],
            years=years,
            script_hosts=dict.fromkeys(sorted(counted.scripts), self._day) | (before.script_hosts if before else {}),
            signs=tuple(sorted({signal.kind.value for url in addresses for signal in signals.get(url, ())})),
        )
        return _with_guess(made, self._day, addresses)


def new_script_hosts(names: Iterable[OutsideName], before: Iterable[OutsideName], day: str) -> dict[str, bool]:
    """Return the hosts of scripts, and whether no run of an earlier month saw one there.

    Left out are unknown hosts where a site loads from them of which no earlier month is known.
    """
    month = day[:7]
    compared = {site for name in before if name.first_seen[:7] < month for site in name.sites}
    return {
        host: first[:7] >= month
        for name in names
        for host, first in name.script_hosts.items()
        if compared and (first[:7] < month or compared.issuperset(name.sites))
    }


def kind_of(name: str) -> NameKind:
    """Return who can register a name."""
    if is_government(name):
        return NameKind.GOVERNMENT
    if name.endswith(".edu.tw"):
        return NameKind.SCHOOL
    if name.endswith((".tw", ".taipei", ".台灣", ".xn--kpry57d")):
        return NameKind.TAIWAN
    return NameKind.OTHER if re.search(r"\.[^\d:.]", name) else NameKind.ADDRESS


def _state(state: LinkState | None, signals: tuple[Signal, ...]) -> NameState:
    """The state of one address: two strong signals settle it, one is a suspicion, weak ones are noted."""
    strong = {signal.kind: signal for signal in signals if signal.kind.is_strong}
    if SignalKind.UNREGISTERED in strong:
        return NameState.UNREGISTERED
    if len(strong) > 1:
        return _STATES[next(iter(strong.values())).change]
    if strong:
        return NameState.SUSPECTED
    if state is None:
        return NameState.UNKNOWN
    if state.is_dead:
        return NameState.DEAD
    if not state.is_alive:
        return NameState.UNKNOWN
    return NameState.NOTED if signals else NameState.ALIVE


def _with_guess(name: OutsideName, day: str, addresses: Iterable[str]) -> OutsideName:
    """The name with the reasons why it may belong to an event or a contract that ended; one reason alone is none."""
    if name.kind is NameKind.GOVERNMENT or not day:
        return name
    year = int(day[:4])
    words = searchable(" ".join((name.name, name.title, *sorted(addresses)[:20])))
    holds = (
        any(int(written) < year for written in name.years),
        bool(words_of("events", words)),
        name.state in _BAD,
        bool(name.oldest_day) and int(name.oldest_day[:4]) <= year - _OLD_PAGE_YEARS,
        name.pages <= _FEW_PAGES,
    )
    found = tuple(reason for reason, held in zip(ENDED_REASONS, holds, strict=True) if held)
    telling = any(holds[:3])
    return msgspec.structs.replace(name, ended=found) if telling and len(found) >= _ENOUGH else name
