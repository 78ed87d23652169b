"""Which class a site's own editors give to the pages beside one: those of the same module that agree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from auditor import urls
from auditor.model import Choice, Suggestion
from auditor.standards.classification import well_formed
from auditor.suggest.model import CHOICES, label

FEWEST_PAGES = 4
"""So many other pages of the module must carry one code each before anything is made of it."""

FEWEST_CODES = 3
"""So many codes a site must use in a field: where all pages carry one, it is the template's, not an editor's."""

LEAST_SHARE = 0.9
"""The share of them that must agree before the code is suggested; all three figures are ours."""

_Module = tuple[str, str, str]


class NeighbourClasses:
    """What the pages of sites carry, by field and module. Pages that carry several codes in a field say nothing."""

    def __init__(self) -> None:
        self._modules: dict[_Module, Counter[str]] = defaultdict(Counter)
        self._sites: dict[tuple[str, str], set[str]] = defaultdict(set)

    def learn(self, site: str, url: str, carried: Mapping[str, Sequence[str]]) -> None:
        """Take up what a page carries, by field."""
        for field, codes in carried.items():
            if len(codes) == 1 and well_formed(codes[0]):
                self._modules[_module(site, url, field)][codes[0]] += 1
                self._sites[site, field].add(codes[0])

    def suggest(self, site: str, url: str, field: str, carried: Sequence[str]) -> Suggestion | None:
        """The code that the pages beside this one carry; None where they are few or do not agree.

        ``carried`` is what the page itself carries: it does not speak for itself.
        """
        found = self._modules.get(_module(site, url, field), Counter[str]()) - Counter(carried[:1])
        pages = found.total()
        if pages < FEWEST_PAGES or len(self._sites[site, field]) < FEWEST_CODES:
            return None
        best = sorted(found.items(), key=lambda one: (-one[1], one[0]))[:CHOICES]
        if best[0][1] < LEAST_SHARE * pages:
            return None
        # one page more for each side: four of four are no certainty
        choices = tuple(Choice(code, label(field, code), round((n + 1) / (pages + 2), 3)) for code, n in best)
        return Suggestion(field, choices, sure=True, beside=(best[0][1], pages))


def _module(site: str, url: str, field: str) -> _Module:
    return site, field, urls.module_of(url)
