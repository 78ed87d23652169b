"""Detects crawler traps: calendars, session ids in addresses, repeating paths, paging past the end. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from urllib.parse import urlsplit

from auditor.urls import path_of

LONGEST_ADDRESS = 2_000
MOST_VARIANTS = 300
MOST_REPEATS = 3
MOST_MONTHS = 120
"""Ten years of a calendar or an archive; a calendar that links to the next month without end has more."""

_SESSION = re.compile(
    r";jsessionid=[^/?#]*|/\(S\([0-9a-z]{8,}\)\)|(?<=[?&])(?:PHPSESSID|ASPSESSIONID\w*|jsessionid|sessionid|sid)=\w{16,}&?",
    re.IGNORECASE,
)
_BEGINS_SESSION = frozenset(";(?&")
_MONTH = re.compile(
    r"(?<=[?&])(?:y|yy|yyyy|year)=(?P<year>\d{2,4})(?=&|$)|(?<=[?&])(?:m|mm|mon|month)=(?P<month>\d{1,2})(?=&|$)"
    r"|(?<!\d)(?P<both>(?:19|20)\d\d[-/](?:0?[1-9]|1[0-2]))(?!\d)",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?<=[?&])(?:d|dd|day)=\d{1,2}(?=&|$)|(?<=\0)[-/]\d{1,2}(?!\d)", re.IGNORECASE)
_PAGE = re.compile(
    r"(?<=[?&])(?:page|pageno|pagenum|pageindex|pageno\w*|p|pn|currentpage|start|offset)=\d+", re.IGNORECASE
)


class TrapDetector:
    """Counts the addresses of each family that were found, and detects a family without end."""

    def __init__(self) -> None:
        self._variants: Counter[tuple[str, str]] = Counter()
        self._months: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._sessions: set[tuple[str, str]] = set()
        self._lists: set[tuple[str, str, str]] = set()

    def is_endless_address(self, url: str) -> bool:
        """Whether the address alone shows that it leads nowhere new: too long, or a path that repeats itself."""
        segments = [segment for segment in path_of(url).split("/") if segment]
        repeats = len(segments) > MOST_REPEATS and max(Counter(segments).values()) > MOST_REPEATS
        return repeats or len(url) > LONGEST_ADDRESS

    def is_endless_page(self, site: str, url: str, most: int) -> bool:
        """Whether a page of a site is one too many of its family; ``most`` is the site's budget of pages.

        Addresses that differ in a session id only are one page: the first is fetched, the others are not.
        """
        return self._same_but_session(site, url) or self._endless_calendar(site, url) or self._endless(site, url, most)

    def past_the_end(self, site: str, url: str, text: str) -> str:
        """The family of a page of a list that has the text of another page of it; empty where its text is new.

        ``text`` is a hash of the page's words. Links from there to further pages of the family lead nowhere new.
        """
        family = paging_family(url)
        key = (site, family, text)
        if not family or not text:
            return ""
        known = key in self._lists
        self._lists.add(key)
        return family if known else ""

    def _same_but_session(self, site: str, url: str) -> bool:
        plain = _SESSION.sub("", url) if not _BEGINS_SESSION.isdisjoint(url) else url
        if plain == url:
            return False
        known = (site, plain) in self._sessions
        self._sessions.add((site, plain))
        return known

    def _endless_calendar(self, site: str, url: str) -> bool:
        if "=" not in url and "19" not in url and "20" not in url:
            return False
        month = "-".join(found[0] for found in _MONTH.finditer(url))
        if not month:
            return False
        family = _DAY.sub("", _MONTH.sub("\0", url))
        months = self._months[site, family]
        months.add(month)
        return len(months) > MOST_MONTHS

    def _endless(self, site: str, url: str, most: int) -> bool:
        parts = urlsplit(url) if "?" in url else None
        if parts is None or not parts.query:
            return False
        names = ",".join(sorted({pair.partition("=")[0] for pair in parts.query.split("&")}))
        family = (site, f"{parts.path}?{names}")
        self._variants[family] += 1
        # A module that lists numbered items may rightly use most of the budget; a calendar never ends.
        return self._variants[family] > max(MOST_VARIANTS, most * 4 // 5)


def paging_family(url: str) -> str:
    """The address of a page of a list with the number of the page left out; empty for any other address."""
    family, found = _PAGE.subn("\0", url)
    return family if found else ""
