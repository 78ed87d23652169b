"""The file of texts that people write: rows of the form, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.config import manual_texts
from auditor.config.yaml_file import ConfigurationError


def test_texts_are_read_by_row(tmp_path: Path) -> None:
    file = tmp_path / "manual.yaml"
    assert manual_texts.load_manual_texts(file) == {}
    file.write_text('"1.1.2.1": |\n  平均處理 3 日，\n  較去年縮短。\n', encoding="utf-8")
    assert manual_texts.load_manual_texts(file) == {"1.1.2.1": "平均處理 3 日， 較去年縮短。"}


@pytest.mark.parametrize("text", ['"1.1.9.9": 一', '"1.1.2.1": ""', "- 一"])
def test_rows_that_the_form_does_not_have_are_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "manual.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"manual\.yaml:1"):
        manual_texts.load_manual_texts(file)
