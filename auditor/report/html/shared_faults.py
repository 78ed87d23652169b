"""Faults that several sites share: mended once in a template, gone from all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from auditor.findings.sharing import SharedFault
from auditor.model import Finding, SiteEvidence
from auditor.report.html.card_views import Card
from auditor.report.html.cards import card
from auditor.report.html.figures import faults, weight
from auditor.report.html.finding_subjects import safe_href
from auditor.report.html.finding_texts import anchor
from auditor.report.html.views import Anchor, Report

_Members = Sequence[tuple[SiteEvidence, Finding]]


class SharedCard(msgspec.Struct, frozen=True):
    """A fault that several sites share."""

    id: str
    """The card's id on the page."""

    card: Card
    """The card of one of its findings."""

    cause_href: str
    """Its cause where it is an address that a reader may follow, else empty."""

    reach: str
    """How many sites, pages and places mending it once improves."""

    sites: tuple[Anchor, ...]
    """The sites it stands on, as links to its card there."""


def sharing_sentence(report: Report) -> str:
    """Return how many faults several sites share, in one sentence with its figures."""
    words, shared = report.words, [fault for fault, _ in _shared(report)]
    if not shared:
        return words("shared.none")
    widest = max(shared, key=lambda fault: (len(fault.sites), fault.places, fault.shared))
    places = sum(fault.places for fault in shared)
    return words("shared.verdict", n=len(shared), sites=len(widest.sites), places=places)


def shared_cards(report: Report, pages: Mapping[str, str]) -> tuple[SharedCard, ...]:
    """Return the faults on more than one site, by effect times reach; ``pages``: the page of each finding's card."""
    ranked = sorted(_shared(report), key=lambda pair: _rank(*pair))
    return tuple(_shared_card(report, fault, members, pages) for fault, members in ranked)


def _shared(report: Report) -> list[tuple[SharedFault, _Members]]:
    """The faults on more than one site that are still open, each with its findings."""
    members: dict[str, list[tuple[SiteEvidence, Finding]]] = {}
    for site in report.evidence.sites:
        for finding in faults(site.findings):
            if finding.shared:
                members.setdefault(finding.shared, []).append((site, finding))
    several = (fault for fault in report.shared if len(fault.sites) > 1)
    return [(fault, members[fault.shared]) for fault in several if fault.shared in members]


def _rank(fault: SharedFault, members: _Members) -> tuple[int, int, str]:
    return (-weight(members[0][1].severity, fault.pages), -fault.places, fault.shared)


def _shared_card(report: Report, fault: SharedFault, members: _Members, pages: Mapping[str, str]) -> SharedCard:
    words = report.words
    return SharedCard(
        id=f"s-{fault.shared}",
        card=card(report, *members[0]),
        cause_href=safe_href(fault.cause),
        reach=words("shared.reach", sites=len(fault.sites), pages=fault.pages, places=fault.places),
        sites=tuple(
            Anchor(words.name(site.site), f"{pages[anchor(finding)]}#{anchor(finding)}") for site, finding in members
        ),
    )
