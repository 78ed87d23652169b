"""Sums tallies by check over a site: the denominators of a report."""

from __future__ import annotations

from collections import Counter, defaultdict

from auditor.model import PageTally, SiteTally, Tally


def page_totals(pages: list[PageTally]) -> list[SiteTally]:
    """The totals of a site's pages, by check."""
    by_check: dict[str, list[Tally]] = defaultdict(list)
    for page in pages:
        for check, tally in page.counts.items():
            by_check[check].append(tally)
    return [total(check, tallies) for check, tallies in sorted(by_check.items())]


def total(check: str, tallies: list[Tally]) -> SiteTally:
    """The total of one check: the things it judged by outcome, the subjects it judged, and why it judged no others."""
    judged = [tally for tally in tallies if tally.untested is None]
    return SiteTally(
        check,
        Tally(*(sum(getattr(tally, name) for tally in judged) for name in ("passed", "failed", "cant_tell"))),
        looked_at=sum(1 for tally in judged if tally.examined),
        failed=sum(1 for tally in judged if tally.failed),
        untested=dict(Counter(tally.untested for tally in tallies if tally.untested is not None)),
    )
