"""Code tables of the bureau: read from CSV, XLSX, ODS and YAML, refused with a sentence, used in place of ours."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from odfdo import Document, Table

from auditor import standards
from auditor.config.code_tables import TableOrigin, keep_code_table, read_code_table
from auditor.config.table_files import BadTableError, read_rows
from auditor.standards import classification

GOOD = {"500": "交通建設", "550": "工業", "57Y": ""}


@pytest.fixture(autouse=True)
def tables_of_ours(tmp_path: Path) -> Iterator[None]:
    yield
    standards.use_code_tables_of(tmp_path / "none")


def csv_file(folder: Path, text: str, charset: str = "utf-8-sig") -> Path:
    (folder / "codes.csv").write_bytes(text.encode(charset))
    return folder / "codes.csv"


def workbook(rows: list[tuple[object, ...]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def ods_workbook(rows: list[tuple[object, ...]]) -> bytes:
    document, sheet, body = Document("spreadsheet"), Table("codes"), io.BytesIO()
    sheet.set_values(rows)
    document.body.clear()
    document.body.append(sheet)
    document.save(body)
    return body.getvalue()


ROWS: list[tuple[object, ...]] = [("名稱", "代碼"), ("交通建設", 500), ("工業", "550"), (None, "57Y"), (None, None)]


def test_one_table_in_four_formats(tmp_path: Path) -> None:
    (tmp_path / "codes.xlsx").write_bytes(workbook(ROWS))
    (tmp_path / "codes.ods").write_bytes(ods_workbook(ROWS))
    (tmp_path / "codes.yaml").write_text('"500": 交通建設\n"550": {label: 工業}\n57Y:\n', "utf-8")
    assert read_code_table(csv_file(tmp_path, "代碼,名稱\n500,交通建設\n550,工業\n57Y,\n")) == GOOD
    assert [read_code_table(tmp_path / f"codes.{suffix}") for suffix in ("xlsx", "ods", "yaml")] == [GOOD] * 3


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_rows_of_a_workbook_keep_their_numbers(tmp_path: Path, suffix: str) -> None:
    rows: list[tuple[object, ...]] = [("代碼", "名稱"), ("", ""), (1.5, "工業")]
    (tmp_path / f"codes.{suffix}").write_bytes(workbook(rows) if suffix == "xlsx" else ods_workbook(rows))
    with pytest.raises(BadTableError, match=r"row 3: '1\.5' is no code"):
        read_code_table(tmp_path / f"codes.{suffix}")


def test_a_sheet_with_a_cell_far_outside_its_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "codes.xlsx").write_bytes(workbook([("代碼",), *[()] * 1_000, (*[None] * 16_383, "x")]))
    with pytest.raises(BadTableError, match="reaches to column 16,384 of row 1,002; delete the cells"):
        read_code_table(tmp_path / "codes.xlsx")


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_a_workbook_that_was_cut_is_refused(tmp_path: Path, suffix: str) -> None:
    body = workbook(ROWS) if suffix == "xlsx" else ods_workbook(ROWS)
    (tmp_path / f"codes.{suffix}").write_bytes(body[: len(body) // 2])
    with pytest.raises(BadTableError, match=f"cannot be read as {suffix.upper()}"):
        read_code_table(tmp_path / f"codes.{suffix}")


def test_a_workbook_with_broken_xml_is_refused(tmp_path: Path) -> None:
    whole, broken = zipfile.ZipFile(io.BytesIO(ods_workbook(ROWS))), tmp_path / "codes.ods"
    with zipfile.ZipFile(broken, "w") as package:
        for name in whole.namelist():
            package.writestr(name, whole.read(name).replace(b"</table:table>", b""))
    with pytest.raises(BadTableError, match=r"cannot be read as ODS .*mismatched tag"):
        read_code_table(broken)


def test_a_table_longer_than_any_scheme_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTableError, match="more than 20,000 rows"):
        read_code_table(csv_file(tmp_path, "代碼\n" + "550\n" * 20_001))


def test_every_problem_is_reported_with_its_row(tmp_path: Path) -> None:
    with pytest.raises(BadTableError) as caught:
        read_code_table(csv_file(tmp_path, "代碼,名稱\n550,工業\n[55],工業\n550,再一次\n"))
    assert [problem.partition(", ")[2].partition(":")[0] for problem in caught.value.problems[:2]] == ["row 3", "row 4"]
    assert "main classes 500" in caught.value.problems[2]


@pytest.mark.parametrize(
    ("name", "body", "message"),
    [
        ("codes.txt", b"550", "save it as"),
        ("codes.csv", "代碼\n".encode("big5"), "cannot be read as CSV"),
        ("codes.csv", "編號,名稱\n550,工業\n".encode(), "no column is called"),
        ("codes.csv", "代碼,名稱\n".encode(), "no row holds a code"),
        ("codes.xlsx", b"no workbook", "cannot be read as XLSX"),
        ("codes.ods", b"PK\x03\x04 no workbook", "cannot be read as ODS"),
        ("codes.yaml", b"- 550", "no mapping"),
        ("codes.yaml", b"a: [", "cannot be read as YAML"),
    ],
)
def test_a_file_without_a_table_is_refused(tmp_path: Path, name: str, body: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(body)
    with pytest.raises(BadTableError, match=message):
        read_code_table(tmp_path / name)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTableError, match="check its place"):
        read_code_table(tmp_path / "codes.csv")


def test_a_kept_table_is_used_and_its_predecessor_stays(tmp_path: Path) -> None:
    assert classification.known("Category.Theme", "900")
    for version in ("1", "2"):
        path = keep_code_table(tmp_path, "Category.Theme", GOOD, TableOrigin("本局", version, whole=version == "2"))
    assert standards.use_code_tables_of(tmp_path) == ("themes",)
    assert (tmp_path / "themes.before-2.bak").exists()
    assert path.name == "themes.yaml"
    assert classification.known("Category.Theme", "57Y")
    assert not classification.known("Category.Theme", "900")
    assert classification.is_complete("Category.Theme")
    assert not classification.is_complete("Category.Cake")


def test_rows_are_read_by_the_names_of_the_first(tmp_path: Path) -> None:
    found = read_rows(csv_file(tmp_path, "網址,決定主題\nhttp://a/,550\n,\n"))
    assert found == [{"網址": "http://a/", "決定主題": "550"}]
