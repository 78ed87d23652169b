"""``auditor rejudge``: a past run judged again from its stored pages."""

from __future__ import annotations

from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.failures import writing_to
from auditor.cli.messages import localized
from auditor.cli.terminal import Exit, out, stop
from auditor.pipeline.judgement.judge_run import judge_run
from auditor.pipeline.reports import report_run


def rejudge_command(  # noqa: PLR0913 - every parameter is an option of the command
    number: options.RunNumber = 0,
    data: options.Data = options.DATA,
    database: options.Database = "",
    reports: options.Reports = options.REPORTS,
    language: options.Language = "zh-TW",
    config: options.Config = options.CONFIG,
    waivers: Annotated[
        bool, typer.Option("--waivers", help="Apply today's waivers instead of those stored with the run.")
    ] = False,
) -> None:
    """Judge a past run again from its stored pages, with today's rules. Sends no request.

    The new judgement is kept beside the old one and gets a report of its own; a published report never changes.
    """
    with options.open_store(data, database) as store:
        run = options.judged_run(store, number)
        if run.pruned:
            removed = f"The stored pages of run {run.number} were removed on {run.pruned} (`auditor prune`)."
            raise stop(Exit.CONFIGURATION, removed, "It can be reported again, but not judged again.")
        granted = options.configured_waivers(config) if waivers else None
        made = options.bureau_time(run.settings.portfolio.time_zone, run.settings.today).isoformat(timespec="seconds")
        judgement = judge_run(store, run, made=made, waivers=granted)
        numbers = {"judgement": judgement.number, "run": run.number}
        out.print(localized("terminal.judged", **numbers, rules=judgement.ruleset))
        with writing_to(reports):
            index = report_run(store, run, reports, language, judgement)
    out.print(localized("terminal.report", file=str(index)))
    out.print(localized("terminal.valid_report", **numbers))
