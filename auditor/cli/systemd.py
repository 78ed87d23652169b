"""Writes the text of a nightly schedule: a hardened systemd timer with its service, or a line for cron."""

from __future__ import annotations

import shlex
from pathlib import Path

import msgspec

_SERVICE = """\
[Unit]
Description=Audit of the bureau's websites: resumes an unfinished month, otherwise does nothing
Documentation=file://{folder}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={folder}
ExecStart={command}
{mail}# 1: new serious findings, 2: some sites could not be audited; both are results, not failures of the service
SuccessExitStatus=1 2
# an audit takes long; at a stop the run commits what it has
TimeoutStartSec=infinity
TimeoutStopSec=120
KillMode=mixed
# AUDITOR_SMTP_… and other secrets; readable by this service alone
EnvironmentFile=-{environment}
UMask=0027
Nice=10
IOSchedulingClass=idle
MemoryHigh=4G
TasksMax=1024

# Hardening. User namespaces and writable, executable memory stay allowed: the browser's own sandbox needs them.
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
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
CapabilityBoundingSet=
"""

_TIMER = """\
[Unit]
Description=Every night: resume this month's audit

[Timer]
OnCalendar=*-*-* {hour:02}:{minute:02}:00
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
    """Local hour of the start, 0 to 23."""
    minute: int = 30
    """Minute of the start, 0 to 59."""
    mail: bool = False
    """Whether the units get their letters afterwards."""
    environment: Path = Path("/etc/auditor/environment")
    """File of environment variables, secrets among them; it may be missing."""


def systemd_units(plan: NightlyPlan) -> dict[str, str]:
    """The unit files of systemd by name."""
    mail = f"ExecStartPost=-{_quoted(_command(plan, 'mail'))}\n" if plan.mail else ""
    service = _SERVICE.format(
        folder=_escaped(str(plan.folder)),
        command=_quoted(_command(plan, "run")),
        mail=mail,
        environment=_escaped(str(plan.environment)),
        writable=" ".join(_quoted_one(str(path)) for path in (plan.data, plan.reports)),
    )
    return {"auditor.service": service, "auditor.timer": _TIMER.format(hour=plan.hour, minute=plan.minute)}


def cron_line(plan: NightlyPlan) -> str:
    """The same as a line for cron, where a percent sign would end the line. The store's lock prevents a second run."""
    command = " ; ".join(shlex.join(_command(plan, name)) for name in (("run", "mail") if plan.mail else ("run",)))
    line = f"cd {shlex.quote(str(plan.folder))} && {{ {command} ; }}".replace("%", "\\%")
    return f"{plan.minute} {plan.hour} * * * {line}"


def _command(plan: NightlyPlan, name: str) -> list[str]:
    store = ["--data", str(plan.data)]
    if name == "mail":
        return [plan.python, "-m", "auditor", "mail", *store]
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
