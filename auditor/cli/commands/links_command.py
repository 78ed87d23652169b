"""``auditor links``: the links of any page or site, without configuration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.exports import output_format, print_export
from auditor.cli.terminal import out
from auditor.cli.typed_addresses import web_addresses
from auditor.cli.unconfigured_audit import audit_unconfigured, exit_of_audit
from auditor.findings.headline_figures import LINK_BROKEN
from auditor.judging.registry import load_checks
from auditor.model import Check, Evidence, Finding, FindingPlace, Outcome, Severity, SiteEvidence, SiteState, Untested
from auditor.pipeline.ad_hoc import sites_below, sites_of_single_pages
from auditor.report.html.figures import audited, links_of, unverified
from auditor.report.html.finding_texts import finding_title, link_detail_text, opinions_text
from auditor.report.html.summary import site_reason
from auditor.report.words import Words, words_in

_PLACES_SHOWN = 3
"""Places of each cause on a terminal; all into a pipe or file."""

_CAUSES_SHOWN = 50
"""Causes on a terminal; all into a pipe or file."""

_UNLIMITED_DEPTH = 1_000_000
"""Clicks enough for any site."""

Depth = Annotated[int, typer.Option("--depth", min=0, help="Also read pages up to this many clicks away.")]
Whole = Annotated[bool, typer.Option("--site", help="Read every page in the address's folder and below.")]
Pages = Annotated[int, typer.Option("--pages", min=1, help="With --site or --depth: the most pages to read.")]


def links_command(  # noqa: PLR0913 - every parameter is an option of the command
    addresses: options.Addresses,
    depth: Depth = 0,
    whole: Whole = False,
    pages: Pages = 2_000,
    as_json: options.Json = False,
    as_sarif: options.Sarif = False,
    as_junit: options.Junit = False,
    language: options.Language = "zh-TW",
) -> None:
    """Check every link of pages, or of a whole site. Needs no configuration and keeps nothing.

    A dead address is listed once, with the places of the links to it. A site consists of the address's folder and
    everything below; it gets at most five requests a second. Exit code 0: no faults; 1: faults other than notices; 2: a
    page could not be examined.
    """
    wanted = output_format(as_json=as_json, as_sarif=as_sarif, as_junit=as_junit)
    starts = web_addresses(addresses)
    if whole or depth > 0:
        sites = sites_below(starts, depth=_UNLIMITED_DEPTH if whole else depth, pages=pages)
    else:
        sites = sites_of_single_pages(starts)
    audit = audit_unconfigured(sites, ("links",), language)
    if not print_export(audit.evidence, wanted, language):
        _print_causes(audit.evidence, language)
        if audit.waiting is not None:
            out.print(words_in(language)("links.partial", n=audit.waiting))
    raise typer.Exit(exit_of_audit(audit))


def _print_causes(evidence: Evidence, language: str) -> None:
    """Print the causes, the worst first, each with its places; then what was examined, and what was not."""
    words, checks = words_in(language), {check.id: check for check in load_checks()}
    causes = _by_cause(finding for site in evidence.sites for finding in site.findings)
    shown = causes[:_CAUSES_SHOWN] if out.is_terminal else causes
    for finding, places in shown:
        _print_cause(words, checks.get(finding.check), finding, places)
    if len(causes) > len(shown):
        out.print(words("links.more_causes", n=len(causes) - len(shown)))
    for line in (*_untested_lines(words, evidence), *_total_lines(words, evidence, causes)):
        out.print(line)


_Cause = tuple[Finding, tuple[FindingPlace, ...]]


def _by_cause(findings: Iterable[Finding]) -> list[_Cause]:
    """One entry for each cause over all sites: dead addresses first, then those that a person has to judge."""
    grouped: dict[tuple[str, str, Outcome], list[Finding]] = {}
    for finding in findings:
        grouped.setdefault((finding.check, finding.cause, finding.outcome), []).append(finding)
    causes = [
        (members[0], tuple(place for finding in members for place in finding.spots)) for members in grouped.values()
    ]
    return sorted(causes, key=lambda cause: (*_worst_first(cause[0]), -len(cause[1]), cause[0].cause))


def _worst_first(finding: Finding) -> tuple[bool, bool, int, str]:
    is_notice, is_undecided = finding.severity is Severity.NOTICE, finding.outcome is not Outcome.FAILED
    return (is_notice, is_undecided, finding.severity.rank, finding.check)


def _print_cause(words: Words, check: Check | None, finding: Finding, places: tuple[FindingPlace, ...]) -> None:
    mark = "✕" if finding.outcome is Outcome.FAILED else "?"
    mark = "·" if finding.severity is Severity.NOTICE and mark == "✕" else mark
    out.print(f"{mark} {finding.cause}", style="bold")
    happened = link_detail_text(words, str(places[0].data.get("detail", "")))
    detail = ": ".join(part for part in (finding_title(words, check, finding), happened) if part)
    out.print(f"  {detail} [{finding.check}]")
    if seen := opinions_text(words, places[0].data.get("seen", ())):
        out.print(f"  {words('data.seen')}: {seen}")
    most = _PLACES_SHOWN if out.is_terminal else len(places)
    for place in places[:most]:
        out.print(f"    {_place_line(words, place)}")
    if len(places) > most:
        out.print("    " + words("card.rest", n=len(places) - most))


def _place_line(words: Words, finding_place: FindingPlace) -> str:
    place, text = finding_place.place, str(finding_place.data.get("text", "")).strip()
    where = words("card.line", line=place.line, column=place.column) if place.line else place.selector
    quoted = words("links.quoted", text=text) if text else ""
    return "  ".join(part for part in (place.url, where, quoted) if part)


def _untested_lines(words: Words, evidence: Evidence) -> Iterable[str]:
    """What could not be examined, with the reason: addresses given, then link targets."""
    for site in evidence.sites:
        if site.run.state is not SiteState.AUDITED:
            yield words("links.not_examined", url=site.site.url, reason=site_reason(words, site))
    tallies = filter(None, (site.tally(LINK_BROKEN) for site in evidence.sites))
    reasons = sum((Counter(tally.untested) for tally in tallies), Counter[Untested]())
    for reason, count in sorted(reasons.items()):
        yield words("links.not_fetched", n=count, because=words("phrase.untested_because", reason=words.of(reason)))


def _total_lines(words: Words, evidence: Evidence, causes: list[_Cause]) -> Iterable[str]:
    """What was examined, with its denominators."""
    sites = audited(evidence.sites)
    links = links_of(sites)
    faults = [cause for cause in causes if cause[0].outcome is Outcome.FAILED]
    yield words("links.read", pages=_sum(sites, "pages"), targets=_sum(sites, "targets"))
    if links.judged:
        share = words.share(links.invalid, links.judged)
        judged = words("verdict.links", total=links.judged, broken=links.invalid, share=share)
        yield judged + words("punctuation.full_stop")
    else:
        yield words("links.none_judged")
    if links.changed:
        yield words("verdict.changed_names", n=links.changed) + words("punctuation.full_stop")
    yield words("links.faults", n=len(faults), places=sum(len(places) for _, places in faults))
    yield words("links.unsure", n=sum(map(unverified, sites)))
    if opinions := sum(host.opinions for host in evidence.hosts):
        yield words("links.opinions", n=opinions)


def _sum(sites: Iterable[SiteEvidence], name: str) -> int:
    return sum(getattr(site.run, name) for site in sites)
