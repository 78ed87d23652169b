"""``auditor recheck``: whether findings are fixed, with as few requests as possible."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.messages import language_of_messages, localized
from auditor.cli.progress_bar import ProgressBar
from auditor.cli.terminal import Exit, out, print_json, stop
from auditor.model import Finding, Judgement, Life, Portfolio, Run
from auditor.pipeline import recheck
from auditor.pipeline.recheck_texts import unexamined_reason
from auditor.report.words import words_in
from auditor.store import Store


def recheck_command(  # noqa: PLR0913 - every parameter is an option of the command
    findings: Annotated[
        list[str] | None,
        typer.Argument(help="Finding numbers (or their beginning), page addresses or target addresses."),
    ] = None,
    unit: Annotated[str, typer.Option("--unit", help="Check all open findings that this unit owns.")] = "",
    config: options.Config = options.CONFIG,
    data: options.Data = options.DATA,
    database: options.Database = "",
    today: options.Today = "",
    as_json: options.Json = False,
    _language: options.Messages = "",
) -> None:
    """Check whether findings are fixed, requesting only their pages and targets. Exit code 0: all are; 1: not all."""
    if bool(findings) is bool(unit):
        raise stop(Exit.CONFIGURATION, "Name findings or addresses, or a unit with --unit; one of both.")
    with options.open_store(data, database) as store:
        options.check_clock(store, today)
        try:
            judgement = recheck.latest_judgement(store)
            portfolio = _portfolio(store.runs.find(judgement.run), config)
            selected = _selected(store, judgement, findings or (), unit)
        except LookupError as error:
            raise stop(Exit.CONFIGURATION, str(error.args[0])) from error
        now = options.bureau_time(portfolio.time_zone, today)
        with ProgressBar(quiet=as_json) as bar:
            results = recheck.recheck(store, judgement, portfolio, selected, now, bar.show_progress)
        recheck.record_recheck(store, judgement.run, results, now)
    if as_json:
        print_json(results)
    else:
        _print_results(results)
    raise typer.Exit(Exit.GOOD if all(result.life is Life.FIXED for result in results) else Exit.NEW_SERIOUS)


def _portfolio(run: Run, config: Path) -> Portfolio:
    """Today's configuration; the demo network has only the one that its run stored."""
    return run.settings.portfolio if run.settings.source == "demo" else options.configured_portfolio(config)


def _selected(store: Store, judgement: Judgement, named: Sequence[str], unit: str) -> list[Finding]:
    """The findings named and those of the unit. Raises ``LookupError`` for a name or unit without any."""
    findings = recheck.find_findings(store, judgement, named)
    return findings + (recheck.findings_of_unit(store, judgement, unit) if unit else [])


def _print_results(results: Sequence[recheck.RecheckedFinding]) -> None:
    for result in results:
        finding = result.finding
        what = {"check": finding.check, "cause": finding.cause, "id": finding.fingerprint}
        places = {"examined": result.examined, "places": result.places}
        out.print(localized("terminal.rechecked", life=localized(f"terminal.life_{result.life}"), **what, **places))
        if result.reason:
            out.print(f"  {_reason(result)}")


def _reason(result: recheck.RecheckedFinding) -> str:
    """Why a finding is unexamined, in a sentence."""
    return unexamined_reason(words_in(language_of_messages()), result.reason, result.address)
