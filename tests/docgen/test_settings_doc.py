"""The settings reference is that of the code, and every variable that the program reads is told of."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from auditor.docgen import settings_doc

REPOSITORY = Path(__file__).resolve().parents[2]


def test_every_environment_variable_is_told_of() -> None:
    listed = subprocess.run(
        ["git", "grep", "-hoE", "AUDITOR_[A-Z_]+", "--", "auditor", "scripts", "tests", "benchmarks"],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = set(re.findall(r"AUDITOR_[A-Z_]+", settings_doc.settings_page()))
    assert {name for name in listed.stdout.split() if not name.endswith("_")} <= told


def test_every_key_of_the_file_is_a_row() -> None:
    text = settings_doc.settings_page()
    for key in ("contact", "quiet_hours", "certificate", "search_probe", "working_days"):
        assert f"| `{key}` |" in text
    assert "| `visits` | integer 0–100000 | `500` |" in text
