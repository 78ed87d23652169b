"""Groups verdicts into findings: one cause with all its places. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec

from auditor import urls
from auditor.findings.causes import TEMPLATE, component_cause, counted_cause, element_causes, own_part, template_cause
from auditor.findings.sharing import common_frames
from auditor.findings.templates import Elements, SiteTemplate
from auditor.model import Finding, FindingPlace, Judged, Outcome, PageTally, Region, Severity, Verdict, fingerprint
from auditor.model.identity import digest


class _Fault(msgspec.Struct, frozen=True):
    """One failed or undecided verdict on a site."""

    verdict: Verdict
    family: str
    """The hash of its page's frame; empty where there is none."""


class _Named(msgspec.Struct, frozen=True):
    """What a fault is counted to."""

    cause: str

    region: Region
    """The region that its place is in."""

    others: frozenset[str]
    """The causes that it would have with other pages or units."""


class _KnownFragment(msgspec.Struct, frozen=True):
    """Where an earlier run found a fault of the template."""

    selectors: frozenset[str]
    pages: frozenset[str]


class _Group:
    def __init__(self) -> None:
        self.spots: dict[tuple[str, str, int, int], FindingPlace] = {}
        self.fragments: Counter[str] = Counter()
        """Where its places in templates stand: the template with region and element, by number of places."""
        self.in_template = True
        """Whether all its places are in a template that is known."""
        self.other_causes: set[str] = set()
        """The causes that its faults would have with other pages or units."""

    def add(self, fault: _Fault, named: _Named, frame: str) -> None:
        """Add a fault; ``frame`` is the template that its page's frame is known to come from."""
        verdict, place = fault.verdict, msgspec.structs.replace(fault.verdict.place, region=named.region)
        before = counted_cause(verdict.place, verdict.formerly or verdict.cause)
        formerly = "" if before == named.cause else before
        spot = FindingPlace(place, verdict.data, verdict.reason, verdict.also, formerly)
        self.spots.setdefault((place.url, place.selector, place.line, place.column), spot)
        self.other_causes |= named.others
        if place.region.is_template and frame:
            self.fragments[f"{frame}|{place.region}|{template_cause(place, '')}"] += 1
        else:
            self.in_template = False


