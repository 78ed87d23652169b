"""``auditor page``: single pages, without configuration."""

from __future__ import annotations

import typer

from auditor.cli import options
from auditor.cli.exports import output_format, print_export
from auditor.cli.terminal_tables import print_page_findings
from auditor.cli.typed_addresses import web_addresses
from auditor.cli.unconfigured_audit import audit_unconfigured, exit_of_audit
from auditor.pipeline.ad_hoc import sites_of_single_pages

_TOPICS = "links,metadata,accessibility"
"""Convenience is examined for whole sites only."""


def page_command(  # noqa: PLR0913 - every parameter is an option of the command
    addresses: options.Addresses,
    checks: options.Checks = "",
    as_json: options.Json = False,
    as_sarif: options.Sarif = False,
    as_junit: options.Junit = False,
    language: options.Language = "zh-TW",
) -> None:
    """Audit single pages: their links, metadata and accessibility. Needs no configuration and keeps nothing.

    Exit code 0: no faults; 1: faults other than notices; 2: a page could not be examined.
    """
    wanted = output_format(as_json=as_json, as_sarif=as_sarif, as_junit=as_junit)
    topics = options.selected_topics(checks or _TOPICS)
    audit = audit_unconfigured(sites_of_single_pages(web_addresses(addresses)), topics, language)
    if not print_export(audit.evidence, wanted, language):
        print_page_findings(audit.evidence, language)
    raise typer.Exit(exit_of_audit(audit))
