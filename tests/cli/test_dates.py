"""Dates follow the bureau's zone, whatever the zone of the machine; dates that are set are marked and never mixed."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from page_server import Pages
from typer.testing import CliRunner, Result

from auditor.cli import options
from auditor.cli.app import app
from auditor.cli.systemd import NightlyPlan, cron_line, systemd_units
from auditor.config.sites import load_portfolio
from auditor.config.yaml_file import ConfigurationError
from auditor.crawl.politeness import seconds_of_day

MOMENT = datetime(2026, 11, 30, 16, 30, tzinfo=UTC)
"""00:30 on the first of December in Taipei, still November by a UTC clock."""


class _Clock(datetime):
    """A clock that stands at ``MOMENT``."""

    @classmethod
    def now(cls, tz: Any = None) -> datetime:
        return MOMENT.astimezone(tz)


@pytest.fixture
def night(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine in UTC on which it is 00:30 in Taipei."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    monkeypatch.setattr(options, "datetime", _Clock)
    monkeypatch.setattr("auditor.crawl.politeness.datetime", _Clock)
    yield
    monkeypatch.undo()
    time.tzset()


def configuration(folder: Path, address: str, more: str = "") -> None:
    (folder / "sites.yaml").write_text(
        "contact: test@example.org\ndefaults: {politeness: {delay: 0, concurrency: 4, patience: 0}, "
        f"default_owner: {{unit: 資訊室, email: it@example.org}}}}\n{more}sites:\n"
        f"  - {{id: zone, names: [{{zh: 園區}}], kind: service_center, url: '{address}'}}\n",
        encoding="utf-8",
    )


def auditor(folder: Path, *words: str) -> Result:
    """The output of a command in a folder; ``--data`` and ``--reports`` are folders in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        return CliRunner().invoke(app, list(words))


def run(folder: Path, *words: str) -> Result:
    return auditor(folder, "run", "--checks", "links", *words)


def test_a_run_at_half_past_midnight_belongs_to_the_new_month(night: None, site: Pages, tmp_path: Path) -> None:
    site.pages["/"] = "<title>首頁</title>"
    configuration(tmp_path, f"{site.origin}/")
    assert run(tmp_path).exit_code == 0
    with options.open_store(tmp_path / ".auditor", "") as store:
        (began,) = store.runs.all()
    assert (began.period, began.day, began.started) == ("2026-12", "2026-12-01", "2026-12-01T00:30:00+08:00")
    text = (tmp_path / "reports" / "2026-12" / "run.html").read_text(encoding="utf-8")
    assert "115 年 12 月 1 日 00:30" in text


def test_the_zone_is_a_setting(night: None, site: Pages, tmp_path: Path) -> None:
    site.pages["/"] = "<title>首頁</title>"
    configuration(tmp_path, f"{site.origin}/", "time_zone: Europe/Lisbon\n")
    assert run(tmp_path).exit_code == 0
    assert (tmp_path / "reports" / "2026-11" / "index.html").is_file()
    configuration(tmp_path, f"{site.origin}/", "time_zone: Taipei\n")
    with pytest.raises(ConfigurationError, match='such as "Asia/Taipei"'):
        load_portfolio(tmp_path / "sites.yaml")


def test_quiet_hours_follow_the_zone(night: None) -> None:
    assert (seconds_of_day("Asia/Taipei"), seconds_of_day("UTC")) == (30 * 60, 16.5 * 3600)


def test_the_timer_starts_by_the_zone(tmp_path: Path) -> None:
    plan = NightlyPlan("python3", tmp_path, tmp_path / "s.yaml", tmp_path / "d", tmp_path / "r", 1, 30)
    assert "OnCalendar=*-*-* 01:30:00 Asia/Taipei\n" in systemd_units(plan)["auditor.timer"]
    assert cron_line(plan, UTC).startswith("30 17 * * * ")
    assert cron_line(plan, timezone(timedelta(hours=9))).startswith("30 2 * * * ")


def test_the_doctor_compares_the_zones(night: None, tmp_path: Path) -> None:
    configuration(tmp_path, "")
    printed = auditor(tmp_path, "doctor").output
    assert "clock: 2026-12-01 00:30 Asia/Taipei; this machine's clock shows" in printed
    assert "dates, months and times follow Asia/Taipei" in printed
    configuration(tmp_path, "", "time_zone: UTC\n")
    assert "clock: 2026-11-30 16:30 UTC\n" in auditor(tmp_path, "doctor").output


def test_a_set_date_is_marked_in_every_output(site: Pages, tmp_path: Path) -> None:
    site.pages["/"] = "<title>首頁</title><a href='/gone'>公告</a>"
    configuration(tmp_path, f"{site.origin}/")
    assert run(tmp_path, "--today", "2026-03-02").exit_code == 1
    folder = tmp_path / "reports" / "2026-03-simulated-dates"
    pages = sorted(folder.rglob("*.html"))
    assert len(pages) > 5
    for page in pages:
        assert "模擬日期：檢測日期由執行者以 --today 指定，不是實際日期" in page.read_text(encoding="utf-8"), page
    assert json.loads((folder / "findings.json").read_bytes())["simulated"] is True
    assert json.loads((folder / "manifest.json").read_bytes())["simulated"] is True
    mail = auditor(tmp_path, "mail", "--dry-run").output
    assert "Subject: 【模擬日期】【網站檢測】" in mail
    assert auditor(tmp_path, "compliance", "2026H1", "--no-pdf", "--today", "2026-03-09").exit_code == 0
    half = tmp_path / "reports" / "compliance" / "2026H1-simulated-dates"
    assert "模擬日期" in (half / "index.html").read_text(encoding="utf-8")
    assert "the dates of its runs were set by --today; they are not real" in auditor(tmp_path, "status").output
    with options.open_store(tmp_path / ".auditor", "") as store:
        (began,) = store.runs.all()
    assert (began.day, began.started[:10], began.ended[:10]) == ("2026-03-02",) * 3


def test_set_dates_and_real_ones_never_stand_in_one_store(site: Pages, tmp_path: Path) -> None:
    site.pages["/"] = "<title>首頁</title>"
    configuration(tmp_path, f"{site.origin}/")
    assert run(tmp_path, "--today", "2026-03-02", "--data", "set").exit_code == 0
    real = run(tmp_path, "--data", "set")
    assert (real.exit_code, "holds runs of dates set by --today" in real.output) == (3, True)
    back = run(tmp_path, "--data", "set", "--today", "2026-02-28")
    assert (back.exit_code, "a run of this store is of 2026-03-02" in back.output) == (3, True)
    assert run(tmp_path, "--data", "set", "--today", "2026-04-01").exit_code == 0
    assert run(tmp_path, "--data", "real", "--reports", "r").exit_code == 0
    for words in (("run", "--checks", "links"), ("run", "--once"), ("recheck", "abc")):
        mixed = auditor(tmp_path, *words, "--data", "real", "--today", "2026-04-01")
        assert (mixed.exit_code, "this store holds runs of real dates" in mixed.output) == (3, True), mixed.output
    wrong = run(tmp_path, "--today", "tomorrow")
    assert (wrong.exit_code, "write a date such as 2026-11-30" in wrong.output) == (3, True)
