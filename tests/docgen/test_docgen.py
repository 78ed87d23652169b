"""``python -m auditor.docgen``: the generated pages of the repository are those of the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.docgen.__main__ import main, pages

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("path", pages())
def test_the_page_in_the_repository_is_up_to_date(path: str) -> None:
    assert (REPOSITORY / path).read_text(encoding="utf-8") == pages()[path], "run: python -m auditor.docgen"


def test_check_names_stale_pages_and_writing_mends_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([], tmp_path) == 0
    assert main(["--check"], tmp_path) == 0
    (tmp_path / "docs" / "form.md").write_text("older\n", encoding="utf-8")
    assert main(["--check"], tmp_path) == 1
    assert capsys.readouterr().err == "docs/form.md is not up to date; run: python -m auditor.docgen\n"
    assert main([], tmp_path) == 0
    assert main(["--check"], tmp_path) == 0
