"""``auditor schedule``, ``prune``, ``backup`` and ``restore``: what keeps a monthly audit going for years."""

from __future__ import annotations

import os
import socket
import sys
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.app import Exit, app, out, stop
from auditor.cli.systemd import Plan, cron_line, units
from auditor.model import Run, RunState
from auditor.store import StoreError
from auditor.store.maintenance import restore_backup as put_back
from auditor.store.maintenance import write_backup as copy_all

LEAST_RUNS = 3
"""Runs that are never pruned: verdicts of unchanged pages may be carried over for so many."""

_SYSTEM, _USER = Path("/etc/systemd/system"), Path.home() / ".config/systemd/user"

schedule = typer.Typer(no_args_is_help=True, help="Run the audit every night: it goes on with an unfinished month.")
app.add_typer(schedule, name="schedule")


@schedule.command()
def install(  # noqa: PLR0913 - every parameter is an option of the command
    at: Annotated[str, typer.Option("--at", help="Local time of the night.")] = "01:30",
    cron: Annotated[bool, typer.Option("--cron", help="A line for cron instead of systemd.")] = False,
    only_print: Annotated[bool, typer.Option("--print", help="Show what would be written; write nothing.")] = False,
    mail: Annotated[bool, typer.Option("--mail", help="Send the units their letters afterwards.")] = False,
    folder: Annotated[Path | None, typer.Option("--to", help="Folder of systemd's units.")] = None,
    config: options.Config = options.CONFIG,
    data: options.Data = options.DATA,
    reports: options.Reports = options.REPORTS,
) -> None:
    """Write a hardened systemd timer and service, or print a line for cron."""
    hour, minute = _time(at)
    plan = Plan(sys.executable, Path.cwd(), config.resolve(), data.resolve(), reports.resolve(), hour, minute, mail)
    if cron:
        out.print(cron_line(plan), markup=False)
        out.print("Add this line with `crontab -e`.")
        return
    place = folder or (_SYSTEM if os.geteuid() == 0 else _USER)
    for name, text in units(plan).items():
        out.print(f"# {place / name}\n{text}" if only_print else f"Written: {place / name}", markup=False)
        if not only_print:
            _write(place / name, text)
    if not only_print:
        of_user = " --user" if place == _USER else ""
        out.print(f"Now: systemctl{of_user} daemon-reload && systemctl{of_user} enable --now auditor.timer")


@app.command()
def prune(
    days: Annotated[int | None, typer.Option("--days", min=31, help="Keep what runs of so many days gathered.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go; remove nothing.")] = False,
    config: options.Config = options.CONFIG,
    data: options.Data = options.DATA,
    database: options.Database = "",
) -> None:
    """Let go of the pages that old runs gathered (keep_bodies_days of sites.yaml); findings and history stay."""
    kept = options.portfolio(config).keep_bodies_days if days is None else days
    today = options.now().date()
    before = (today - timedelta(kept)).isoformat()
    holder = f"{socket.gethostname()}:{os.getpid()}"
    with options.store(data, database) as store:
        old = _old(store.runs.all(), before)
        names = ", ".join(f"{run.number} ({run.period})" for run in old) or "none"
        out.print(f"Runs before {before} to let go of: {names}.", markup=False)
        if dry_run:
            return
        if not store.leases.acquire_lock(holder):
            raise stop(Exit.LOCKED, "A run of this store is under way; prune when it is done.")
        try:
            store.maintenance.drop_facts([run.number for run in old], today.isoformat())
            count, size = store.blobs.sweep(store.maintenance.blobs_in_use())
        finally:
            store.leases.release_lock(holder)
    out.print(f"{count:,} bodies and facts of pages with {size:,} bytes removed.")


@app.command()
def backup(
    to: Annotated[Path, typer.Argument(help="The file to write, such as /backup/auditor-2026-11.tar.")],
    data: options.Data = options.DATA,
) -> None:
    """Copy the whole store into one file, also while a run is under way."""
    try:
        out.print(f"{to}: {copy_all(data, to):,} bytes.", markup=False)
    except StoreError as error:
        raise stop(Exit.CONFIGURATION, str(error)) from error


@app.command()
def restore(
    archive: Annotated[Path, typer.Argument(help="A file that `auditor backup` made.")],
    data: options.Data = options.DATA,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of a store; the old is kept.")
    ] = False,
) -> None:
    """Put a backup back, after it has been proved whole."""
    if data.exists() and any(data.iterdir()) and not replace:
        raise stop(Exit.CONFIGURATION, f"{data} holds a store; name another --data, or add --replace.")
    try:
        old = put_back(archive, data)
    except StoreError as error:
        raise stop(Exit.CONFIGURATION, str(error)) from error
    out.print(f"Restored into {data}.{f' What stood there is in {old}.' if old else ''}", markup=False)


def _old(runs: list[Run], before: str) -> list[Run]:
    done = [run for run in runs if run.state is not RunState.GATHERING]
    return [run for run in done[:-LEAST_RUNS] if run.day < before and not run.pruned]


def _time(text: str) -> tuple[int, int]:
    hour, _, minute = text.partition(":")
    if not (hour.isdigit() and minute.isdigit() and int(hour) < 24 and int(minute) < 60):
        raise stop(Exit.CONFIGURATION, f"--at {text}: write a time such as 01:30.")
    return int(hour), int(minute)


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise stop(Exit.CONFIGURATION, f"{path}: {error.strerror}; name another folder with --to") from error
