"""Faults that several sites share: mended once in a template, gone from all of them."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from auditor.findings.grouping import SharedFault
from auditor.model import Finding, Severity, SiteEvidence
from auditor.report.html.cards import anchor, card, safe_href
from auditor.report.html.figures import faults, weight
from auditor.report.html.views import Anchor, Card, Report


class SharedCard(msgspec.Struct, frozen=True):
    """A shared fault: one of its findings as a card, how far it reaches, and the sites it stands on."""

    id: str
    card: Card
    cause_href: str
    reach: str
    sites: tuple[Anchor, ...]


def sharing_sentence(report: Report) -> str:
    """What sharing means here, in one sentence with its figures."""
    words, found = report.words, _by_shared(report)
    several = [fault for fault in _several(report) if fault.shared in found]
    if not several:
        return words("shared.none")
    widest = max(several, key=lambda fault: (len(fault.sites), fault.places, fault.shared))
    return words(
        "shared.verdict", n=len(several), sites=len(widest.sites), places=sum(fault.places for fault in several)
    )


def shared_faults(report: Report, where: Mapping[str, str]) -> tuple[SharedCard, ...]:
    """Faults on more than one site, by effect times reach; ``where`` names the page of each finding."""
    found = _by_shared(report)
    known = [fault for fault in _several(report) if fault.shared in found]
    known.sort(key=lambda fault: (-_weight(fault, found[fault.shared][0][1].severity), -fault.places, fault.shared))
    return tuple(_shared_card(report, fault, found[fault.shared], where) for fault in known)


def _several(report: Report) -> list[SharedFault]:
    return [fault for fault in report.shared if len(fault.sites) > 1]


def _weight(fault: SharedFault, severity: Severity) -> int:
    return weight(severity, fault.pages)


def _by_shared(report: Report) -> dict[str, list[tuple[SiteEvidence, Finding]]]:
    found: dict[str, list[tuple[SiteEvidence, Finding]]] = {}
    for site in report.evidence.sites:
        for fault in faults(site.findings):
            if fault.shared:
                found.setdefault(fault.shared, []).append((site, fault))
    return found


def _shared_card(
    report: Report, fault: SharedFault, found: list[tuple[SiteEvidence, Finding]], where: Mapping[str, str]
) -> SharedCard:
    site, first = found[0]
    words = report.words
    return SharedCard(
        id=f"s-{fault.shared}",
        card=card(report, site, first),
        cause_href=safe_href(fault.cause),
        reach=words("shared.reach", sites=len(fault.sites), pages=fault.pages, places=fault.places),
        sites=tuple(Anchor(words.name(site.site), f"{where[anchor(each)]}#{anchor(each)}") for site, each in found),
    )
