"""Routes findings to owners: the unit that owns most of a finding's places. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from auditor import urls
from auditor.model import Finding, Owner, Portfolio, Site

NOBODY = Owner(unit="")


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

    Findings of sites that the portfolio does not have, and those of the portfolio as a whole, have no owner.
    """
    sites = {site.id: site for site in portfolio.sites}
    for finding in findings:
        site = sites.get(finding.site)
        owner = _owner(site, finding) if site else NOBODY
        yield msgspec.structs.replace(finding, owner=owner.unit, owner_email=owner.email)


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
