"""Routes findings to owners: the unit that owns most of a finding's places. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from auditor import urls
from auditor.model import Finding, Owner, Portfolio, Site, SiteKind

NOBODY = Owner(unit="")

ALL_SITES = "portfolio"
"""What stands for the site of a finding of all sites together, in its fingerprint and in the store."""


def owner_of(site: Site, url: str, section: str = "") -> Owner:
    """Find the unit of a page: by list of pages, by address pattern, by menu section, else the site's default."""
    for owner in site.owners:
        if url in owner.pages:
            return owner
    for owner in site.owners:
        if any(urls.matches(url, pattern) for pattern in owner.patterns):
            return owner
    for owner in site.owners:
        if section and section in owner.sections:
            return owner
    return site.default_owner or NOBODY


def assign_owners(findings: Iterable[Finding], portfolio: Portfolio) -> Iterator[Finding]:
    """Give findings their unit and e-mail; a template's fault goes to the site's default owner, not to a page's unit.

    Findings of sites that the portfolio does not have have no owner.
    """
    for finding in findings:
        site = responsible_site(finding, portfolio)
        owner = _owner(site, finding) if site else NOBODY
        yield msgspec.structs.replace(finding, owner=owner.unit, owner_email=owner.email)


def responsible_site(finding: Finding, portfolio: Portfolio) -> Site | None:
    """Find the site that a finding is reported with; None where the portfolio does not have it.

    One of all sites together belongs to the site that it names, else to the one its first place lies in, else (a system
    beside the sites) to the bureau.
    """
    sites = {site.id: site for site in portfolio.sites}
    if finding.site != ALL_SITES:
        return sites.get(finding.site)
    if finding.cause in sites:
        return sites[finding.cause]
    place = finding.spots[0].place.url if finding.spots else ""
    holding = [site for site in portfolio.sites if urls.in_scope(place, urls.host_of(site.url), site.prefix)]
    bureau = (site for site in portfolio.sites if site.kind is SiteKind.BUREAU)
    first = next(bureau, next(iter(portfolio.sites), None))
    return max(holding, key=lambda site: len(site.prefix), default=first)


def unrouted(findings: Iterable[Finding]) -> int:
    """How many open findings have no owner."""
    return sum(1 for finding in findings if finding.life.is_open and not finding.owner)


def _owner(site: Site, finding: Finding) -> Owner:
    """The unit with most places; a place in the template is the default owner's. Ties go by the units' names."""
    default = site.default_owner or NOBODY
    units = Counter(
        default if spot.place.region.is_template else owner_of(site, spot.place.url) for spot in finding.spots
    )
    return min(units, key=lambda owner: (-units[owner], owner.unit), default=default)
