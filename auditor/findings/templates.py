"""Learns the template of a site: the elements that stand with the same markup at the same place on most pages. Pure."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from auditor import urls
from auditor.findings.causes import element_keys
from auditor.model import Place
from auditor.model.identity import digest

FEWEST = 3
"""Pages that a pool must have before anything on most of them is called its template."""

MOST_SAMPLED = 200
"""Pages of a site whose elements are kept to learn from."""

Elements = dict[str, frozenset[int]]
"""By page, a hash of each key of its elements: see ``causes.element_keys``."""


def elements_of(places: Iterable[Place]) -> frozenset[int]:
    """The hashed keys of a page's elements."""
    return frozenset(hashed_key(key) for place in places for key in element_keys(place.selector, place.snippet))


@lru_cache(200_000)
def hashed_key(key: str) -> int:
    """A hash of an element's key, the same in every process."""
    return int(digest(key), 16)


def is_sampled(page: str, elements: Elements) -> bool:
    """Whether the elements of a page are kept beside those of other pages."""
    return len(elements) < MOST_SAMPLED or digest(page) < max(map(digest, elements))


def sampled(elements: Elements) -> Elements:
    """Keep the elements of ``MOST_SAMPLED`` pages: the choice of a page does not depend on the other pages."""
    if len(elements) <= MOST_SAMPLED:
        return elements
    return {page: elements[page] for page in heapq.nsmallest(MOST_SAMPLED, elements, key=digest)}


class SiteTemplate:
    """Decides which faults of a site stand in its template.

    Pages are compared in pools: the pages of one module (folder, script and view), or, where a module has fewer than
    ``FEWEST``, with those of other such modules of the same first folder, at last of the site. An element belongs to
    the template where it stands on most pages of its pool, by the elements of some pages or by the faults themselves.
    """

    def __init__(self, pages: Collection[str], elements: Elements) -> None:
        self._pages = frozenset(pages)
        self._elements = elements
        self._compared: dict[frozenset[str], _ComparedPages] = {}

    def pools_of_elements(self, places: Sequence[Place], unexamined: Collection[str]) -> list[frozenset[str]]:
        """Of each faulty place, the pools on most of whose pages its element stands; none unless its own is among them.

        ``places`` are all faults of one check on the site; ``unexamined`` are pages that the check did not examine.
        """
        pages = self._pages.difference(unexamined)
        if pages not in self._compared:
            self._compared[pages] = _ComparedPages(pages, self._elements)
        return self._compared[pages].pools_of_elements(places)


class _ComparedPages:
    """Pages of a site that the same checks examined, in their pools."""

    def __init__(self, pages: Collection[str], elements: Elements) -> None:
        self._pool = pools_of(pages)
        self._sizes = Counter(self._pool.values())
        self._elements = {page: found for page, found in elements.items() if page in self._pool}
        self._sampled = Counter(self._pool[page] for page in self._elements)
        self._standing = Counter((self._pool[page], key) for page, found in self._elements.items() for key in found)

    def pools_of_elements(self, places: Sequence[Place]) -> list[frozenset[str]]:
        faulty: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for place in places:
            for key in element_keys(place.selector, place.snippet):
                faulty[key][self._pool.get(place.url, "")].add(place.url)
        holding = {
            key: frozenset(pool for pool, pages in pools.items() if pool and self._is_on_most(key, pool, pages))
            for key, pools in faulty.items()
        }
        found = []
        for place in places:
            pools = frozenset[str]().union(*(holding[key] for key in element_keys(place.selector, place.snippet)))
            found.append(pools if self._pool.get(place.url) in pools else frozenset[str]())
        return found

    def _is_on_most(self, key: str, pool: str, faulty: set[str]) -> bool:
        size, sample = self._sizes[pool], self._sampled[pool]
        if size >= FEWEST and 2 * len(faulty) > size:
            return True
        if sample < FEWEST:
            return False
        hashed = hashed_key(key)
        only_rendered = sum(page in self._elements and hashed not in self._elements[page] for page in faulty)
        return 2 * (self._standing[pool, hashed] + only_rendered) > sample


def pools_of(pages: Collection[str]) -> dict[str, str]:
    """The pool of each page: its module, its first folder or the site (``/``); fewer than three only in the last."""
    pools: dict[str, str] = {}
    left = set(pages)
    for level in (urls.module_of, _first_folder):
        groups: dict[str, list[str]] = defaultdict(list)
        for page in left:
            groups[level(page)].append(page)
        taken = {page: name for name, members in groups.items() if len(members) >= FEWEST for page in members}
        pools |= taken
        left -= taken.keys()
    return pools | dict.fromkeys(left, "/")


def _first_folder(page: str) -> str:
    first, slash, _ = urls.path_of(page).lstrip("/").partition("/")
    return f"/{first}/" if slash else "/"
