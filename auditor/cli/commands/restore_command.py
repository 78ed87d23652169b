"""``auditor restore``: a store from a backup."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.terminal import Exit, out, stop
from auditor.store import StoreError
from auditor.store.maintenance import restore_backup


def restore_command(
    archive: Annotated[Path, typer.Argument(help="A file that `auditor backup` made.")],
    data: options.Data = options.DATA,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of a store; the old store is kept.")
    ] = False,
) -> None:
    """Restore a backup, after verifying that it is complete."""
    if data.exists() and any(data.iterdir()) and not replace:
        raise stop(Exit.CONFIGURATION, f"{data} holds a store; name another --data, or add --replace.")
    try:
        old = restore_backup(archive, data)
    except StoreError as error:
        raise stop(Exit.CONFIGURATION, str(error)) from error
    out.print(f"Restored into {data}.{f' The former content is in {old}.' if old else ''}")
