"""Schedule the audit every night: it resumes an unfinished month (`auditor schedule install`)."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.systemd import NightlyPlan, cron_line, systemd_units
from auditor.cli.terminal import Exit, out, stop

_SYSTEM, _USER = Path("/etc/systemd/system"), Path.home() / ".config/systemd/user"

schedule_command = typer.Typer(no_args_is_help=True, help=__doc__)


@schedule_command.command()
def install(  # noqa: PLR0913 - every parameter is an option of the command
    at: Annotated[str, typer.Option("--at", help="Local time at night.")] = "01:30",
    cron: Annotated[bool, typer.Option("--cron", help="Print a line for cron instead of using systemd.")] = False,
    only_print: Annotated[bool, typer.Option("--print", help="Print what would be written; write nothing.")] = False,
    mail: Annotated[bool, typer.Option("--mail", help="Send the units their letters afterwards.")] = False,
    folder: Annotated[Path | None, typer.Option("--to", help="Folder of systemd's units.")] = None,
    config: options.Config = options.CONFIG,
    data: options.Data = options.DATA,
    reports: options.Reports = options.REPORTS,
) -> None:
    """Write a hardened systemd timer and service, or print a line for cron."""
    hour, minute = _hour_and_minute(at)
    plan = NightlyPlan(
        sys.executable, Path.cwd(), config.resolve(), data.resolve(), reports.resolve(), hour, minute, mail
    )
    if cron:
        out.print(cron_line(plan))
        out.print("Add this line with `crontab -e`.")
        return
    place = folder or (_SYSTEM if os.geteuid() == 0 else _USER)
    for name, text in systemd_units(plan).items():
        out.print(f"# {place / name}\n{text}" if only_print else f"Written: {place / name}")
        if not only_print:
            _write(place / name, text)
    if not only_print:
        of_user = " --user" if place == _USER else ""
        out.print(f"Now: systemctl{of_user} daemon-reload && systemctl{of_user} enable --now auditor.timer")


def _hour_and_minute(text: str) -> tuple[int, int]:
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
