"""Commands of maintenance and of evidence, as a user types them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from auditor.cli.app import app
from auditor.model import Finding, FindingPlace, Outcome, Place, Portfolio, RunState, Settings, Severity, fingerprint
from auditor.store import Store

RUN = CliRunner()
SITES = """\
contact: it@bureau.example
sites:
  - {id: a, names: [{zh: 甲}], kind: bureau, url: "http://a.example/"}
"""
GONE = "http://other.example/gone"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a configuration and five judged months, in each of which one link is dead."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sites.yaml").write_text(SITES, encoding="utf-8")
    data = tmp_path / ".auditor"
    with Store.open(f"sqlite:///{data / 'auditor.sqlite'}", data / "blobs") as store:
        for month in range(1, 6):
            day = f"2024-{month:02}-01"
            run = store.runs.create(day[:7], day, Settings(Portfolio(())), {}, f"{day}T02:00:00+08:00")
            judgement = store.judgements.create(
                run.number, ruleset="r", checks=("link-broken",), made=f"{day}T03:00:00+08:00"
            )
            spots = (FindingPlace(Place("http://a.example/", "a")),)
            name = fingerprint("link-broken", "a", GONE)
            store.judgements.save_findings(
                judgement, [Finding(name, "link-broken", "a", GONE, Outcome.FAILED, Severity.SERIOUS, spots, 1, 1)]
            )
            store.runs.set_state(run.number, RunState.REPORTED)
    return tmp_path


def output_of(*words: str, code: int = 0) -> str:
    result = RUN.invoke(app, list(words))
    assert result.exit_code == code, result.output
    return " ".join(result.output.split())


def test_a_finding_is_waived_and_listed(folder: Path) -> None:
    words = ("--reason", "false-alarm", "--owner", "林小姐", "--approver", "王科長", "--until", "2099-12-31")
    assert "waived until 2099-12-31: link-broken" in output_of("waive", GONE, *words)
    assert "in force" in output_of("waivers")
    assert "1 waiver; 0 end" in output_of("waivers")
    assert "王科長" in (folder / "waivers.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("waive", "zzz", "--until", "2099-12-31"), "no open finding"),
        (("waive", GONE, "--until", "2001-01-01"), "ends after"),
        (("waive", GONE, "--until", "soon"), "write a date"),
    ],
)
def test_a_waiver_that_approves_nothing_is_refused(folder: Path, words: tuple[str, ...], message: str) -> None:
    terms = ("--reason", "planned", "--owner", "林小姐", "--approver", "王科長")
    assert message in output_of(*words, *terms, code=3)
    assert not (folder / "waivers.yaml").exists()


def test_a_recheck_needs_findings_or_a_unit(folder: Path) -> None:
    assert "one of both" in output_of("recheck", code=3)
    assert "one of both" in output_of("recheck", GONE, "--unit", "資訊室", code=3)
    assert "no open finding is owned" in output_of("recheck", "--unit", "資訊室", code=3)


def test_old_runs_are_pruned_but_never_the_last_three(folder: Path) -> None:
    assert "are removed: 1 (2024-01), 2 (2024-02)." in output_of("prune", "--dry-run")
    assert "0 bodies and facts" in output_of("prune")
    assert "are removed: none." in output_of("prune")
    assert "cannot be" not in output_of("waivers")
    assert "not judged again" in output_of("rejudge", "--run", "1", code=3)


def test_a_store_is_copied_and_put_back(folder: Path) -> None:
    assert "bytes" in output_of("backup", "copies/one.tar")
    assert "add --replace" in output_of("restore", "copies/one.tar", code=3)
    assert ".auditor.before-restore-1" in output_of("restore", "copies/one.tar", "--replace")
    assert "Restored into new" in output_of("restore", "copies/one.tar", "--data", "new")


def test_a_store_is_not_replaced_under_a_run(folder: Path) -> None:
    output_of("backup", "copies/one.tar")
    with Store.open(f"sqlite:///{folder / '.auditor' / 'auditor.sqlite'}", folder / ".auditor" / "blobs") as store:
        assert store.leases.acquire_lock("somewhere-else:1")
    assert "Nothing was changed" in output_of("restore", "copies/one.tar", "--replace", code=4)
    assert not (folder / ".auditor.before-restore-1").exists()


def test_a_restore_that_was_cut_off_is_completed_by_the_next_command(folder: Path) -> None:
    (folder / ".auditor").rename(folder / "..auditor.restored")
    printed = output_of("status")
    assert "a restore that was cut off is complete now" in printed
    assert "2024-05" in printed


def test_the_schedule_is_shown_written_or_given_for_cron(folder: Path) -> None:
    assert "SuccessExitStatus=1 2" in output_of("schedule", "install", "--print")
    cron = output_of("schedule", "install", "--cron")
    start = datetime.now(ZoneInfo("Asia/Taipei")).replace(hour=1, minute=30).astimezone()
    assert cron.startswith(f"{start.minute} {start.hour} * * *")
    assert "enable --now auditor.timer" in output_of("schedule", "install", "--to", "units", "--at", "2:15")
    assert "02:15:00" in (folder / "units" / "auditor.timer").read_text(encoding="utf-8")
    assert "such as 01:30" in output_of("schedule", "install", "--at", "noon", code=3)


def test_a_done_month_is_left_alone(folder: Path) -> None:
    assert "Run 3 of 2024-03 is done" in output_of("run", "--once", "--period", "2024-03")


def test_the_compliance_report_of_a_period_that_was_audited(folder: Path) -> None:
    assert "reports/compliance/2024H1/index.html" in output_of("compliance", "2024h1", "--no-pdf")
    assert (folder / "reports" / "compliance" / "2024H1" / "manifest.json").exists()
    assert "no judged run" in output_of("compliance", "2031H1", "--no-pdf", code=3)
    assert "write a period as" in output_of("compliance", "autumn", code=3)
    (folder / "manual.yaml").write_text('"9.9.9.9": x', encoding="utf-8")
    assert "no row of the form" in output_of("compliance", "2024H1", code=3)


def test_letters_are_shown_without_sending(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOST", "FROM"):
        monkeypatch.delenv(f"AUDITOR_SMTP_{name}", raising=False)
    assert "letters; none was sent" in output_of("mail", "--dry-run")
    assert "AUDITOR_SMTP_HOST is not set" in output_of("mail", code=3)
    assert "choose from csv, xlsx, ods" in output_of("mail", "--attach", "doc", code=3)


def test_a_data_folder_that_is_a_file_is_reported(folder: Path) -> None:
    (folder / "taken").write_text("", encoding="utf-8")
    for data in ("taken", "taken/below"):
        result = RUN.invoke(app, ["status", "--data", data])
        assert result.exit_code == 3
        assert "taken is a file; name a folder" in " ".join(result.stderr.split())


def test_root_is_advised_to_use_another_user(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, words in ((0, "root, for whom Chromium has no sandbox"), (1000, "not root; other users")):
        monkeypatch.setattr("os.geteuid", lambda number=number: number)
        assert words in RUN.invoke(app, ["doctor"]).stdout


def test_sites_without_owners_are_those_without_a_default_owner(folder: Path) -> None:
    assert "Without owners: 1." in RUN.invoke(app, ["sites"]).stdout
    owned = SITES.replace("sites:", "defaults: {default_owner: {unit: 秘書室}}\nsites:")
    (folder / "sites.yaml").write_text(owned, encoding="utf-8")
    assert "Without owners: 0." in RUN.invoke(app, ["sites"]).stdout
