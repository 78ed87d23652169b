"""``auditor backup``: the whole store in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.messages import localized
from auditor.cli.terminal import Exit, out, stop
from auditor.store import StoreError
from auditor.store.maintenance import write_backup


def backup_command(
    to: Annotated[Path, typer.Argument(help="The file to write, such as /backup/auditor-2026-11.tar.")],
    data: options.Data = options.DATA,
    _language: options.Messages = "",
) -> None:
    """Copy the whole store into one file, also while a run is under way."""
    try:
        out.print(localized("terminal.backed_up", file=str(to), n=write_backup(data, to)))
    except StoreError as error:
        raise stop(Exit.CONFIGURATION, str(error)) from error
