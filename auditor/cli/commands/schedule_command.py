"""Schedule the audit every night (`auditor schedule install`) and report when its outcome changes."""

from __future__ import annotations

import os
import pwd
import sys
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.messages import localized
from auditor.cli.systemd import NightlyPlan, cron_line, systemd_units
from auditor.cli.terminal import Exit, err, out, stop
from auditor.notify.smtp import SmtpError
from auditor.pipeline.nightly_outcome import outcome_of, report_outcome
from auditor.report.words import words_in

_SYSTEM, _USER = Path("/etc/systemd/system"), Path.home() / ".config/systemd/user"

schedule_command = typer.Typer(no_args_is_help=True, help=__doc__)


@schedule_command.command()
def install(  # noqa: PLR0913 - every parameter is an option of the command
    at: Annotated[str, typer.Option("--at", help="Time at night, by the bureau's zone.")] = "01:30",
    cron: Annotated[bool, typer.Option("--cron", help="Print a line for cron instead of using systemd.")] = False,
    only_print: Annotated[bool, typer.Option("--print", help="Print what would be written; write nothing.")] = False,
    mail: Annotated[bool, typer.Option("--mail", help="Send the units their letters afterwards.")] = False,
    folder: Annotated[Path | None, typer.Option("--to", help="Folder of systemd's units.")] = None,
    user: Annotated[
        str, typer.Option("--user", help="The user that a service of the whole system runs as; never root.")
    ] = "auditor",
    config: options.Config = options.CONFIG,
    data: options.Data = options.DATA,
    reports: options.Reports = options.REPORTS,
    _language: options.Messages = "",
) -> None:
    """Write hardened systemd units (timer, audit, report of its outcome), or print a line for cron.

    As root the units are those of the whole system, and the audit runs as --user; otherwise they are your own. When
    the outcome changes, a mail goes to AUDITOR_SMTP_OPERATOR (/etc/auditor/environment).
    """
    hour, minute = _hour_and_minute(at)
    of_system = os.geteuid() == 0
    if of_system and user in {"", "root"}:
        raise stop(Exit.CONFIGURATION, localized("terminal.schedule_root"))
    plan = NightlyPlan(
        sys.executable,
        Path.cwd(),
        config.resolve(),
        data.resolve(),
        reports.resolve(),
        hour,
        minute,
        options.configured_zone(config),
        mail,
        user=user if of_system else "",
    )
    if cron:
        out.print(cron_line(plan))
        out.print(localized("terminal.cron", time=f"{hour:02}:{minute:02}", zone=plan.zone))
        return
    place = folder or (_SYSTEM if of_system else _USER)
    for name, text in systemd_units(plan).items():
        out.print(f"# {place / name}\n{text}" if only_print else localized("terminal.written", file=str(place / name)))
        if not only_print:
            _write(place / name, text)
    if not only_print:
        of_user = "" if of_system else " --user"
        for line in _before_enabling(plan):
            out.print(localized("terminal.first", command=line))
        command = f"systemctl{of_user} daemon-reload && systemctl{of_user} enable --now auditor.timer"
        out.print(localized("terminal.now", command=command))


@schedule_command.command()
def outcome(
    exit_code: Annotated[
        int | None, typer.Option("--exit-code", help="Exit code of the run. Default: what systemd hands over.")
    ] = None,
    data: options.Data = options.DATA,
    language: options.Language = "zh-TW",
) -> None:
    """Report the outcome of the night where it has changed: a line in the log, and a mail to AUDITOR_SMTP_OPERATOR.

    The scheduled units call this after each run. Findings, and sites that could not be audited, are results, not
    failures.
    """
    ended = outcome_of(os.environ, exit_code)
    if ended is None:
        out.print(localized("terminal.no_outcome"))
        return
    words = words_in(language)
    try:
        report = report_outcome(data, ended, words, os.environ, options.bureau_time())
    except SmtpError as error:
        raise stop(Exit.CONFIGURATION, str(error), words("nightly.not_mailed")) from error
    line = words("nightly.works" if ended.works else "nightly.fails", result=ended.result, status=ended.status)
    if not report.changed:
        out.print(words("nightly.unchanged", line=line))
        return
    err.print(words("nightly.changed", line=line))
    out.print(words("nightly.mailed" if report.mailed == "sent" else "nightly.no_address"))


def _before_enabling(plan: NightlyPlan) -> list[str]:
    """What an administrator has to do once for the user of the services."""
    if not plan.user:
        return []
    lines = [f"chown -R {plan.user}: {plan.data} {plan.reports}  # where they exist"]
    try:
        pwd.getpwnam(plan.user)
    except KeyError:
        lines.insert(0, f"useradd --system --user-group --home-dir /var/cache/auditor {plan.user}")
    return lines


def _hour_and_minute(text: str) -> tuple[int, int]:
    hour, _, minute = text.partition(":")
    if not (hour.isdigit() and minute.isdigit() and int(hour) < 24 and int(minute) < 60):
        raise stop(Exit.CONFIGURATION, localized("terminal.bad_time", text=text))
    return int(hour), int(minute)


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise stop(
            Exit.CONFIGURATION, localized("terminal.units_unwritable", file=str(path), why=error.strerror or "")
        ) from error
