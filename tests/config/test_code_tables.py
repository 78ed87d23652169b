"""Code tables of the bureau's own: read from what offices have, refused with a sentence, used in place of ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from auditor import standards
from auditor.config import code_tables
from auditor.config.code_tables import BadTableError, TableOrigin, keep_code_table, read_code_table
from auditor.standards import classification

GOOD = {"500": "交通建設", "550": "工業", "57Y": ""}


@pytest.fixture(autouse=True)
def tables_of_ours(tmp_path: Path) -> Iterator[None]:
    yield
    standards.use_code_tables_of(tmp_path / "none")


def csv_file(folder: Path, text: str, charset: str = "utf-8-sig") -> Path:
    (folder / "codes.csv").write_bytes(text.encode(charset))
    return folder / "codes.csv"


def test_one_table_in_three_formats(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [("名稱", "代碼"), ("交通建設", 500), ("工業", "550"), (None, "57Y"), (None, None)]:
        book.active.append(row)
    book.save(tmp_path / "codes.xlsx")
    (tmp_path / "codes.yaml").write_text('"500": 交通建設\n"550": {label: 工業}\n57Y:\n', "utf-8")
    assert read_code_table(csv_file(tmp_path, "代碼,名稱\n500,交通建設\n550,工業\n57Y,\n")) == GOOD
    assert read_code_table(tmp_path / "codes.xlsx") == read_code_table(tmp_path / "codes.yaml") == GOOD


def test_every_problem_is_told_with_its_row(tmp_path: Path) -> None:
    with pytest.raises(BadTableError) as told:
        read_code_table(csv_file(tmp_path, "代碼,名稱\n550,工業\n[55],工業\n550,再一次\n"))
    assert [problem.partition(", ")[2].partition(":")[0] for problem in told.value.problems[:2]] == ["row 3", "row 4"]
    assert "main classes 500" in told.value.problems[2]


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("codes.txt", b"550", "save it as"),
        ("codes.csv", "代碼\n".encode("big5"), "cannot be read as CSV"),
        ("codes.csv", "編號,名稱\n550,工業\n".encode(), "no column is called"),
        ("codes.csv", "代碼,名稱\n".encode(), "no row holds a code"),
        ("codes.xlsx", b"no workbook", "cannot be read as XLSX"),
        ("codes.yaml", b"- 550", "no mapping"),
        ("codes.yaml", b"a: [", "cannot be read as YAML"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(tmp_path: Path, name: str, body: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(body)
    with pytest.raises(BadTableError, match=said):
        read_code_table(tmp_path / name)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTableError, match="check its place"):
        read_code_table(tmp_path / "codes.csv")


def test_a_kept_table_counts_and_its_predecessor_stays(tmp_path: Path) -> None:
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
    found = code_tables.read_rows(csv_file(tmp_path, "網址,決定主題\nhttp://a/,550\n,\n"))
    assert found == [{"網址": "http://a/", "決定主題": "550"}]
