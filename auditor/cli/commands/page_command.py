"""``auditor page``: single pages, without configuration."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.exports import output_format, print_export
from auditor.cli.terminal import Exit, stop
from auditor.cli.terminal_tables import print_page_findings
from auditor.cli.typed_addresses import web_addresses
from auditor.cli.unconfigured_audit import audit_unconfigured, exit_of_audit
from auditor.pipeline.ad_hoc import sites_of_single_pages
from auditor.report.html.single_pages import report_of_pages, single_pages_html
from auditor.report.html.views import Report

_TOPICS = "links,metadata,accessibility"
"""Convenience is examined for whole sites only."""

_Html = Annotated[Path | None, typer.Option("--html", help="Write the findings into this HTML file too.")]


def page_command(  # noqa: PLR0913 - every parameter is an option of the command
    addresses: options.Addresses,
    checks: options.Checks = "",
    as_json: options.Json = False,
    as_sarif: options.Sarif = False,
    as_junit: options.Junit = False,
    language: options.Language = "zh-TW",
    html: _Html = None,
) -> None:
    """Audit single pages: their links, metadata and accessibility. Needs no configuration and keeps nothing.

    Exit code 0: no faults; 1: faults other than notices; 2: a page could not be examined.
    """
    wanted = output_format(as_json=as_json, as_sarif=as_sarif, as_junit=as_junit)
    topics = options.selected_topics(checks or _TOPICS)
    if html is not None and not os.access(html if html.exists() else html.absolute().parent, os.W_OK):
        raise stop(Exit.CONFIGURATION, f"--html {html}: no file can be written there")
    audit = audit_unconfigured(sites_of_single_pages(web_addresses(addresses)), topics, language)
    report = report_of_pages(audit.evidence, language)
    if html is not None:
        _write_html(html, report)
    if not print_export(audit.evidence, wanted, language):
        print_page_findings(report)
    raise typer.Exit(exit_of_audit(audit))


def _write_html(path: Path, report: Report) -> None:
    """Write the report into the file; exit 3 where it cannot be written."""
    try:
        path.write_text(single_pages_html(report), encoding="utf-8")
    except OSError as error:
        raise stop(Exit.CONFIGURATION, f"--html {path}: {error.strerror or error}") from error
