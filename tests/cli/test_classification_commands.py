"""``auditor classification`` as a user types it: tables imported, workbooks written and read, mistakes reported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from auditor import standards
from auditor.cli.app import app
from auditor.standards import classification

RUN = CliRunner()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    standards.use_code_tables_of(tmp_path / "none")


def output_of(*words: str, code: int = 0) -> str:
    result = RUN.invoke(app, ["classification", *words])
    assert result.exit_code == code, result.output
    return " ".join(result.output.split())


def test_a_foreign_file_among_the_code_tables_stops_every_command(folder: Path) -> None:
    (folder / ".auditor" / "tables").mkdir(parents=True)
    (folder / ".auditor" / "tables" / "wcag.yaml").write_text("criteria: {}\n", "utf-8")
    result = RUN.invoke(app, ["status"])
    assert result.exit_code == 3
    assert "wcag.yaml: no code table" in " ".join(result.output.split())


def test_an_imported_table_is_used_from_the_next_command_on(folder: Path) -> None:
    (folder / "codes.csv").write_text("代碼,名稱\n500,交通建設\n57Y,園區\n", "utf-8")
    printed = output_of("import", "theme", "codes.csv", "--source", "本局", "--version", "2026-11")
    assert printed.startswith("Written to .auditor/tables/themes.yaml: 2 codes of Category.Theme")
    assert not classification.known("Category.Theme", "57Y")
    RUN.invoke(app, ["status"])
    assert classification.known("Category.Theme", "57Y")


def test_a_bad_table_is_refused_and_nothing_is_kept(folder: Path) -> None:
    (folder / "codes.csv").write_text("代碼\n工業\n", "utf-8")
    assert "row 2: '工業' is no code" in output_of(
        "import", "theme", "codes.csv", "--source", "本局", "--version", "1", code=3
    )
    assert "write one of theme, cake, service" in output_of(
        "import", "topic", "codes.csv", "--source", "本局", "--version", "1", code=3
    )
    assert not (folder / ".auditor" / "tables").exists()


def test_decisions_become_tags(folder: Path) -> None:
    book = openpyxl.Workbook()
    for row in [("網址", "決定主題"), ("http://a/1", "550"), ("http://a/2", None)]:
        book.active.append(row)
    book.save(folder / "classes.xlsx")
    printed = output_of("blocks", "classes.xlsx")
    assert 'http://a/1 <meta name="Category.Theme" content="550">' in printed
    assert printed.endswith("1 page with decisions.")


def test_without_a_run_there_is_nothing_to_review() -> None:
    assert "No such run in this store" in output_of("review", "classes.xlsx", code=3)


def test_missing_records_are_reported(folder: Path) -> None:
    assert "name the folder with the gazette's records" in output_of("fit", ".", "--to", "model.npz", code=3)
    (folder / "a.jsonl").write_text('{"date": "101-01-01", "title": "一"}\n', "utf-8")
    assert "name an earlier year with --until" in output_of("measure", ".", code=3)
