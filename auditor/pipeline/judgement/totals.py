"""How often a site's things passed, failed or could not be judged, by check: the denominators of a report."""

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
    """The total of one check, with how many things it looked at and why it could not look at others."""
    looked = [tally for tally in tallies if tally.untested is None]
    return SiteTally(
        check,
        Tally(*(sum(getattr(tally, name) for tally in looked) for name in ("passed", "failed", "cant_tell"))),
        looked_at=sum(1 for tally in looked if tally.examined),
        failed=sum(1 for tally in looked if tally.failed),
        untested=dict(Counter(tally.untested for tally in tallies if tally.untested is not None)),
    )
