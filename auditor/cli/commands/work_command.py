"""``auditor work``: the worker of the web console."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.messages import localized
from auditor.cli.terminal import out
from auditor.config.sites import load_portfolio
from auditor.config.waivers import WAIVERS_FILE
from auditor.model import Portfolio
from auditor.pipeline.action_worker import ActionWorker
from auditor.pipeline.console_actions import ActionSurroundings
from auditor.pipeline.run import Destination


def work_command(  # noqa: PLR0913 - every parameter is an option of the command
    config: options.Config = options.CONFIG,
    data: options.Data = options.DATA,
    database: options.Database = "",
    reports: options.Reports = options.REPORTS,
    language: options.Language = "zh-TW",
    once: Annotated[bool, typer.Option("--once", help="End when nothing is queued.")] = False,
    today: options.Today = "",
) -> None:
    """Carry out what people request in the web console: re-checks, runs, approved waivers.

    One request after the other, under the lock and the politeness of runs: while `auditor run` is under way requests
    wait. A request whose worker was killed is begun again; no waiver is written twice.
    """

    def now(portfolio: Portfolio) -> datetime:
        return options.bureau_time(portfolio.time_zone, today)

    around = ActionSurroundings(
        portfolio=lambda: load_portfolio(config),
        waivers_file=config.with_name(WAIVERS_FILE),
        destination=Destination(reports, language),
        now=now,
        source=str(config),
    )
    reports.mkdir(parents=True, exist_ok=True)  # stated at the start, not when the first report is written
    with options.open_store(data, database) as store:
        options.check_clock(store, today)
        worker = ActionWorker(store, around, options.lock_holder())
        out.print(localized("terminal.work_begins"))
        if once:
            while worker.work_once():
                pass
        else:
            worker.work()
