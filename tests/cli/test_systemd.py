"""The schedule: units that systemd takes, and a line that a shell takes."""

from __future__ import annotations

import getpass
import os
import shlex
import shutil
import subprocess
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest

from auditor.cli.systemd import NightlyPlan, cron_line, systemd_units

PLAN = NightlyPlan(
    "/usr/bin/python3", Path("/srv/au dit"), Path("/srv/au dit/sites.yaml"), Path("/srv/100%/data"), Path("/srv/r")
)


def test_the_service_takes_findings_for_results_and_is_hardened() -> None:
    service, timer = systemd_units(PLAN)["auditor.service"], systemd_units(PLAN)["auditor.timer"]
    assert "SuccessExitStatus=1 2 4 130\n" in service
    assert "User=" not in service  # a user's own units run as that user
    assert (
        'ExecStart=/usr/bin/python3 -m auditor run --once --config "/srv/au dit/sites.yaml" --data /srv/100%%/data'
        in service
    )
    assert "ReadWritePaths=/srv/100%%/data /srv/r\n" in service
    for line in ("NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet=", "PrivateTmp=yes"):
        assert f"\n{line}\n" in service
    assert "ExecStartPost" not in service
    assert "OnCalendar=*-*-* 01:30:00" in timer
    assert "Persistent=true" in timer


def test_letters_follow_where_they_are_wanted_and_their_failure_is_no_failure_of_the_audit() -> None:
    plan = msgspec.structs.replace(PLAN, mail=True, hour=23, minute=5)
    assert "ExecStartPost=-/usr/bin/python3 -m auditor mail --data" in systemd_units(plan)["auditor.service"]
    assert "23:05:00" in systemd_units(plan)["auditor.timer"]
    assert "auditor mail" in cron_line(plan)


def test_the_line_for_cron_has_its_percent_signs_masked() -> None:
    line = cron_line(PLAN, ZoneInfo("Asia/Taipei"))
    assert line.startswith("30 1 * * * cd '/srv/au dit' && ")
    assert "100\\%" in line
    assert "run" in shlex.split(line.replace("\\%", "%"))


def test_units_of_the_system_run_as_a_user_of_their_own_and_report_their_outcome() -> None:
    units = systemd_units(msgspec.structs.replace(PLAN, user="auditor"))
    for name in ("auditor.service", "auditor-outcome.service"):
        assert "\nUser=auditor\nGroup=auditor\n" in units[name]
    assert "OnFailure=auditor-outcome.service\nOnSuccess=auditor-outcome.service\n" in units["auditor.service"]
    assert "schedule outcome --data /srv/100%%/data\n" in units["auditor-outcome.service"]
    assert "schedule outcome" in cron_line(PLAN)
    assert "--exit-code $?" in cron_line(PLAN)


def written(folder: Path) -> dict[str, str]:
    """The paths of units of this machine by name."""
    user = getpass.getuser() if os.geteuid() else "games"  # a user that is here, and not root
    program = shutil.which("true") or "/bin/true"
    plan = NightlyPlan(program, folder, folder / "s.yaml", folder / "d", folder / "r", mail=True, user=user)
    for name, text in systemd_units(plan).items():
        (folder / name).write_text(text, encoding="utf-8")
    return {name: str(folder / name) for name in systemd_units(plan)}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    done = subprocess.run(
        ["systemd-analyze", "verify", *written(tmp_path).values()],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    mine = [line for line in done.stderr.splitlines() if "auditor" in line]
    assert mine == []


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
@pytest.mark.parametrize(("name", "greatest"), [("auditor.service", 3.0), ("auditor-outcome.service", 2.0)])
def test_systemd_finds_the_services_little_exposed(tmp_path: Path, name: str, greatest: float) -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", written(tmp_path)[name]],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    overall = next((line for line in done.stdout.splitlines() if "Overall exposure level" in line), "")
    if not overall:
        pytest.skip(f"this systemd does not judge files: {done.stderr.strip()[:100]}")
    level, word = overall.rpartition(":")[2].split()[:2]
    assert float(level) <= greatest
    assert word in {"OK", "SAFE"}
