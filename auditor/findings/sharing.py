"""Faults that several sites have in common: from one link target or from one template. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from auditor.model import Finding, Outcome

FEWEST_LINKS = 5
"""Links that frames of two sites must have in common before both are called one template."""

FrameLinks = Mapping[tuple[str, str], frozenset[str]]
"""By site and hash of the frame, the texts of the links in header, navigation and footer."""


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


def common_frames(links: FrameLinks) -> dict[tuple[str, str], str]:
    """The template of each frame, by site and hash of the frame; frames without any link in common are left out.

    Equal elements alone prove nothing: plain sites, and those of one public theme, have the same. Frames are of one
    template where also most of their links have the same texts.
    """
    sites: dict[str, list[str]] = defaultdict(list)
    for site, family in sorted(links):
        sites[family].append(site)
    frames: dict[tuple[str, str], str] = {}
    for family, members in sites.items():
        groups: list[list[str]] = []
        for site in members:
            joined = [group for group in groups if any(_alike(links, family, site, other) for other in group)]
            merged = [site, *(member for group in joined for member in group)]
            groups = [*(group for group in groups if group not in joined), merged]
        for number, group in enumerate(sorted(groups, key=lambda group: (-len(group), min(group)))):
            frames |= {(site, family): f"{family}|{min(group)}" if number else family for site in group}
    return frames


def _alike(links: FrameLinks, family: str, site: str, other: str) -> bool:
    one, two = links[site, family], links[other, family]
    return len(one & two) >= FEWEST_LINKS and 2 * len(one & two) > len(one | two)


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
