"""Sums tallies by check over a site: the denominators of a report, with the first things that passed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import islice

from auditor.model import Judged, NotJudged, Outcome, PageTally, SeenThing, SiteTally, Tally, Untested

_SHOWN = 3


def page_totals(pages: list[PageTally], statuses: Mapping[str, int]) -> list[SiteTally]:
    """The totals of a site's pages, by check; ``statuses`` are the pages' HTTP statuses by address."""
    by_check: dict[str, list[tuple[str, Tally]]] = defaultdict(list)
    for page in pages:
        for check, tally in page.counts.items():
            by_check[check].append((page.url, tally))
    return [
        total(check, [tally for _, tally in tallies], _seen_pages(tallies, statuses))
        for check, tallies in sorted(by_check.items())
    ]


def site_total(result: Judged | NotJudged, tally: Tally, statuses: Mapping[str, int]) -> SiteTally:
    """The total of one site check, with what its first passed verdicts saw."""
    verdicts = result.verdicts if isinstance(result, Judged) else ()
    good = (verdict for verdict in verdicts if verdict.outcome is Outcome.PASSED)
    seen = []
    for verdict in islice(good, _SHOWN):
        url = str(verdict.data.get("href") or verdict.place.url)
        status = int(str(verdict.data.get("status") or statuses.get(url, 0)))
        seen.append(SeenThing(url, str(verdict.data.get("words", "")), status))
    return total(result.check, [tally], seen or _seen_pages([(result.subject, tally)], statuses))


def total(check: str, tallies: list[Tally], seen: Iterable[SeenThing] = ()) -> SiteTally:
    """The total of one check: the things it judged by outcome, the subjects it judged, and why it judged no others."""
    judged = [tally for tally in tallies if tally.untested is None]
    return SiteTally(
        check,
        Tally(*(sum(getattr(tally, name) for tally in judged) for name in ("passed", "failed", "cant_tell"))),
        looked_at=sum(1 for tally in judged if tally.examined),
        failed=sum(1 for tally in judged if tally.failed),
        untested=dict(Counter(tally.untested for tally in tallies if tally.untested is not None)),
        seen=tuple(seen),
    )


def _seen_pages(tallies: Iterable[tuple[str, Tally]], statuses: Mapping[str, int]) -> list[SeenThing]:
    """The first pages on which something passed; where style sheets were missing, how many (``3/4``)."""
    shown = (
        SeenThing(url, tally.detail, statuses.get(url, 0))
        for url, tally in tallies
        if (tally.passed and not tally.failed) or tally.untested is Untested.SHEETS_MISSING
    )
    return list(islice(shown, _SHOWN))