class Grouping:
    """Collects a run's verdicts and groups them into findings: one for each site, check, cause and outcome.

    A fault in the site's template is named by the fragment of it: in a landmark by region and selector, elsewhere by
    what is learned from the site's pages (``templates.SiteTemplate``). Any other element is named by its component: its
    selector without numbers and ids, in a family of addresses. What one editor's habit or one piece of a module does
    wrong in 300 lines of 40 pages is one finding with 300 places. Fragments that stand on different pools of pages and
    share their name belong to different templates: the widest has the name, the others stay with their modules.

    A fragment keeps the name by which the run before had it (``known``), whatever pages have come or gone since. Over
    sites a fault is shared only where one repair is proved to mend all: it is one link target, or one fragment of one
    template, whose frame has the same links.
    """

    def __init__(self, severities: Mapping[str, Severity], known: Iterable[Finding] = ()) -> None:
        """``severities`` are those of the checks, by id."""
        self._severities = severities
        self._faults: dict[str, dict[str, list[_Fault]]] = defaultdict(lambda: defaultdict(list))
        self._templates: dict[str, SiteTemplate] = {}
        self._unexamined: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._divided: set[str] = set()
        self._links: dict[tuple[str, str], frozenset[str]] = {}
        self._known: dict[tuple[str, str], dict[str, _KnownFragment]] = defaultdict(dict)
        for finding in known:
            if finding.cause.startswith(f"{TEMPLATE}|"):
                selectors = frozenset(spot.place.selector for spot in finding.spots)
                pages = frozenset(spot.place.url for spot in finding.spots)
                self._known[finding.site, finding.check][finding.cause] = _KnownFragment(selectors, pages)

    def add(self, site: str, family: str, judged: Judged) -> None:
        """Add the result of a check on a page of a site; ``family`` is the page's template.

        Only failed and undecided verdicts become findings. The verdicts of a link check are at the links' places.
        """
        for verdict in judged.verdicts:
            if verdict.outcome in {Outcome.FAILED, Outcome.CANT_TELL}:
                self._faults[site][judged.check].append(_Fault(verdict, family))

    def divide(self, site: str) -> None:
        """Note that several units answer for pages of a site: elements outside the template stay with their family."""
        self._divided.add(site)

    def add_pages(
        self, site: str, pages: Sequence[PageTally], elements: Elements, frames: Mapping[str, frozenset[str]]
    ) -> None:
        """Add the judged pages of a site, and the elements of some of them, from which its template is learned.

        ``frames`` holds the texts of the links of each frame (header, navigation, footer) by its hash.
        """
        self._templates[site] = SiteTemplate([page.url for page in pages], elements)
        self._links |= {(site, family): texts for family, texts in frames.items()}
        for page in pages:
            for check, tally in page.counts.items():
                if tally.untested is not None:
                    self._unexamined[site][check].add(page.url)

    def findings(self) -> list[Finding]:
        """The findings of all verdicts added, sorted by site, check and cause; their places by page and position."""
        found, frames = list[Finding](), common_frames(self._links)
        for site in sorted(self._faults):
            of_site = {family: frame for (name, family), frame in frames.items() if name == site}
            for check, faults in sorted(self._faults[site].items()):
                found += self._of_check(site, check, faults, of_site)
        return found

    def _of_check(
        self, site: str, check: str, faults: Sequence[_Fault], frames: Mapping[str, str]
    ) -> Iterator[Finding]:
        groups: dict[tuple[str, Outcome], _Group] = {}
        for fault, named in zip(faults, self._named(site, check, faults), strict=True):
            group = groups.setdefault((named.cause, fault.verdict.outcome), _Group())
            group.add(fault, named, frames.get(fault.family, ""))
        for (cause, outcome), group in sorted(groups.items(), key=lambda item: item[0]):
            yield _finding(site, check, cause, outcome, self._severities[check], group)

    def _named(self, site: str, check: str, faults: Sequence[_Fault]) -> Iterator[_Named]:
        """The cause and region of each fault, in their order."""
        parts = [own_part(fault.verdict, fault.family) for fault in faults]
        learned = self._learned(site, check, [fault.verdict for fault in faults], parts)
        whole_site = site not in self._divided
        for index, (fault, part) in enumerate(zip(faults, parts, strict=True)):
            place = fault.verdict.place
            if part is None:
                yield _Named(counted_cause(place, fault.verdict.cause), place.region, frozenset())
                continue
            causes = element_causes(place, part)
            if index in learned:
                yield _Named(learned[index], Region.TEMPLATE, causes)
            else:
                yield _Named(component_cause(place, part, whole_site=whole_site), place.region, causes)

    def _learned(
        self, site: str, check: str, verdicts: Sequence[Verdict], parts: Sequence[str | None]
    ) -> dict[int, str]:
        """The causes of those faults that stand in the learned template, by their index."""
        own = {
            index: template_cause(verdict.place, part)
            for index, (verdict, part) in enumerate(zip(verdicts, parts, strict=True))
            if part is not None and not verdict.place.region.is_template
        }
        known = self._known.get((site, check), {})
        kept = {index for index, name in own.items() if name in known and _is_at(known[name], verdicts[index])}
        template = self._templates.get(site)
        pools = (
            template.pools_of_elements([verdicts[index].place for index in own], self._unexamined[site][check])
            if template
            else [frozenset[str]()] * len(own)
        )
        by_name: dict[str, dict[int, frozenset[str]]] = defaultdict(dict)
        for (index, name), found in zip(own.items(), pools, strict=True):
            if found or index in kept:
                by_name[name][index] = found
        chosen = (index for members in by_name.values() for index in _of_one_template(members, kept, verdicts))
        return {index: own[index] for index in chosen}


def _is_at(known: _KnownFragment, verdict: Verdict) -> bool:
    return verdict.place.selector in known.selectors or verdict.place.url in known.pages


def _of_one_template(
    members: Mapping[int, frozenset[str]], kept: Collection[int], verdicts: Sequence[Verdict]
) -> list[int]:
    """Of faults with one name, those of one template: of the run before, else of that with most pages.

    Faults are of one template where their elements stand on pools of pages in common.
    """
    before = [index for index in members if index in kept]
    templates = [(frozenset[str]().union(*(members[index] for index in before)), before)]
    for index in (index for index in members if index not in kept):
        joined = [each for each in templates if not each[0].isdisjoint(members[index])]
        pools = members[index].union(*(each[0] for each in joined))
        indexes = [*(number for each in joined for number in each[1]), index]
        templates = [*(each for each in templates if each not in joined), (pools, indexes)]
    if before:
        return next(indexes for _, indexes in templates if before[0] in indexes)
    widest = min(templates, key=lambda each: (-len({verdicts[index].place.url for index in each[1]}), sorted(each[0])))
    return widest[1]


def _finding(  # noqa: PLR0913 - what identifies a finding, and its places
    site: str, check: str, cause: str, outcome: Outcome, severity: Severity, group: _Group
) -> Finding:
    spots = tuple(spot for _, spot in sorted(group.spots.items(), key=lambda item: item[0]))
    fragment = "" if urls.is_web(cause) else _most_frequent(group.fragments)
    causes = {*group.other_causes, *(spot.formerly for spot in spots if spot.formerly)} - {cause}
    proved = urls.is_web(cause) or group.in_template
    return Finding(
        fingerprint=fingerprint(check, site, cause),
        check=check,
        site=site,
        cause=cause,
        outcome=outcome,
        severity=severity,
        spots=spots,
        places=len(spots),
        pages=len({spot.place.url for spot in spots}),
        shared=digest(check, cause, fragment, outcome) if proved else "",
        former=tuple(sorted(fingerprint(check, site, other) for other in causes)),
    )


def _most_frequent(fragments: Counter[str]) -> str:
    return min(fragments, key=lambda fragment: (-fragments[fragment], fragment), default="")
