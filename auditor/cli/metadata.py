"""``auditor metadata``: the metadata and classes of single pages, and the classes suggested for them."""

from __future__ import annotations

import typer

from auditor.cli import options
from auditor.cli.app import app, out
from auditor.cli.exports import addresses_of, exit_of_audit, looked_and
from auditor.cli.page import Addresses, show_findings
from auditor.cli.show import print_json
from auditor.judging import registry
from auditor.model import Suggestion
from auditor.pipeline.ad_hoc import sites_of_single_pages
from auditor.pipeline.class_suggestions import PageSuggestions, suggestions
from auditor.report.exports.findings_json import findings_document
from auditor.suggest.model import shipped_model


@app.command()
def metadata(addresses: Addresses, as_json: options.Json = False, language: options.Language = "zh-TW") -> None:
    """Check the metadata and classification of single pages, and suggest classes from what the pages say.

    Classes are suggested from what official documents of the same words carry; where the model is not sure it says so,
    and nothing is offered to be pasted. Exit codes as `auditor page`.
    """
    evidence, suggested = looked_and(
        sites_of_single_pages(addresses_of(addresses)),
        ("metadata",),
        lambda store, run: list(suggestions(store, run, shipped_model())),
    )
    if as_json:
        print_json(
            {"findings": findings_document(evidence, registry.load_checks(), language), "suggestions": suggested}
        )
    else:
        show_findings(evidence, language)
        for page in suggested:
            _show(page)
    raise typer.Exit(exit_of_audit(evidence))


def _show(page: PageSuggestions) -> None:
    out.print(f"\n{page.url}", style="bold", markup=False)
    if not page.suggestions:
        out.print("No class suggested: the page is not in Chinese, too short, or unlike what the model knows.")
        return
    for suggestion in page.suggestions:
        out.print(f"{suggestion.field}: {', '.join(page.carried[suggestion.field]) or '(none)'} on the page; "
                  f"suggested {_told(suggestion)}", markup=False)  # fmt: skip
    out.print(f"To paste into the head, after a look:\n{page.block}", markup=False)


def _beside(suggestion: Suggestion) -> str:
    agree, pages = suggestion.beside
    return f", as {agree} of {pages} pages beside it" if pages else ""


def _told(suggestion: Suggestion) -> str:
    best = suggestion.choices[0]
    because = f", for {'、'.join(suggestion.words)}" if suggestion.words else _beside(suggestion)
    if suggestion.sure:
        return f"{best.code} {best.label} ({best.probability:.0%}{because})"
    others = " or ".join(f"{choice.code} {choice.label}".strip() for choice in suggestion.choices)
    return f"nothing surely; {others} ({best.probability:.0%}{because})"
