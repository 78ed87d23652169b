"""The schedule: units that systemd takes, and a line that a shell takes."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from pathlib import Path

import msgspec
import pytest

from auditor.cli.systemd import NightlyPlan, cron_line, systemd_units

PLAN = NightlyPlan(
    "/usr/bin/python3", Path("/srv/au dit"), Path("/srv/au dit/sites.yaml"), Path("/srv/100%/data"), Path("/srv/r")
)


def test_the_service_takes_findings_for_results_and_is_hardened() -> None:
    service, timer = systemd_units(PLAN)["auditor.service"], systemd_units(PLAN)["auditor.timer"]
    assert "SuccessExitStatus=1 2\n" in service
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
    line = cron_line(PLAN)
    assert line.startswith("30 1 * * * cd '/srv/au dit' && ")
    assert "100\\%" in line
    assert "run" in shlex.split(line.replace("\\%", "%"))


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    plan = NightlyPlan(
        shutil.which("true") or "/bin/true", tmp_path, tmp_path / "s.yaml", tmp_path / "d", tmp_path / "r", mail=True
    )
    for name, text in systemd_units(plan).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    names = [str(tmp_path / name) for name in systemd_units(plan)]
    done = subprocess.run(
        ["systemd-analyze", "verify", *names], capture_output=True, text=True, timeout=60, check=False
    )
    mine = [line for line in done.stderr.splitlines() if "auditor." in line]
    assert mine == []
