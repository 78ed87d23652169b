"""Whether a report is as it was published: every file, the manifest itself, and the report before it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import msgspec
import pytest
from report_evidence import CHECKS, evidence
from typer.testing import CliRunner

from auditor.cli.app import app
from auditor.report.published_files import Deviation, DeviationKind, deviations, hash_of, read_manifest
from auditor.report.write import write_report


def report_at(folder: Path, number: int) -> Path:
    small = evidence(sites=3, audited=1, findings=3)
    run = msgspec.structs.replace(small.run, number=number)
    return write_report(msgspec.structs.replace(small, run=run), CHECKS, folder).parent


@pytest.fixture
def months(tmp_path: Path) -> tuple[Path, Path]:
    return report_at(tmp_path / "2026-10", 11), report_at(tmp_path / "2026-11", 12)


def test_nothing_differs_in_a_report_as_published(months: tuple[Path, Path]) -> None:
    for folder in months:
        assert list(deviations(folder)) == []
        assert list(deviations(folder, hash_of(folder / "manifest.json"))) == []


def test_every_kind_of_change_is_noticed(months: tuple[Path, Path]) -> None:
    _, folder = months
    (folder / "index.html").write_text("other")
    (folder / "findings.csv").unlink()
    (folder / "letter.html").write_text("new")
    (folder / "link.html").symlink_to("/etc/hostname")
    assert list(deviations(folder)) == [
        Deviation(DeviationKind.MISSING, "findings.csv"),
        Deviation(DeviationKind.CHANGED, "index.html"),
        Deviation(DeviationKind.ADDED, "letter.html"),
        Deviation(DeviationKind.ADDED, "link.html"),
    ]


def test_one_changed_byte_of_the_same_length_is_noticed(months: tuple[Path, Path]) -> None:
    file = months[1] / "findings.json"
    body = file.read_bytes()
    file.write_bytes(body[:-3] + bytes([body[-3] ^ 1]) + body[-2:])
    assert list(deviations(months[1])) == [Deviation(DeviationKind.CHANGED, "findings.json")]


def test_a_manifest_changed_with_its_files_is_noticed_by_the_hash_that_was_noted(months: tuple[Path, Path]) -> None:
    _, folder = months
    noted = hash_of(folder / "manifest.json")
    (folder / "index.html").write_text("other")
    manifest = json.loads((folder / "manifest.json").read_text())
    for file in manifest["files"]:
        file |= {"bytes": (folder / file["path"]).stat().st_size, "sha256": hash_of(folder / file["path"])}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert list(deviations(folder)) == []
    assert list(deviations(folder, noted)) == [Deviation(DeviationKind.OTHER_MANIFEST, "manifest.json")]


def test_a_manifest_names_the_report_before_it(months: tuple[Path, Path]) -> None:
    before, folder = months
    manifest = read_manifest(folder)
    assert manifest is not None
    assert manifest.previous is not None
    assert (manifest.previous.folder, manifest.previous.sha256) == ("2026-10", hash_of(before / "manifest.json"))
    (before / "manifest.json").write_text("{}")
    assert list(deviations(folder)) == [Deviation(DeviationKind.OTHER_PREDECESSOR, "../2026-10")]
    shutil.rmtree(before)  # a copy of one month alone
    assert list(deviations(folder)) == []


def test_a_report_written_again_names_the_same_report_before_it(months: tuple[Path, Path]) -> None:
    written = (months[0] / "manifest.json").read_bytes()
    report_at(months[0], 11)
    assert (months[0] / "manifest.json").read_bytes() == written


def test_a_period_that_is_reported_anew_keeps_what_was_quoted(tmp_path: Path) -> None:
    folder = report_at(tmp_path / "2026H2", 11)
    noted = hash_of(folder / "manifest.json")
    report_at(folder, 11)
    assert [path.name for path in tmp_path.iterdir()] == ["2026H2"]
    report_at(folder, 12)
    kept = tmp_path / "2026H2-run-11-judgement-1"
    assert list(deviations(kept, noted)) == []
    manifest = read_manifest(folder)
    assert manifest is not None
    assert manifest.previous is not None
    assert (manifest.run, manifest.previous.folder) == (12, kept.name)


def test_the_command(months: tuple[Path, Path]) -> None:
    done = CliRunner().invoke(app, ["verify", str(months[1])])
    assert done.exit_code == 0
    assert hash_of(months[1] / "manifest.json") in done.output
    (months[1] / "index.html").unlink()
    done = CliRunner().invoke(app, ["verify", str(months[1]), "--language", "en"])
    assert done.exit_code == 2
    assert "✕ missing: index.html" in done.output
    assert CliRunner().invoke(app, ["verify", str(months[1] / "nowhere")]).exit_code == 3
    (months[1] / "manifest.json").unlink()
    done = CliRunner().invoke(app, ["verify", str(months[1]), "--json"])
    assert json.loads(done.stdout)["deviations"] == [{"kind": "unreadable", "path": "manifest.json"}]
