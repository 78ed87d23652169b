"""``run`` and what belongs to it, as its user types it: exit codes, plain words for every mistake, nothing lost."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner, Result

from auditor.cli.app import app
from auditor.model import RunState
from auditor.store import Store


class Pages:
    """A site on loopback whose pages a test may change."""

    def __init__(self) -> None:
        self.pages = {
            "/": "<html lang='zh-Hant-TW'><title>首頁</title><a href='/news'>消息</a>",
            "/news": "<title>消息",
        }
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = outer.pages.get(self.path)
                self.send_response(200 if body is not None else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write((body or "<title>404</title>").encode())

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def site() -> Iterator[Pages]:
    pages = Pages()
    yield pages
    pages.server.shutdown()
    pages.server.server_close()


def configuration(folder: Path, *addresses: str, more: str = "") -> Path:
    names = "".join(
        f"  - {{id: zone-{number}, names: [{{zh: 園區{number}}}], kind: service_center, url: '{address}'}}\n"
        for number, address in enumerate(addresses, 1)
    )
    file = folder / "sites.yaml"
    terms = "defaults:\n  politeness: {delay: 0, concurrency: 4, patience: 0}\n"
    file.write_text(f"contact: test@example.org\n{terms}{more}sites:\n{names}", encoding="utf-8")
    return file


def auditor(folder: Path, *words: str) -> Result:
    places = ("--config", "sites.yaml", "--data", "data", "--reports", "reports")
    given = {"run": places, "report": places[2:], "rejudge": places[2:], "status": places[2:4], "sites": places[:2]}
    runner = CliRunner()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        return runner.invoke(app, [*words, *given.get(words[0], ())])


def test_a_sound_site_gives_0_and_a_new_dead_link_gives_1(site: Pages, tmp_path: Path) -> None:
    configuration(tmp_path, f"{site.origin}/")
    first = auditor(tmp_path, "run", "--checks", "links", "--period", "one")
    assert (first.exit_code, "Sites audited: 1 of 1." in first.output) == (0, True), first.output
    assert (tmp_path / "reports" / "one" / "index.html").is_file()
    site.pages["/news"] = "<title>消息</title><a href='/gone'>公告</a>"
    second = auditor(tmp_path, "run", "--checks", "links", "--period", "two")
    assert (second.exit_code, "New findings, serious or worse: 1." in second.output) == (1, True), second.output
    third = auditor(tmp_path, "run", "--checks", "links", "--period", "three")
    assert third.exit_code == 0, "a fault that lasts is not new"


def test_a_site_that_is_down_or_has_no_address_gives_2(site: Pages, tmp_path: Path) -> None:
    configuration(tmp_path, f"{site.origin}/", "http://127.0.0.1:9/", "")
    done = auditor(tmp_path, "run", "--checks", "links")
    assert done.exit_code == 2
    assert "not audited: zone-2: not_reached (refused)" in done.output
    assert "not audited: zone-3: not_configured" in done.output


def test_a_run_under_way_gives_4_and_touches_nothing(site: Pages, tmp_path: Path) -> None:
    configuration(tmp_path, f"{site.origin}/")
    with Store.open(f"sqlite:///{tmp_path / 'data' / 'auditor.sqlite'}", tmp_path / "data" / "blobs") as store:
        assert store.leases.acquire_lock("somewhere-else:1")
        done = auditor(tmp_path, "run", "--checks", "links")
        assert store.runs.all() == []
    assert (done.exit_code, "Another run of this store is under way" in done.output) == (4, True)


def test_every_mistake_of_a_configuration_is_reported_at_once(tmp_path: Path) -> None:
    (tmp_path / "sites.yaml").write_text(
        "sites:\n  - id: zone\n    names: [{zh: 園區}]\n    kind: service_centre\n"
        "    url: www.example.org\n    colour: red\n",
        encoding="utf-8",
    )
    for words in (("sites",), ("run", "--plan")):
        done = auditor(tmp_path, *words)
        assert done.exit_code == 3
        assert "sites.yaml has 3 problems:" in done.output
        expected = {"sites.yaml:4": "service_center", "sites.yaml:5": "whole address", "sites.yaml:6": "colour"}
        for line, word in expected.items():
            assert any(line in printed and word in printed for printed in done.output.splitlines()), (line, done.output)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("run", "--sites", "nowhere"), "--sites nowhere: no such site"),
        (("run", "--checks", "magic"), "--checks magic: no such topic; choose from links"),
        (("report",), "No judged run in this store"),
        (("rejudge",), "No judged run in this store"),
    ],
)
def test_a_mistake_is_reported_with_its_correction(
    site: Pages, tmp_path: Path, words: tuple[str, ...], message: str
) -> None:
    configuration(tmp_path, f"{site.origin}/")
    done = auditor(tmp_path, *words)
    assert (done.exit_code, message in done.output) == (3, True), done.output


def test_a_plan_requests_nothing(tmp_path: Path) -> None:
    configuration(tmp_path, "http://127.0.0.1:9/", "")
    done = auditor(tmp_path, "run", "--plan")
    assert done.exit_code == 0
    assert "Sites to audit: 1 on 1 host; at most 500 pages." in done.output
    assert "Nothing was requested." in done.output
    assert not (tmp_path / "data").exists()


def test_a_report_is_written_again_byte_by_byte_and_a_rejudgement_beside_it(site: Pages, tmp_path: Path) -> None:
    configuration(tmp_path, f"{site.origin}/")
    assert auditor(tmp_path, "run", "--checks", "links", "--period", "one").exit_code == 0
    manifest = tmp_path / "reports" / "one" / "manifest.json"
    before = manifest.read_bytes()
    assert auditor(tmp_path, "report").exit_code == 0
    assert manifest.read_bytes() == before
    assert auditor(tmp_path, "rejudge").exit_code == 0
    runs = json.loads(CliRunner().invoke(app, ["status", "--data", str(tmp_path / "data"), "--json"]).output)
    assert [run["period"] for run in runs] == ["one"]


def test_stopped_by_a_signal_the_same_command_resumes(site: Pages, tmp_path: Path) -> None:
    links = "".join(f"<a href='/p{number}'>{number}</a>" for number in range(60))
    site.pages |= {"/": f"<title>x</title>{links}", **{f"/p{number}": "<title>p</title>" for number in range(60)}}
    configuration(tmp_path, f"{site.origin}/")
    text = (tmp_path / "sites.yaml").read_text(encoding="utf-8")
    text = text.replace("delay: 0,", "delay: 0.05,").replace("concurrency: 4", "concurrency: 1")
    (tmp_path / "sites.yaml").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "auditor", "run", "--checks", "links", "--data", "data", "--reports", "reports"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not (tmp_path / "data" / "auditor.sqlite").exists():
        time.sleep(0.1)
    time.sleep(2.0)
    process.terminate()
    printed = process.communicate(timeout=60)[0]
    assert (process.returncode, "Stopped. The same command resumes" in printed) == (130, True), printed
    done = auditor(tmp_path, "run", "--checks", "links")
    assert done.exit_code == 0, done.output
    with Store.open(f"sqlite:///{tmp_path / 'data' / 'auditor.sqlite'}", tmp_path / "data" / "blobs") as store:
        assert len(store.runs.all()) == 1
        assert sum(fetched.site == "zone-1" for fetched in store.facts.fetch_records(1)) == 61


SLOW_STAGE = """
import sys, time
from auditor.cli.app import app
from auditor.pipeline import run

