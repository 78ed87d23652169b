"""Writing: all or nothing, the same evidence the same bytes, and a manifest that proves it."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import pytest
from report_evidence import CHECKS, evidence

from auditor.report import replaced_folder, write
from auditor.report.html.views import Report
from auditor.report.write import write_report


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_evidence_gives_the_same_bytes(folder: Path, report: Report, tmp_path: Path) -> None:
    again = write_report(evidence(), CHECKS, tmp_path / "again", shared=report.shared)
    assert contents(again.parent) == contents(folder)


def test_the_manifest_holds_every_file(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    files = contents(folder)
    del files["manifest.json"]
    assert {file["path"]: (file["bytes"], file["sha256"]) for file in manifest["files"]} == {
        path: (len(body), hashlib.sha256(body).hexdigest()) for path, body in files.items()
    }
    assert (manifest["period"], manifest["run"], manifest["judgement"]) == ("2026-11", 12, 1)


def test_english_stands_beside_and_leaves_the_chinese_report_alone(tmp_path: Path) -> None:
    small = evidence(sites=3, audited=1, findings=3)
    chinese = write_report(small, CHECKS, tmp_path / "2026-11")
    english = write_report(small, CHECKS, tmp_path / "2026-11", "en")
    assert english == tmp_path / "en" / "2026-11" / "index.html"
    assert 'lang="zh-Hant-TW"' in chinese.read_text(encoding="utf-8")
    assert 'lang="en"' in english.read_text(encoding="utf-8")


def test_a_new_report_replaces_the_old_one_and_leaves_nothing_behind(tmp_path: Path) -> None:
    small = evidence(sites=3, audited=1, findings=3)
    folder = tmp_path / "2026-11"
    folder.mkdir()
    (folder / "stale.html").write_text("old")
    write_report(small, CHECKS, folder)
    assert not (folder / "stale.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["2026-11"]


def test_a_report_that_fails_half_way_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = evidence(sites=3, audited=1, findings=3)
    index = write_report(small, CHECKS, tmp_path / "2026-11")
    before = contents(index.parent)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(write, "write_json", full)
    with pytest.raises(OSError, match="No space left"):
        write_report(small, CHECKS, tmp_path / "2026-11")
    assert contents(index.parent) == before
    assert [path.name for path in tmp_path.iterdir()] == ["2026-11"]


def test_the_old_report_comes_back_when_the_exchange_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = evidence(sites=3, audited=1, findings=3)
    index = write_report(small, CHECKS, tmp_path / "2026-11")
    before, rename = contents(index.parent), Path.rename

    def fails_for_the_new(self: Path, target: Path) -> Path:
        if self.name.startswith(".2026-11.") and target.name == "2026-11":
            raise OSError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(replaced_folder, "_exchange", lambda one, other: False)
    monkeypatch.setattr(Path, "rename", fails_for_the_new)
    with pytest.raises(OSError, match="Permission denied"):
        write_report(small, CHECKS, tmp_path / "2026-11")
    monkeypatch.undo()
    assert contents(index.parent) == before
    assert [path.name for path in tmp_path.iterdir()] == ["2026-11"]


@pytest.mark.skipif(sys.platform != "linux", reason="exchanges folders in one step on Linux alone")
def test_a_report_is_in_place_at_every_moment_of_the_exchange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = evidence(sites=3, audited=1, findings=3)
    index = write_report(small, CHECKS, tmp_path / "2026-11")

    def moved(*_: object) -> Path:
        raise AssertionError("a rename leaves a moment without a report")

    monkeypatch.setattr(Path, "rename", moved)
    assert write_report(small, CHECKS, tmp_path / "2026-11") == index
    assert [path.name for path in tmp_path.iterdir()] == ["2026-11"]


def test_an_unknown_language_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="zh-TW, en"):
        write_report(evidence(sites=3, audited=1, findings=1), CHECKS, tmp_path / "2026-11", "fr")
    assert list(tmp_path.iterdir()) == []


def test_what_killed_writers_left_is_removed_and_a_living_writer_is_left_alone(tmp_path: Path) -> None:
    small = evidence(sites=3, audited=1, findings=3)
    for name in (".2026-11.ab3_9xyz.half", ".2026-11.ab3_9xyz.aside", ".2026-12.ab3_9xyz.half"):
        (tmp_path / name / "report").mkdir(parents=True)
    other = [tmp_path / ".2026-12.ab3_9xyz.aside", tmp_path / ".own-ab3_9xyz"]
    for folder in other:
        folder.mkdir()
    with replaced_folder.replaced_folder(tmp_path / "2026-11") as living:
        write_report(small, CHECKS, tmp_path / "2026-11")
        assert sorted(tmp_path.iterdir()) == sorted([*other, tmp_path / "2026-11", living])


def test_a_report_that_a_killed_writer_had_set_aside_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = evidence(sites=3, audited=1, findings=3)
    index = write_report(small, CHECKS, tmp_path / "2026-11")
    before = contents(index.parent)
    aside = tmp_path / ".2026-11.ab3_9xyz.aside"
    aside.mkdir()
    index.parent.rename(aside / "report")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(write, "write_json", full)
    with pytest.raises(OSError, match="No space left"):
        write_report(small, CHECKS, tmp_path / "2026-11")
    assert contents(index.parent) == before
    assert [path.name for path in tmp_path.iterdir()] == ["2026-11"]
