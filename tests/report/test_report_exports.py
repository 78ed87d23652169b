"""Exports: complete, by the documented schema, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_evidence import CHECKS

from auditor.model import Life, Severity, SiteState, Untested
from auditor.report.exports.findings_json import findings_document
from auditor.report.exports.findings_schema import (
    FindingExport,
    FindingsExport,
    PlaceExport,
    SiteExport,
    UntestedExport,
    VerdictExport,
)
from auditor.report.exports.spreadsheet import csv_cell
from auditor.report.html.views import Report

SCHEMA: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "docs" / "schema" / "findings-1.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize(
    ("part", "struct"),
    [
        (SCHEMA, FindingsExport),
        (SCHEMA["$defs"]["finding"], FindingExport),
        (SCHEMA["$defs"]["verdict"], VerdictExport),
        (SCHEMA["$defs"]["place"], PlaceExport),
        (SCHEMA["$defs"]["site"], SiteExport),
        (SCHEMA["$defs"]["untested"], UntestedExport),
    ],
)
def test_the_schema_is_that_of_the_code(part: dict[str, Any], struct: type[msgspec.Struct]) -> None:
    fields = msgspec.structs.fields(struct)
    assert list(part["properties"]) == [field.name for field in fields]
    assert part["required"] == [field.name for field in fields if field.required]


def test_the_schema_knows_every_member() -> None:
    defs = SCHEMA["$defs"]
    assert defs["severity"]["enum"] == [member.value for member in Severity]
    assert defs["site"]["properties"]["state"]["enum"] == [member.value for member in SiteState]
    assert defs["untested"]["properties"]["reason"]["enum"] == [member.value for member in Untested]
    assert defs["finding"]["properties"]["life"]["enum"] == [member.value for member in Life]


def test_the_file_is_the_document(folder: Path, report: Report) -> None:
    written = msgspec.json.decode((folder / "findings.json").read_bytes(), type=FindingsExport)
    assert msgspec.to_builtins(written) == msgspec.to_builtins(findings_document(report.evidence, CHECKS))
    assert written.schema == SCHEMA["properties"]["schema"]["const"]
    assert len(written.findings) == sum(len(site.findings) for site in report.evidence.sites)
    places = sum(len(found.spots) for site in report.evidence.sites for found in site.findings)
    assert sum(len(found.verdicts) for found in written.findings) == places


def test_what_was_not_tested_is_in_the_export(report: Report) -> None:
    document = findings_document(report.evidence, CHECKS, "en")
    assert {(each.reason, each.subjects) for each in document.untested} == {
        (Untested.BLOCKED, 3),
        (Untested.TIMED_OUT, 1),
    }
    assert {site.state for site in document.sites} == {"audited", "not_reached", "not_configured"}


def test_the_sheet_has_a_row_for_every_place(folder: Path, report: Report) -> None:
    raw = (folder / "findings.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines(keepends=True)))
    assert len(rows) == sum(len(found.spots) for site in report.evidence.sites for found in site.findings)
    assert rows[0]["網站"] == "經濟部工業局"
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert any(cell.startswith("'=HYPERLINK") for row in rows for cell in row.values())


@given(st.text())
def test_no_cell_is_a_formula(text: str) -> None:
    assert csv_cell(text).removeprefix("'") == text.removeprefix("'")
    assert not csv_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))