def wait(*_, **__):
    print("working", flush=True)
    time.sleep(60)

if __name__ == "__main__":
    setattr(run, sys.argv.pop(1), wait)
    app()
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
@pytest.mark.parametrize("stage", ["judge_run", "report_run"])
def test_stopped_while_it_judges_or_reports_the_same_command_resumes(
    site: Pages, tmp_path: Path, stage: str, number: signal.Signals
) -> None:
    configuration(tmp_path, f"{site.origin}/")
    script = tmp_path / "slow.py"
    script.write_text(SLOW_STAGE, encoding="utf-8")
    words = ["run", "--checks", "links", "--data", "data", "--reports", "reports"]
    command = [sys.executable, str(script), stage, *words]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    assert any(line == "working\n" for line in process.stdout)
    began = time.monotonic()
    process.send_signal(number)
    printed = process.communicate(timeout=60)[0]
    assert (process.returncode, "Stopped. The same command resumes" in printed) == (130, True), printed
    assert time.monotonic() - began < 5
    assert auditor(tmp_path, "run", "--checks", "links").exit_code == 0
    with Store.open(f"sqlite:///{tmp_path / 'data' / 'auditor.sqlite'}", tmp_path / "data" / "blobs") as store:
        assert [run.state for run in store.runs.all()] == [RunState.REPORTED]


def test_a_run_of_last_month_is_finished_first_and_that_is_stated(
    site: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configuration(tmp_path, f"{site.origin}/")
    moments = [datetime(2026, 11, 30, 15, tzinfo=UTC), datetime(2026, 11, 30, 17, tzinfo=UTC)]
    moments = [moment.astimezone(ZoneInfo("Asia/Taipei")) for moment in moments]  # 23:00, and 01:00 in December
    clock = moments[:1]
    for module in ("options", "locked_run"):
        monkeypatch.setattr(f"auditor.cli.{module}.bureau_time", lambda *_: clock[0])
    with monkeypatch.context() as patch:
        patch.setattr("auditor.cli.locked_run.run_audit", lambda *_, **__: None)
        assert auditor(tmp_path, "run", "--checks", "links").exit_code == 130
    clock[:] = moments[1:]
    finished = auditor(tmp_path, "run", "--checks", "links")
    assert finished.exit_code == 0
    assert "Run 1 of 2026-11, begun on 2026-11-30, is not finished: this command finishes it." in finished.output
    assert (tmp_path / "reports" / "2026-11" / "index.html").exists()
    assert auditor(tmp_path, "run", "--checks", "links").exit_code == 0
    assert (tmp_path / "reports" / "2026-12" / "index.html").exists()


def test_a_published_report_is_not_replaced_by_the_run_of_another_store(site: Pages, tmp_path: Path) -> None:
    configuration(tmp_path, f"{site.origin}/")
    words = ("run", "--checks", "links", "--period", "one")
    assert auditor(tmp_path, *words).exit_code == 0
    published = (tmp_path / "reports" / "one" / "manifest.json").read_bytes()
    shutil.rmtree(tmp_path / "data")
    assert auditor(tmp_path, *words).exit_code == 0
    assert (tmp_path / "reports" / "one" / "manifest.json").read_bytes() == published
    other = json.loads((tmp_path / "reports" / "one-run-number-2" / "manifest.json").read_bytes())
    assert other["run"] == 2
