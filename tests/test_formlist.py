"""The page of the form's rows is what the tables say, and every row stands on it once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from auditor import formlist
from auditor.indicator import indicator
from auditor.standards import table

REPOSITORY = Path(__file__).parent.parent


def test_the_page_in_the_repository_is_up_to_date() -> None:
    written = (REPOSITORY / formlist.FILE).read_text(encoding="utf-8")
    assert written == formlist.text(), "run: python -m auditor.formlist"


def test_every_row_stands_on_it_once_with_its_rules() -> None:
    rows = [row["id"] for dimension in table("form")["form"] for item in dimension["items"] for row in item["rows"]]
    text = formlist.text()
    assert re.findall(r"^### (\S+) ", text, re.MULTILINE) == rows
    assert len(rows) == 43
    for item in indicator().items.values():
        assert all(f"`{check}`" in text for check in item.checks)


def test_check_compares_and_writing_mends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(formlist, "FILE", tmp_path / "form.md")
    assert formlist.main(["--check"]) == 1
    assert "run: python -m auditor.formlist" in capsys.readouterr().err
    assert formlist.main([]) == 0
    assert formlist.main(["--check"]) == 0
