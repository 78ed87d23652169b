"""Commands on what was gathered before: ``report``, ``rejudge``, ``recheck``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.app import Exit, app, out, stop
from auditor.cli.exports import Format, chosen, exported
from auditor.cli.progress_bar import Bar
from auditor.cli.show import print_json
from auditor.model import Life, Portfolio, Run
from auditor.pipeline import recheck as rechecking
from auditor.pipeline.judgement.judge_run import judge_run
from auditor.pipeline.reports import evidence_of, report_run
from auditor.store import Store

Number = Annotated[
    int, typer.Option("--run", help="Number of the run (`auditor status`); the latest judged unless given.")
]


@app.command()
def report(  # noqa: PLR0913 - every parameter is an option of the command
    number: Number = 0,
    data: options.Data = options.DATA,
    database: options.Database = "",
    reports: options.Reports = options.REPORTS,
    language: options.Language = "zh-TW",
    as_json: options.Json = False,
    as_sarif: options.Sarif = False,
    as_junit: options.Junit = False,
) -> None:
    """Write the report of a judged run again: the same judgement gives the same bytes.

    With --json, --sarif or --junit its findings are printed, and no report is written.
    """
    wanted = chosen(as_json=as_json, as_sarif=as_sarif, as_junit=as_junit)
    with options.store(data, database) as store:
        if wanted is not Format.TEXT:
            exported(evidence_of(store, judged(store, number)), wanted, language)
            return
        out.print(f"Report: {report_run(store, judged(store, number), reports, language)}", markup=False)


@app.command()
def rejudge(  # noqa: PLR0913 - every parameter is an option of the command
    number: Number = 0,
    data: options.Data = options.DATA,
    database: options.Database = "",
    reports: options.Reports = options.REPORTS,
    language: options.Language = "zh-TW",
    config: options.Config = options.CONFIG,
    waivers: Annotated[bool, typer.Option("--waivers", help="With today's waivers, not those the run keeps.")] = False,
) -> None:
    """Judge a past run again from what it kept, with today's rules. Asks no server.

    The new judgement stands beside the old one and gets a report of its own; a published report never changes.
    """
    with options.store(data, database) as store:
        run = judged(store, number)
        if run.pruned:
            gone = f"What run {run.number} gathered was let go on {run.pruned} (`auditor prune`)."
            raise stop(Exit.CONFIGURATION, gone, "It can be reported again, but not judged again.")
        granted = options.waivers(config) if waivers else None
        judgement = judge_run(store, run, made=options.now().isoformat(timespec="seconds"), waivers=granted)
        out.print(f"Judgement {judgement.number} of run {run.number}, rule set {judgement.ruleset}.")
        out.print(f"Report: {report_run(store, run, reports, language, judgement)}", markup=False)


@app.command()
def recheck(  # noqa: PLR0913 - every parameter is an option of the command
    what: Annotated[
        list[str] | None, typer.Argument(help="Finding numbers (or their beginning), page or target addresses.")
    ] = None,
    unit: Annotated[str, typer.Option("--unit", help="All open findings that this unit owns.")] = "",
    config: options.Config = options.CONFIG,
    data: options.Data = options.DATA,
    database: options.Database = "",
    as_json: options.Json = False,
) -> None:
    """Ask again just what is needed to see whether findings are mended. Exit code 0: all are; 1: some are not."""
    if bool(what) is bool(unit):
        raise stop(Exit.CONFIGURATION, "Name findings or addresses, or a unit with --unit; one of both.")
    with options.store(data, database) as store:
        try:
            judgement = rechecking.latest_judgement(store)
            portfolio = _configured(store.runs.find(judgement.run), config)
            findings = rechecking.find_findings(store, judgement, what or ())
            findings += rechecking.findings_of_unit(store, judgement, unit) if unit else []
        except LookupError as error:
            raise stop(Exit.CONFIGURATION, str(error.args[0])) from error
        now = options.now()
        with Bar(quiet=as_json) as bar:
            results = rechecking.recheck(portfolio, findings, now, bar.watch)
        rechecking.record_recheck(store, judgement.run, results, now)
    if as_json:
        print_json(results)
    for one in [] if as_json else results:
        seen = f"({one.examined} of {one.places} places looked at) [{one.finding.fingerprint}]"
        out.print(f"{one.life}: {one.finding.check} {one.finding.cause} {seen}", markup=False)
    raise typer.Exit(Exit.GOOD if all(one.life is Life.FIXED for one in results) else Exit.NEW_SERIOUS)


def _configured(run: Run, config: Path) -> Portfolio:
    """Today's configuration; the demo network has none but that of its run."""
    return run.settings.portfolio if run.settings.source == "demo" else options.portfolio(config)


def judged(store: Store, number: int) -> Run:
    """The run of this number, or the latest judged one for 0; exit 3 where there is none."""
    runs = [run for run in store.runs.all() if store.judgements.latest(run.number)]
    chosen = [run for run in runs if number in (0, run.number)]
    if not chosen:
        wanted = f"No run {number} that was judged" if number else "No judged run"
        raise stop(Exit.CONFIGURATION, f"{wanted} in this store; `auditor status` lists the runs.")
    return chosen[-1]
