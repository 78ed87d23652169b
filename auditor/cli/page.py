"""``auditor page``: any address, without any configuration."""

from __future__ import annotations

from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.app import app, out
from auditor.cli.exports import Format, addresses_of, chosen, exit_of_audit, exported, looked
from auditor.cli.terminal_tables import findings_list
from auditor.judging import registry
from auditor.model import Evidence, SiteState
from auditor.pipeline.ad_hoc import sites_of_single_pages
from auditor.report.words import words_in

PAGE_TOPICS = "links,metadata,accessibility"
"""Convenience is a matter of whole sites."""

Addresses = Annotated[
    list[str], typer.Argument(help="Addresses such as https://www.example.gov.tw/", show_default=False)
]


@app.command()
def page(  # noqa: PLR0913 - every parameter is an option of the command
    addresses: Addresses,
    checks: options.Checks = "",
    as_json: options.Json = False,
    as_sarif: options.Sarif = False,
    as_junit: options.Junit = False,
    language: options.Language = "zh-TW",
) -> None:
    """Look at single pages: their links, metadata and accessibility. Needs no configuration and keeps nothing.

    Exit code 0: nothing at fault; 1: faults, notices apart; 2: a page could not be looked at.
    """
    wanted = chosen(as_json=as_json, as_sarif=as_sarif, as_junit=as_junit)
    _look(addresses, options.topics(checks or PAGE_TOPICS), wanted, language)


def _look(addresses: list[str], topics: tuple[str, ...], wanted: Format, language: str) -> None:
    evidence = looked(sites_of_single_pages(addresses_of(addresses)), topics)
    if not exported(evidence, wanted, language):
        show_findings(evidence, language)
    raise typer.Exit(exit_of_audit(evidence))


def show_findings(evidence: Evidence, language: str) -> None:
    """Every page with its findings, worst first, and how much was looked at."""
    words = words_in(language)
    titles = {check.id: words.text(check.title) for check in registry.load_checks()}
    for site in evidence.sites:
        out.print(f"\n{site.site.url}", style="bold", markup=False)
        if site.run.state is not SiteState.AUDITED:
            out.print(f"  not looked at: {site.run.reason or site.run.state}", markup=False)
            continue
        findings_list(site.findings, titles)
        judged = sum(tally.things.examined for tally in site.tallies)
        untested = sorted({str(reason) for tally in site.tallies for reason in tally.untested})
        out.print(f"{judged:,} things looked at by {len(site.tallies)} checks, {site.run.targets} link targets."
                  f"{' Not tested: ' + ', '.join(untested) + '.' if untested else ''}", markup=False)  # fmt: skip
