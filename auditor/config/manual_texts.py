"""Reads ``manual.yaml``: texts that people write for rows of the form that no page can prove."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, RootModel

from auditor.config.yaml_file import read_yaml
from auditor.standards import table

MANUAL_FILE = "manual.yaml"


def _row(value: str) -> str:
    known = [row["id"] for part in table("form")["form"] for item in part["items"] for row in item["rows"]]
    if value not in known:
        close = difflib.get_close_matches(value, known, n=1)
        raise ValueError(f"is no row of the form{f'; did you mean {close[0]}?' if close else ''}")
    return value


class _Manual(RootModel[dict[Annotated[str, AfterValidator(_row)], Annotated[str, Field(min_length=1)]] | None]):
    pass


def load_manual_texts(path: Path) -> dict[str, str]:
    """The texts by row, such as ``"1.1.2.1": 平均處理 3 日``; none where there is no file.

    Raises ``ConfigurationError`` with every problem at once.
    """
    if not path.exists():
        return {}
    file, _ = read_yaml(path, _Manual)
    return {row: " ".join(text.split()) for row, text in (file.root or {}).items()}
