"""Sheets of owning units, in three formats: complete, harmless in a spreadsheet, with the same bytes each time."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from pathlib import Path

import msgspec
import openpyxl
import pytest
from odfdo import Document
from report_evidence import HOSTILE

from auditor.report.exports import unit_sheets
from auditor.report.exports.opendocument import ods
from auditor.report.exports.spreadsheet import CELL_CHARACTERS_LIMIT, Sheet, cell_text, csv_bytes
from auditor.report.exports.xlsx import xlsx
from auditor.report.html.figures import faults
from auditor.report.html.unit_lists import units_with_faults
from auditor.report.html.views import Report
from auditor.report.mail_texts import mail_drafts

DAY = "2026-11-23"
SHEET = Sheet(
    "分辦單", ("甲", "乙"), tuple((text, number) for number, text in enumerate((*HOSTILE, "一\n二", "\udcff"))), DAY
)


def of_ods(body: bytes) -> list[list[object]]:
    (table,) = Document(io.BytesIO(body)).body.tables
    return table.get_values()  # type: ignore[no-any-return]


def of_xlsx(body: bytes) -> list[list[object]]:
    page = openpyxl.load_workbook(io.BytesIO(body)).active
    return [[cell.value for cell in row] for row in page.iter_rows()]


def test_every_open_fault_is_on_one_units_sheet(report: Report) -> None:
    open_ = {found.fingerprint for site in report.evidence.sites for found in faults(site.findings)}
    routed = [found.fingerprint for unit in units_with_faults(report) for _, found in unit.faults]
    assert set(routed) == open_
    assert len(routed) == len(open_)
    assert units_with_faults(report)[-1].owner == ""


def test_offices_of_one_name_with_mailboxes_of_their_own_are_two_units(report: Report) -> None:
    sites = [
        msgspec.structs.replace(
            site,
            findings=tuple(
                msgspec.structs.replace(finding, owner="資訊室", owner_email=f"it@{site.site.id}.example")
                for finding in site.findings
            ),
        )
        for site in report.evidence.sites[:2]
    ]
    evidence = msgspec.structs.replace(report.evidence, sites=tuple(sites))
    two = units_with_faults(Report(evidence, report.checks, (), report.words))
    assert [unit.email for unit in two] == ["it@site-0.example", "it@site-1.example"]
    assert two[0].name == "資訊室（經濟部工業局）"
    assert {letter.address for letter in mail_drafts(Report(evidence, report.checks, (), report.words), "")} == {
        unit.email for unit in two
    }


def test_what_nobody_answers_for_is_counted(folder: Path, report: Report) -> None:
    unrouted = units_with_faults(report)[-1]
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert f"沒有負責單位可以分派的問題 {len(unrouted.faults)} 項" in index
    assert (folder / "units" / "unrouted.html").exists()


def test_a_sheet_names_page_text_target_remedy_and_deadline(report: Report) -> None:
    unit = units_with_faults(report)[0]
    made = unit_sheets.unit_sheet(report, unit)
    row = dict(zip(made.columns, made.rows[0], strict=True))
    assert row["網站"]
    assert row["如何修正"]
    assert str(row["修復期限"]) > "2026-10-22"
    assert (row["修復人"], row["修復日期"]) == ("", "")


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
def test_the_report_has_the_sheet_in_every_format_with_the_same_rows(folder: Path, report: Report, ending: str) -> None:
    unit = units_with_faults(report)[0]
    rows = unit_sheets.unit_sheet(report, unit).rows
    body = (folder / f"{unit.stem}.{ending}").read_bytes()
    read = {"csv": lambda: list(csv.reader(body.decode("utf-8-sig").splitlines())), "ods": lambda: of_ods(body)}
    cells = read.get(ending, lambda: of_xlsx(body))()
    assert len(cells) == len(rows) + 1
    assert str(cells[1][3]).lstrip("'") == cell_text(str(rows[0][3]))


def test_nothing_is_a_formula() -> None:
    text = csv_bytes(SHEET).decode("utf-8-sig")
    assert not [row for row in csv.reader(io.StringIO(text)) if row[0].startswith(("=", "+", "-", "@"))]
    page = openpyxl.load_workbook(io.BytesIO(xlsx(SHEET))).active
    assert {cell.data_type for cell in page["A"]} == {"s"}
    assert {cell.data_type for cell in page["B"][1:]} == {"n"}
    content = Document(io.BytesIO(ods(SHEET))).content.serialize().decode()
    assert "table:formula" not in content
    assert content.count('office:value-type="float"') == len(SHEET.rows)


def test_all_formats_hold_the_same_text() -> None:
    texts = [cell_text(str(row[0])) for row in SHEET.rows]
    assert [row[0] for row in of_xlsx(xlsx(SHEET))[1:]] == texts
    assert [row[0] for row in of_ods(ods(SHEET))[1:]] == texts


def test_cells_hold_no_more_than_every_format_can() -> None:
    assert len(cell_text("字" * 50_000)) == CELL_CHARACTERS_LIMIT


@pytest.mark.parametrize("write", [xlsx, ods, csv_bytes])
def test_the_same_sheet_gives_the_same_bytes(write: object, monkeypatch: pytest.MonkeyPatch) -> None:
    first = write(SHEET)  # type: ignore[operator]
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert write(SHEET) == first  # type: ignore[operator]


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not here")
@pytest.mark.parametrize(("ending", "write"), [("xlsx", xlsx), ("ods", ods)])
def test_libreoffice_opens_it(tmp_path: Path, ending: str, write: object) -> None:
    (tmp_path / f"a.{ending}").write_bytes(write(SHEET))  # type: ignore[operator]
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    kind = "csv:Text - txt - csv (StarCalc):44,34,76"
    command = ["soffice", profile, "--headless", "--convert-to", kind, f"a.{ending}"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert len((tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()) >= len(SHEET.rows)
