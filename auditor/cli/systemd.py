"""Writes the text of a nightly schedule: hardened systemd units (timer, audit, outcome), or a line for cron."""

from __future__ import annotations

import shlex
from datetime import datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from auditor.model import TAIPEI

_SERVICE = """\
[Unit]
Description=Audit of the bureau's websites: resumes an unfinished month, otherwise checks open faults again
Documentation=file://{folder}
Wants=network-online.target
After=network-online.target
# both, so that the end of a failure is reported too; a mail is sent when the outcome changes, not every night
OnFailure=auditor-outcome.service
OnSuccess=auditor-outcome.service

[Service]
Type=oneshot
{user}WorkingDirectory={folder}
ExecStart={command}
{mail}# 1: new serious findings, 2: some sites could not be audited, 4: another run is under way, 130: stopped to be
# resumed; these are results, not failures of the service
SuccessExitStatus=1 2 4 130
# an audit takes long; at a stop the run commits what it has
TimeoutStartSec=infinity
TimeoutStopSec=120
KillMode=mixed
# AUDITOR_SMTP_… and other secrets; readable by this service alone
EnvironmentFile=-{environment}
Nice=10
IOSchedulingClass=idle
MemoryHigh=4G
TasksMax=1024
{hardening}
# The browser's own sandbox makes namespaces of these kinds and changes its root, and its scripts need writable,
# executable memory; all three stay allowed
RestrictNamespaces=user pid net
SystemCallFilter=~@clock @cpu-emulation @module @obsolete @raw-io @reboot @swap
"""

_OUTCOME = """\
[Unit]
Description=Report the outcome of the nightly audit when it has changed
Documentation=file://{folder}

[Service]
Type=oneshot
{user}WorkingDirectory={folder}
ExecStart={command}
EnvironmentFile=-{environment}
{hardening}
MemoryDenyWriteExecute=yes
RestrictNamespaces=yes
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
"""

_HARDENING = """\
UMask=0077
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths={writable}
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallErrorNumber=EPERM
CapabilityBoundingSet="""

_USER = """\
User={user}
Group={user}
# the browser wants a home to write to
CacheDirectory=auditor
CacheDirectoryMode=0700
Environment=HOME=/var/cache/auditor
"""

_TIMER = """\
[Unit]
Description=Every night: resume this month's audit, or check open faults again

[Timer]
OnCalendar=*-*-* {hour:02}:{minute:02}:00 {zone}
RandomizedDelaySec=15min
Persistent=true

[Install]
WantedBy=timers.target
"""


class NightlyPlan(msgspec.Struct, frozen=True):
    """What runs every night."""

    python: str
    """The Python interpreter that runs the program."""
    folder: Path
    """The working directory."""
    config: Path
    """The configuration file."""
    data: Path
    """Folder of the store; with ``reports`` the only one that the service may write to."""
    reports: Path
    """Folder of the reports."""
    hour: int = 1
    """Hour of the start in ``zone``, 0 to 23."""
    minute: int = 30
    """Minute of the start, 0 to 59."""
    zone: str = TAIPEI
    """The IANA name of the bureau's time zone."""
    mail: bool = False
    """Whether the units get their letters afterwards."""
    environment: Path = Path("/etc/auditor/environment")
    """File of environment variables, secrets among them; it may be missing."""
    user: str = ""
    """The user that the services of the whole system run as; empty for units of a user's own."""


def systemd_units(plan: NightlyPlan) -> dict[str, str]:
    """The unit files of systemd by name."""
    values = {
        "folder": _escaped(str(plan.folder)),
        "user": _USER.format(user=plan.user) if plan.user else "",
        "environment": _escaped(str(plan.environment)),
        "hardening": _HARDENING.format(writable=" ".join(_quoted_one(str(path)) for path in (plan.data, plan.reports))),
    }
    mail = f"ExecStartPost=-{_quoted(_command(plan, 'mail'))}\n" if plan.mail else ""
    return {
        "auditor.service": _SERVICE.format(command=_quoted(_command(plan, "run")), mail=mail, **values),
        "auditor.timer": _TIMER.format(hour=plan.hour, minute=plan.minute, zone=plan.zone),
        "auditor-outcome.service": _OUTCOME.format(command=_quoted(_command(plan, "schedule")), **values),
    }


def cron_line(plan: NightlyPlan, here: tzinfo | None = None) -> str:
    """The same as a line for cron, where a percent sign would end the line. The store's lock prevents a second run.

    Cron starts commands by the clock of its machine: the time is converted to the zone ``here``, by default the
    machine's, as it is today.
    """
    start = datetime.now(ZoneInfo(plan.zone)).replace(hour=plan.hour, minute=plan.minute).astimezone(here)
    run, outcome = shlex.join(_command(plan, "run")), shlex.join(_command(plan, "schedule"))
    command = f"{run} ; {outcome} --exit-code $?"
    if plan.mail:
        command += f" ; {shlex.join(_command(plan, 'mail'))}"
    line = f"cd {shlex.quote(str(plan.folder))} && {{ {command} ; }}".replace("%", "\\%")
    return f"{start.minute} {start.hour} * * * {line}"


def _command(plan: NightlyPlan, name: str) -> list[str]:
    store = ["--data", str(plan.data)]
    if name == "mail":
        return [plan.python, "-m", "auditor", "mail", *store]
    if name == "schedule":
        return [plan.python, "-m", "auditor", "schedule", "outcome", *store]
    where = ["--config", str(plan.config), *store, "--reports", str(plan.reports)]
    return [plan.python, "-m", "auditor", "run", "--once", *where]


def _quoted(words: list[str]) -> str:
    return " ".join(_quoted_one(word) for word in words)


def _quoted_one(word: str) -> str:
    """A word in the syntax of systemd (systemd.syntax, Quoting; systemd.unit, Specifiers)."""
    plain = _escaped(word).replace("$", "$$")
    if all(letter.isalnum() or letter in "/._-%$=" for letter in plain):
        return plain
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _escaped(word: str) -> str:
    return word.replace("%", "%%")
