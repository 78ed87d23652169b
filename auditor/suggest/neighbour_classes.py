"""Suggests the class that a site's editors give to the other pages of the same module, where these agree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from auditor import urls
from auditor.model import Choice, Suggestion
from auditor.standards.classification import well_formed
from auditor.suggest.model import CHOICES, label

FEWEST_PAGES = 4
"""Least number of other pages of the module that carry one code each."""

FEWEST_CODES = 3
"""Least number of codes that a site uses in a field: a code on all pages is the template's, not an editor's."""

LEAST_SHARE = 0.9
"""Least share of these pages that agree; all three figures are the program's own choice."""

_Module = tuple[str, str, str]


class NeighbourClasses:
    """The codes of pages by site, field and module. Pages with several codes in a field do not count."""

    def __init__(self) -> None:
        self._modules: dict[_Module, Counter[str]] = defaultdict(Counter)
        self._sites: dict[tuple[str, str], set[str]] = defaultdict(set)

    def learn(self, site: str, url: str, carried: Mapping[str, Sequence[str]]) -> None:
        """Add the codes of a page, by field."""
        for field, codes in carried.items():
            if len(codes) == 1 and well_formed(codes[0]):
                self._modules[_module(site, url, field)][codes[0]] += 1
                self._sites[site, field].add(codes[0])

    def suggest(self, site: str, url: str, field: str, carried: Sequence[str]) -> Suggestion | None:
        """The code that the other pages of the module carry; None where these are few or do not agree.

        ``carried`` are the page's own codes in the field, which do not count.
        """
        found = self._modules.get(_module(site, url, field), Counter[str]()) - Counter(carried[:1])
        pages = found.total()
        if pages < FEWEST_PAGES or len(self._sites[site, field]) < FEWEST_CODES:
            return None
        best = sorted(found.items(), key=lambda counted: (-counted[1], counted[0]))[:CHOICES]
        if best[0][1] < LEAST_SHARE * pages:
            return None
        # one page more for each side: four of four are not certain
        choices = tuple(Choice(code, label(field, code), round((n + 1) / (pages + 2), 3)) for code, n in best)
        return Suggestion(field, choices, sure=True, beside=(best[0][1], pages))


def _module(site: str, url: str, field: str) -> _Module:
    return site, field, urls.module_of(url)
