"""``auditor restore``: a store from a backup."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.messages import localized
from auditor.cli.options import lock_holder
from auditor.cli.terminal import Exit, out, stop
from auditor.store import Store, StoreError
from auditor.store.maintenance import BLOBS, DATABASE, complete_restore, restore_backup


def restore_command(
    archive: Annotated[Path, typer.Argument(help="A file that `auditor backup` made.")],
    data: options.Data = options.DATA,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of a store; the old store is kept.")
    ] = False,
    _language: options.Messages = "",
) -> None:
    """Restore a backup, after verifying that it is complete."""
    complete_restore(data)
    filled = data.exists() and any(data.iterdir())
    if filled and not replace:
        raise stop(Exit.CONFIGURATION, localized("terminal.holds_store", data=str(data)))
    with _locked(data) if (data / DATABASE).is_file() else nullcontext():
        try:
            old = restore_backup(archive, data)
        except StoreError as error:
            raise stop(Exit.CONFIGURATION, str(error)) from error
    out.print(localized("terminal.restored", data=str(data)))
    if old:
        out.print(localized("terminal.former_content", old=str(old)))


@contextmanager
def _locked(data: Path) -> Iterator[None]:
    """Hold the run lock of the store that is replaced, so that no run works in it; exit 4 where one does.

    A store that cannot be opened has no run; to replace it is what a backup is for.
    """
    try:
        store = Store.open(f"sqlite:///{(data / DATABASE).resolve()}", data / BLOBS)
    except StoreError:
        yield
        return
    with store:
        if not store.leases.acquire_lock(lock_holder()):
            raise stop(Exit.LOCKED, localized("terminal.restore_locked", data=str(data)))
    yield
