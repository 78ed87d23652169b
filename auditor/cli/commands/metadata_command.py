"""``auditor metadata``: the metadata and classes of single pages, and the classes suggested for them."""

from __future__ import annotations

import typer

from auditor.cli import options
from auditor.cli.terminal import out, print_json
from auditor.cli.terminal_tables import print_page_findings
from auditor.cli.typed_addresses import web_addresses
from auditor.cli.unconfigured_audit import audit_unconfigured_with, exit_of_audit
from auditor.judging.registry import load_checks
from auditor.model import Suggestion
from auditor.pipeline.ad_hoc import sites_of_single_pages
from auditor.pipeline.class_suggestions import PageSuggestions, suggestions
from auditor.report.exports.findings_json import findings_document
from auditor.report.html.single_pages import report_of_pages
from auditor.suggest.model import shipped_model


def metadata_command(
    addresses: options.Addresses, as_json: options.Json = False, language: options.Language = "zh-TW"
) -> None:
    """Check the metadata and classification of single pages, and suggest classes from the text of the pages.

    Classes are suggested as official documents with the same words have them. Where the model is not sure, the output
    shows that and gives no tags to paste. Exit codes as `auditor page`.
    """
    audit = audit_unconfigured_with(
        sites_of_single_pages(web_addresses(addresses)),
        ("metadata",),
        language,
        lambda store, run: list(suggestions(store, run, shipped_model())),
    )
    if as_json:
        print_json({"findings": findings_document(audit.evidence, load_checks(), language), "suggestions": audit.facts})
    else:
        print_page_findings(report_of_pages(audit.evidence, language))
        for page in audit.facts:
            _print_suggestions(page)
    raise typer.Exit(exit_of_audit(audit))


def _print_suggestions(page: PageSuggestions) -> None:
    out.print(f"\n{page.url}", style="bold")
    if not page.suggestions:
        out.print("No class suggested: the page is not in Chinese, too short, or unlike all documents of the model.")
        return
    for suggestion in page.suggestions:
        out.print(f"{suggestion.field}: {', '.join(page.carried[suggestion.field]) or '(none)'} on the page; "
                  f"suggested {_described(suggestion)}")  # fmt: skip
    out.print(f"To paste into the head after a review:\n{page.block}")


def _neighbours(suggestion: Suggestion) -> str:
    agree, pages = suggestion.beside
    return f", as {agree} of {pages} pages beside it" if pages else ""


def _described(suggestion: Suggestion) -> str:
    best = suggestion.choices[0]
    because = f", for {'、'.join(suggestion.words)}" if suggestion.words else _neighbours(suggestion)
    if suggestion.sure:
        return f"{best.code} {best.label} ({best.probability:.0%}{because})"
    others = " or ".join(f"{choice.code} {choice.label}".strip() for choice in suggestion.choices)
    return f"none with certainty; {others} ({best.probability:.0%}{because})"
