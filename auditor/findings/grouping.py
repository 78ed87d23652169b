"""Groups verdicts into findings (one cause with all its places) and findings of many sites into shared faults. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from auditor import urls
from auditor.model import Finding, FindingPlace, Judged, Outcome, Region, Severity, Verdict, cause_of, fingerprint
from auditor.model.identity import digest

COMPONENT = "component"
"""The beginning of a cause that names a component: ``component|/news.do?method=info|div > p > a``."""

_NUMBERS_AND_IDS = re.compile(r":nth-(?:of-type|child)\(\d+\)|#(?:\\.|[^\s>:.\[\\])+")
_TEMPLATES = frozenset(region.value for region in Region if region.is_template)


class SharedFault(msgspec.Struct, frozen=True):
    """The same fault on several sites, which have it from one template or one link target: it is mended once, there."""

    shared: str
    """The identity of the fault over sites."""
    check: str
    cause: str
    sites: tuple[str, ...]
    places: int
    """Places on all sites together."""
    pages: int
    """Pages on all sites together."""
    findings: tuple[str, ...] = ()
    """The fingerprint of its finding on each site, in the order of ``sites``."""


class _Group:
    def __init__(self, severity: Severity) -> None:
        self.severity = severity
        self.spots: dict[tuple[str, str, int, int], FindingPlace] = {}
        self.fragments: Counter[str] = Counter()
        """Where its places in templates stand: the template with region and element, by number of places."""
        self.in_template = True
        """Whether all its places are in a template that is known."""


class Grouping:
    """Collects a run's verdicts and groups them into findings: one for each site, check, cause and outcome.

    A fault is named by its component: the selector of the element without numbers and ids, in a template region or in
    a family of addresses. What one editor's habit or one piece of a module does wrong in 300 lines of 40 pages is one
    finding with 300 places. Two templates of one site whose faulty elements share region and selector make one
    finding, with the places of both; a new design of a page must not make old faults new. Over sites a fault is shared
    only where one repair is proved to mend all: it is one link target, or one fragment of one template.
    """

    def __init__(self) -> None:
        self._groups: dict[tuple[str, str, str, Outcome], _Group] = {}

    def add(self, site: str, family: str, judged: Judged, severity: Severity) -> None:
        """Add the result of a check on a page of a site; ``family`` is the page's template.

        Only failed and undecided verdicts become findings. The verdicts of a link check are at the links' places.
        """
        for verdict in judged.verdicts:
            if verdict.outcome in {Outcome.FAILED, Outcome.CANT_TELL}:
                self._add(site, family, judged.check, verdict, severity)

    def findings(self) -> list[Finding]:
        """The findings of all verdicts added, sorted by site, check and cause; their places by page and position."""
        return [self._finding(*key, group) for key, group in sorted(self._groups.items(), key=lambda item: item[0])]

    def _add(self, site: str, family: str, check: str, verdict: Verdict, severity: Severity) -> None:
        place = verdict.place
        cause = _component(cause_of(place, verdict.cause), place.url)
        group = self._groups.setdefault((site, check, cause, verdict.outcome), _Group(severity))
        spot = FindingPlace(place, verdict.data, verdict.reason, verdict.also)
        group.spots.setdefault((place.url, place.selector, place.line, place.column), spot)
        if family and place.region.is_template:
            group.fragments[f"{family}|{place.region}|{_shape(place.selector)}"] += 1
        else:
            group.in_template = False

    def _finding(self, site: str, check: str, cause: str, outcome: Outcome, group: _Group) -> Finding:
        spots = tuple(spot for _, spot in sorted(group.spots.items(), key=lambda item: item[0]))
        fragment = "" if urls.is_web(cause) else _most_frequent(group.fragments)
        proved = urls.is_web(cause) or group.in_template
        shared = digest(check, cause, fragment, outcome) if proved else ""
        return Finding(
            fingerprint=fingerprint(check, site, cause),
            check=check,
            site=site,
            cause=cause,
            outcome=outcome,
            severity=group.severity,
            spots=spots,
            places=len(spots),
            pages=len({spot.place.url for spot in spots}),
            shared=shared,
        )


def shared_faults_of(findings: Iterable[Finding]) -> list[SharedFault]:
    """Faults that two or more sites have in common, most sites first."""
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.shared and finding.outcome is Outcome.FAILED and finding.life.is_open:
            groups[finding.shared].append(finding)
    shared = [
        _shared(name, members) for name, members in groups.items() if len({finding.site for finding in members}) > 1
    ]
    return sorted(shared, key=lambda fault: (-len(fault.sites), -fault.places, fault.check, fault.cause))


def _shared(name: str, members: list[Finding]) -> SharedFault:
    ordered = sorted(members, key=lambda finding: finding.site)
    return SharedFault(
        shared=name,
        check=ordered[0].check,
        cause=ordered[0].cause,
        sites=tuple(finding.site for finding in ordered),
        places=sum(finding.places for finding in ordered),
        pages=sum(finding.pages for finding in ordered),
        findings=tuple(finding.fingerprint for finding in ordered),
    )


def _component(cause: str, page: str) -> str:
    """The component of a cause that is an element, in the template or in a page; other causes as they are."""
    head, bar, selector = cause.partition("|")
    if bar and head in _TEMPLATES:
        return f"{head}|{_shape(selector)}"
    return f"{COMPONENT}|{_family(page)}|{_shape(selector)}" if bar and head == page else cause


@lru_cache(100_000)
def _family(page: str) -> str:
    """The page's module without scheme and host: a site that moves to https keeps its history."""
    return "/" + urls.module_of(page).split("/", 3)[-1]


@lru_cache(100_000)
def _shape(selector: str) -> str:
    """A selector without numbers and ids, which differ between like elements; a bare id becomes any element."""
    steps = [step.strip() or "*" for step in _NUMBERS_AND_IDS.sub("", selector).split(">")]
    return " > ".join(steps) if selector else ""


def _most_frequent(fragments: Counter[str]) -> str:
    return min(fragments, key=lambda fragment: (-fragments[fragment], fragment), default="")
