"""``auditor names``: the names outside all sites, and what people decided about them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.messages import localized
from auditor.cli.terminal import out, print_json
from auditor.cli.terminal_tables import print_columns
from auditor.config.name_decisions import read_name_decisions
from auditor.model import NameState

_COLUMNS = ("name", "state", "links", "pages", "title", "decided")


def names_command(
    file: Annotated[
        Path | None, typer.Argument(help="A names.csv or names.ods that people filled in; its decisions are kept.")
    ] = None,
    as_json: options.Json = False,
    data: options.Data = options.DATA,
    database: options.Database = "",
    _language: options.Messages = "",
) -> None:
    """List the outside names that pages link to; with a FILE, keep the decisions that people wrote into it.

    The sheet is names.csv or names.ods of a report. Decisions are kept over months and stand in every later report.
    """
    with options.open_store(data, database) as store:
        if file is not None:
            decisions = read_name_decisions(file)
            store.names.save_decisions(decisions)
            out.print(localized("terminal.names_kept", n=len(decisions)))
            return
        judged = next((run for run in reversed(store.runs.all()) if store.names.of_run(run.number)), None)
        names, decided = store.names.of_run(judged.number) if judged else [], store.names.decisions()
    if as_json:
        print_json(names)
        return
    listed = [name for name in names if name.ended or name.state not in {NameState.ALIVE, NameState.UNKNOWN}]
    rows = [
        (
            name.name, localized(f"namestate.{name.state.value}"), str(name.links), str(name.pages), name.title[:40],
            decided[name.name].decision if name.name in decided else "",
        )
        for name in listed
    ]  # fmt: skip
    print_columns([localized(f"name.{column}") for column in _COLUMNS], rows)
    out.print(localized("terminal.names_listed", n=len(names), listed=len(rows)))
