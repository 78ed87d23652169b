"""A report limited to the sites that a person's roles reach."""

from __future__ import annotations

import msgspec

from auditor.console.permissions import Reach
from auditor.report.html.views import Report


def scoped_report(report: Report, reached: Reach) -> Report:
    """Return the report without the sites that are not reached whole; its functions count the rest as they count all.

    Of a site that only a unit's findings are reached of, no figure can be given: it is left out.
    """
    if reached.everything:
        return report
    sites = tuple(site for site in report.evidence.sites if site.site.id in reached.sites)
    shared = tuple(fault for fault in report.shared if set(fault.sites) <= reached.sites)
    evidence = msgspec.structs.replace(report.evidence, sites=sites)
    return msgspec.structs.replace(report, evidence=evidence, shared=shared)
