"""The public list of rules is what the code says."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor import registry, rulelist

REPOSITORY = Path(__file__).parent.parent


def test_the_list_in_the_repository_is_up_to_date() -> None:
    written = (REPOSITORY / rulelist.FILE).read_text(encoding="utf-8")
    assert written == rulelist.text(registry.load(packs=False)), "run: python -m auditor.rulelist"


def test_every_rule_is_listed_once_with_both_languages() -> None:
    checks = registry.load(packs=False)
    text = rulelist.text(checks)
    for check in checks:
        row = next(line for line in text.splitlines() if line.startswith(f"| `{check.id}` |"))
        assert check.title.zh in row
        assert check.title.en in row
        assert row.count(" | ") == 6
    assert text.count("\n| `") == len(checks)


def test_check_compares_and_writing_mends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(rulelist, "FILE", tmp_path / "rules.md")
    assert rulelist.main(["--check"]) == 1
    assert "is not up to date; run: python -m auditor.rulelist" in capsys.readouterr().err
    assert rulelist.main([]) == 0
    assert rulelist.main(["--check"]) == 0
