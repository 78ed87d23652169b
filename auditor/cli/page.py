"""``auditor page``, and its views ``links`` and ``metadata``: any address, without any configuration."""

from __future__ import annotations

from typing import Annotated

import typer

from auditor import registry
from auditor.audit.look import look
from auditor.cli import options
from auditor.cli.app import Exit, app, out, stop
from auditor.cli.progress import Bar
from auditor.cli.show import print_json
from auditor.cli.tables import findings_list
from auditor.model import Check, Evidence, Outcome, Portfolio, SiteState
from auditor.report.exports import findings_document
from auditor.report.words import words_in
from auditor.urls import is_web

PAGE_TOPICS = "links,metadata,accessibility"
"""Convenience is a matter of whole sites."""

Addresses = Annotated[
    list[str], typer.Argument(help="Addresses such as https://www.example.gov.tw/", show_default=False)
]


@app.command()
def page(
    addresses: Addresses,
    checks: options.Checks = "",
    as_json: options.Json = False,
    language: options.Language = "zh-TW",
) -> None:
    """Look at single pages: their links, metadata and accessibility. Needs no configuration and keeps nothing.

    Exit code 0: nothing at fault; 1: faults; 2: a page could not be looked at.
    """
    _look(addresses, options.topics(checks or PAGE_TOPICS), as_json, language)


@app.command()
def links(addresses: Addresses, as_json: options.Json = False, language: options.Language = "zh-TW") -> None:
    """Check every link on single pages. The same as `auditor page --checks links`."""
    _look(addresses, ("links",), as_json, language)


@app.command()
def metadata(addresses: Addresses, as_json: options.Json = False, language: options.Language = "zh-TW") -> None:
    """Check the metadata and classification of single pages. The same as `auditor page --checks metadata`."""
    _look(addresses, ("metadata",), as_json, language)


def _look(addresses: list[str], topics: tuple[str, ...], as_json: bool, language: str) -> None:
    wrong = [address for address in addresses if not is_web(address)]
    if wrong:
        raise stop(Exit.CONFIGURATION, f"{wrong[0]}: not an address; begin it with http:// or https://")
    terms = Portfolio(sites=(), contact="command line")
    with Bar(quiet=as_json) as bar:
        evidence, pages = look(addresses, topics, terms, options.now(), bar.watch)
    chosen = registry.load()
    if as_json:
        print_json(findings_document(evidence, chosen, language))
    else:
        _show(evidence, pages, {check.id: check for check in chosen}, language)
    raise typer.Exit(_exit(evidence))


def _show(evidence: Evidence, pages: dict[str, str], checks: dict[str, Check], language: str) -> None:
    words = words_in(language)
    titles = {check.id: words.text(check.title) for check in checks.values()}
    for site in evidence.sites:
        out.print(f"\n{pages[site.site.id]}", style="bold", markup=False)
        if site.run.state is not SiteState.AUDITED:
            out.print(f"  not looked at: {site.run.reason or site.run.state}", markup=False)
            continue
        findings_list(site.findings, titles)
        judged = sum(tally.things.looked_at for tally in site.tallies)
        untested = sorted({str(reason) for tally in site.tallies for reason in tally.untested})
        out.print(f"{judged:,} things looked at by {len(site.tallies)} checks, {site.run.targets} link targets."
                  f"{' Not tested: ' + ', '.join(untested) + '.' if untested else ''}", markup=False)  # fmt: skip


def _exit(evidence: Evidence) -> Exit:
    if any(site.run.state is not SiteState.AUDITED for site in evidence.sites):
        return Exit.NOT_AUDITED
    failed = any(finding.outcome is Outcome.FAILED for site in evidence.sites for finding in site.findings)
    return Exit.NEW_SERIOUS if failed else Exit.GOOD
