"""The version of the parse step: it changes with any source or table of that step, in subfolders too."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import auditor
from auditor.extract import version

PRODUCT = Path(auditor.__file__).parent


@pytest.fixture
def product(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the product's sources whose version is taken."""
    copy = tmp_path / "auditor"
    shutil.copytree(PRODUCT, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(version, "_PRODUCT", copy)
    return copy


def test_the_version_is_hexadecimal_and_the_same_in_a_copy(product: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied = version.reader_version()
    monkeypatch.undo()
    assert re.fullmatch(r"[0-9a-f]{12}", copied)
    assert version.reader_version() == copied


@pytest.mark.parametrize(
    ("file", "changes"),
    [
        ("urls.py", True),
        ("extract/charset.py", True),
        ("extract/html/links.py", True),
        ("fetch/content_coding.py", True),
        ("browser/probes/contrast.py", True),
        ("model/page.py", True),
        ("standards/indicator.yaml", True),
        ("crawl/robots.py", False),
        ("store/store.py", False),
        ("report/write.py", False),
    ],
)
def test_the_version_changes_with_the_parse_step_and_nothing_else(product: Path, file: str, changes: bool) -> None:
    before = version.reader_version()
    with (product / file).open("a", encoding="utf-8") as source:
        source.write("\n# changed\n")
    assert (version.reader_version() != before) is changes
