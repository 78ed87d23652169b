"""The settings page lists every key with its values, and every environment variable that the program reads."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from auditor.docgen import settings_doc

REPOSITORY = Path(__file__).resolve().parents[2]


def test_every_environment_variable_is_listed() -> None:
    listed = subprocess.run(
        ["git", "grep", "-hoE", "AUDITOR_[A-Z_]+", "--", "auditor", "scripts", "tests", "benchmarks"],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    documented = set(re.findall(r"AUDITOR_[A-Z_]+", settings_doc.settings_page()))
    assert {name for name in listed.stdout.split() if not name.endswith("_")} <= documented


def test_every_key_of_the_file_is_a_row() -> None:
    text = settings_doc.settings_page()
    for key in ("contact", "quiet_hours", "certificate", "search_probe", "working_days"):
        assert f"| `{key}` |" in text
    assert "| `visits` | integer 0–100000 | `500` |" in text


def test_a_choice_is_listed_with_its_values() -> None:
    text = settings_doc.settings_page()
    assert '| `probes` | `sample`, `all`, `none` | `"sample"` |' in text
    assert "| `kind` | `bureau`, `agency`, `management_office`, " in text
