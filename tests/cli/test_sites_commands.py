"""``auditor sites`` with ``discover`` and ``import``, and ``auditor run --rehearse``, as their user types them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner, Result

from auditor.cli.app import app
from auditor.report.exports.opendocument import ods
from auditor.report.exports.spreadsheet import Sheet

PAGES = {
    "/list": "<a href='/iphw/taichung/'>臺中產業園區服務中心</a> <a href='/iphw/x/'>月眉產業園區服務中心</a>",
    "/zone/": "<html lang='zh-Hant-TW'><title>首頁</title>"
    + "".join(f"<a href='/zone/{n}'>第 {n} 頁</a>" for n in range(30)),
    **{f"/zone/{n}": f"<html lang='zh-Hant-TW'><title>{n}</title><a href='/gone'>公告</a>" for n in range(30)},
}


@pytest.fixture(scope="module")
def site() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            body = PAGES.get(self.path)
            self.send_response(200 if body is not None else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write((body or "<title>404</title>").encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def configuration(folder: Path, origin: str, contact: str = "test@example.org") -> Path:
    (folder / "sites.yaml").write_text(
        f"contact: {contact}\n" * bool(contact)
        + "defaults:\n  politeness: {delay: 0, concurrency: 4, patience: 0}\nsites:\n"
        + f"  - {{id: zone, names: [{{zh: 新竹產業園區服務中心}}], kind: service_center, url: '{origin}/zone/'}}\n"
        + "  - {id: taichung, names: [{zh: 台中產業園區服務中心}], kind: service_center}\n"
        + "  - {id: mo, names: [{zh: 北區工業區管理處, until: '2023-09-25'}], kind: management_office}\n",
        encoding="utf-8",
    )
    return folder / "sites.yaml"


def auditor(folder: Path, *words: str, language: str = "en_US.UTF-8") -> Result:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name in ("LC_ALL", "LC_MESSAGES"):
            patch.delenv(name, raising=False)
        patch.setenv("LANG", language)
        return CliRunner().invoke(app, [*words])


def test_the_list_names_agency_and_branch_and_what_is_unknown(tmp_path: Path) -> None:
    configuration(tmp_path, "http://127.0.0.1:9")
    english, chinese = auditor(tmp_path, "sites"), auditor(tmp_path, "sites", language="zh_TW.UTF-8")
    assert english.exit_code == chinese.exit_code == 0
    assert "經濟部產業園區管理局" in english.output
    assert "北區工業區管理處 (present name unknown)" in english.output
    assert "3 configured sites, 0 commissioned besides." in english.output
    assert "網站 3 個，另有委辦計畫網站 0 個。" in chinese.output
    assert "北區工業區管理處（現名不明）" in chinese.output
    assert "網站 3 個" in auditor(tmp_path, "sites", "--language", "zh-TW").output


def test_discover_proposes_and_changes_nothing(tmp_path: Path, site: tuple[str, list[str]]) -> None:
    origin, asked = site
    file = configuration(tmp_path, origin)
    before, requested = file.read_bytes(), len(asked)
    done = auditor(tmp_path, "sites", "discover", f"{origin}/list", "--write", "found.yaml")
    assert done.exit_code == 0, done.output
    assert "high" in done.output
    assert "taichung" in done.output
    assert file.read_bytes() == before
    assert f'#    url: "{origin}/iphw/taichung/"' in (tmp_path / "found.yaml").read_text(encoding="utf-8")
    assert not {"/iphw/taichung/", "/iphw/x/"} & {*asked[requested:]}, "only the list page is requested"
    told = json.loads(auditor(tmp_path, "sites", "discover", f"{origin}/list", "--json").stdout)
    assert [(entry["site"], entry["confidence"], entry["change"]) for entry in told] == [
        ("taichung", "high", "fill"), ("", "low", "new"),
    ]  # fmt: skip


def test_a_page_that_cannot_be_read_gives_2(tmp_path: Path, site: tuple[str, list[str]]) -> None:
    configuration(tmp_path, site[0])
    done = auditor(tmp_path, "sites", "discover", "http://127.0.0.1:9/list")
    assert (done.exit_code, "could not be read" in done.output) == (2, True)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
def test_a_table_is_read_in_each_format(tmp_path: Path, ending: str) -> None:
    file = configuration(tmp_path, "http://127.0.0.1:9")
    before = file.read_bytes()
    rows = [
        ["名稱", "網址"],
        ["臺中產業園區服務中心", "https://a.example.gov.tw/"],
        ["新竹產業園區服務中心", "not an address"],
    ]
    table(tmp_path / f"list.{ending}", rows)
    done = auditor(tmp_path, "sites", "import", f"list.{ending}")
    assert done.exit_code == 2, done.output
    assert "taichung" in done.output
    assert "row 3 was not used" in done.output
    assert file.read_bytes() == before


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    configuration(tmp_path, "http://127.0.0.1:9")
    table(tmp_path / "list.csv", [["地址"], ["台北"]])
    done = auditor(tmp_path, "sites", "import", "list.csv")
    assert done.exit_code == 3
    assert "名稱" in done.output


def test_a_rehearsal_reads_ten_pages_and_states_what_a_month_requests(
    tmp_path: Path, site: tuple[str, list[str]]
) -> None:
    origin, _ = site
    configuration(tmp_path, origin)
    done = auditor(tmp_path, "run", "--rehearse", "zone", "--checks", "links")
    assert done.exit_code == 1, done.output  # /gone is dead
    assert "10 pages read" in done.output
    assert "at least 31 pages" in done.output
    assert not (tmp_path / ".auditor").exists()
    assert not (tmp_path / "reports").exists()
    chinese = auditor(tmp_path, "run", "--rehearse", "zone", "--checks", "links", language="zh_TW.UTF-8")
    assert "讀了 10 頁" in chinese.output
    missing = auditor(tmp_path, "run", "--rehearse", "taichung")
    assert missing.exit_code == 3
    assert "address not configured" in missing.output
    assert auditor(tmp_path, "run", "--rehearse", "nowhere").exit_code == 3


@pytest.mark.parametrize("contact", ["", "please-fill-in@example.invalid"])
def test_servers_of_others_are_not_audited_with_a_placeholder_as_contact(tmp_path: Path, contact: str) -> None:
    configuration(tmp_path, "http://zone.example.gov.tw", contact)
    for words in (("run",), ("run", "--rehearse", "zone")):
        done = auditor(tmp_path, *words)
        assert done.exit_code == 3
        assert "contact is still a placeholder" in done.output
    assert not list(tmp_path.glob(".auditor/*.sqlite"))


def test_this_machine_is_audited_with_a_warning(tmp_path: Path, site: tuple[str, list[str]]) -> None:
    configuration(tmp_path, site[0], "")
    done = auditor(tmp_path, "run", "--rehearse", "zone", "--checks", "links")
    assert done.exit_code == 1
    assert "contact is still a placeholder" in done.output


def table(file: Path, rows: list[list[str]]) -> None:
    if file.suffix == ".csv":
        with file.open("w", encoding="utf-8-sig", newline="") as target:
            csv.writer(target).writerows(rows)
    elif file.suffix == ".xlsx":
        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(file)
    else:
        first, *others = rows
        file.write_bytes(ods(Sheet("list", tuple(first), tuple(map(tuple, others)), "2026-11-30")))
