"""``auditor links``: the links of any page or site, without any configuration; the first thing that people try."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.app import app, out
from auditor.cli.exports import addresses_of, chosen, exit_of_audit, exported, looked
from auditor.judging import registry
from auditor.model import Check, Evidence, Finding, FindingPlace, Outcome, Severity, SiteEvidence, SiteState, Untested
from auditor.pipeline.ad_hoc import sites_below, sites_of_single_pages
from auditor.report.html.figures import BROKEN, CountedShare, audited, unverified
from auditor.report.html.figures import valid_links_share as valid_links
from auditor.report.html.finding_texts import finding_title, link_detail_text
from auditor.report.html.summary import site_reason
from auditor.report.words import Words, words_in

FIRST = 3
"""Places shown of each cause where somebody watches; a pipe gets all."""

MOST = 50
"""Causes shown where somebody watches; a pipe gets all."""

ENDLESS = 1_000_000
"""Clicks enough for any site."""

Depth = Annotated[int, typer.Option("--depth", min=0, help="Also read the pages that are so many clicks away.")]
Whole = Annotated[bool, typer.Option("--site", help="Read every page in the address's folder and below.")]
Pages = Annotated[int, typer.Option("--pages", min=1, help="With --site or --depth: read so many pages at most.")]


@app.command()
def links(  # noqa: PLR0913 - every parameter is an option of the command
    addresses: Annotated[list[str], typer.Argument(help="Such as https://www.example.gov.tw/", show_default=False)],
    depth: Depth = 0,
    whole: Whole = False,
    pages: Pages = 2_000,
    as_json: options.Json = False,
    as_sarif: options.Sarif = False,
    as_junit: options.Junit = False,
    language: options.Language = "zh-TW",
) -> None:
    """Check every link of pages, or of a whole site. Needs no configuration and keeps nothing.

    What is dead is told once, with the places that lead to it. A site is what lies in the address's folder and below;
    it is asked at most five times a second. Exit code 0: nothing at fault; 1: faults, notices apart; 2: a page could
    not be looked at.
    """
    wanted = chosen(as_json=as_json, as_sarif=as_sarif, as_junit=as_junit)
    starts = addresses_of(addresses)
    walked = whole or depth > 0
    sites = (
        sites_below(starts, depth=ENDLESS if whole else depth, pages=pages) if walked else sites_of_single_pages(starts)
    )
    evidence = looked(sites, ("links",))
    if not exported(evidence, wanted, language):
        show(evidence, language)
    raise typer.Exit(exit_of_audit(evidence))


def show(evidence: Evidence, language: str) -> None:
    """Print the causes, the worst first, each with its places; then what was looked at, and what was not."""
    words, checks = words_in(language), {check.id: check for check in registry.load_checks()}
    causes = _by_cause(finding for site in evidence.sites for finding in site.findings)
    shown = causes[:MOST] if out.is_terminal else causes
    for found, spots in shown:
        _show_cause(words, checks.get(found.check), found, spots)
    if len(causes) > len(shown):
        out.print(words("links.more_causes", n=len(causes) - len(shown)), markup=False)
    for line in (*_missed(words, evidence), *_figures(words, evidence, causes)):
        out.print(line, markup=False)


Cause = tuple[Finding, tuple[FindingPlace, ...]]


def _by_cause(findings: Iterable[Finding]) -> list[Cause]:
    """One entry for each cause, whatever sites it stands on: what is dead first, then what a person has to look at."""
    grouped: dict[tuple[str, str, Outcome], list[Finding]] = {}
    for found in findings:
        grouped.setdefault((found.check, found.cause, found.outcome), []).append(found)
    causes = [(members[0], tuple(spot for one in members for spot in one.spots)) for members in grouped.values()]
    return sorted(causes, key=lambda cause: (*_worst_first(cause[0]), -len(cause[1]), cause[0].cause))


def _worst_first(found: Finding) -> tuple[bool, bool, int, str]:
    return (found.severity is Severity.NOTICE, found.outcome is not Outcome.FAILED, found.severity.rank, found.check)


def _show_cause(words: Words, check: Check | None, found: Finding, spots: tuple[FindingPlace, ...]) -> None:
    mark = "✕" if found.outcome is Outcome.FAILED else "?"
    mark = "·" if found.severity is Severity.NOTICE and mark == "✕" else mark
    out.print(f"{mark} {found.cause}", style="bold", markup=False)
    data = spots[0].data
    happened = link_detail_text(words, str(data.get("detail", "")))
    detail = ": ".join(part for part in (finding_title(words, check, found), happened) if part)
    out.print(f"  {detail} [{found.check}]", markup=False)
    most = FIRST if out.is_terminal else len(spots)
    for spot in spots[:most]:
        place, text = spot.place, str(spot.data.get("text", "")).strip()
        where = words("card.line", line=place.line, column=place.column) if place.line else place.selector
        told = words("links.quoted", text=text) if text else ""
        out.print("    " + "  ".join(part for part in (place.url, where, told) if part), markup=False)
    if len(spots) > most:
        out.print("    " + words("card.rest", n=len(spots) - most), markup=False)


def _missed(words: Words, evidence: Evidence) -> Iterable[str]:
    """What could not be looked at, with the reason: addresses given, then link targets."""
    for site in evidence.sites:
        if site.run.state is not SiteState.AUDITED:
            yield words("links.not_examined", url=site.site.url, reason=site_reason(words, site))
    tallies = filter(None, (site.tally(BROKEN) for site in evidence.sites))
    reasons = sum((Counter(tally.untested) for tally in tallies), Counter[Untested]())
    for reason, count in sorted(reasons.items()):
        yield words("links.not_fetched", n=count, because=words("phrase.untested_because", reason=words.of(reason)))


def _figures(words: Words, evidence: Evidence, causes: list[Cause]) -> Iterable[str]:
    """What was looked at, with its denominators."""
    seen = audited(evidence.sites)
    share = sum(map(valid_links, seen), CountedShare())
    faults = [cause for cause in causes if cause[0].outcome is Outcome.FAILED]
    yield words("links.read", pages=_sum(seen, "pages"), targets=_sum(seen, "targets"))
    yield words(
        "verdict.links", total=share.total, broken=share.bad, share=words.share(share.good, share.total)
    ) + words("punctuation.full_stop")
    yield words("links.faults", n=len(faults), places=sum(len(spots) for _, spots in faults))
    yield words("links.unsure", n=sum(map(unverified, seen)))


def _sum(sites: Iterable[SiteEvidence], name: str) -> int:
    return sum(getattr(site.run, name) for site in sites)
