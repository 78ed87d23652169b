"""No file of a report and no export has a personal number, whatever place of a finding it came in."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from report_evidence import CHECKS, evidence

from auditor.model import Evidence, Finding, FindingPlace
from auditor.report.exports.junit import junit
from auditor.report.exports.sarif import sarif
from auditor.report.html.views import Report
from auditor.report.mail_texts import mail_drafts
from auditor.report.words import words_in
from auditor.report.write import write_report

MOBILE, IDENTITY = "0912345678", "A123456789"
STATED = f" +886-912-345-678 {MOBILE} {IDENTITY} ０９１２３４５６７８ "
LEAKS = (MOBILE, IDENTITY, "912-345-678", "０９１２３４５６７８")


@pytest.fixture(scope="module")
def whole() -> Evidence:
    """Evidence whose findings have personal numbers in cause, selector, snippet, address and every text of the data."""
    plain = evidence(sites=12, audited=4, findings=20)
    sites = tuple(
        msgspec.structs.replace(site, findings=tuple(map(_with_numbers, site.findings))) for site in plain.sites
    )
    return msgspec.structs.replace(plain, sites=sites)


def _with_numbers(finding: Finding) -> Finding:
    return msgspec.structs.replace(
        finding, cause=finding.cause + STATED, spots=tuple(map(_place_with_numbers, finding.spots))
    )


def _place_with_numbers(finding_place: FindingPlace) -> FindingPlace:
    at = finding_place.place
    place = msgspec.structs.replace(
        at, url=f"{at.url}?tel={MOBILE}&id={IDENTITY}", selector=f"#t{MOBILE}", snippet=f"<p title='{STATED}'>"
    )
    data = {name: value + STATED if isinstance(value, str) else value for name, value in finding_place.data.items()}
    return msgspec.structs.replace(finding_place, place=place, data={**data, "text": STATED, "target": STATED})


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    for file in filter(Path.is_file, folder.rglob("*")):
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as archive:
                for name in archive.namelist():
                    yield f"{file.name}:{name}", archive.read(name).decode("utf-8", "replace")
        else:
            yield file.name, file.read_text(encoding="utf-8", errors="replace")


@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_no_file_of_a_report_has_a_personal_number(whole: Evidence, tmp_path: Path, language: str) -> None:
    index = write_report(whole, CHECKS, tmp_path / "2026-11", language)
    found = [(name, leak) for name, text in texts(index.parent) for leak in LEAKS if leak in text]
    assert not found
    assert any("09********" in text for _, text in texts(index.parent))
    assert any("A*********" in text for name, text in texts(index.parent) if name.endswith(".xml"))


def test_no_export_and_no_mail_has_a_personal_number(whole: Evidence) -> None:
    report = Report(whole, {check.id: check for check in CHECKS}, (), words_in("zh-TW"))
    drafts = [f"{draft.subject}{draft.text}{draft.attached}" for draft in mail_drafts(report, "https://x/", "csv")]
    assert drafts
    written = [junit(whole, CHECKS).decode(), msgspec.json.encode(sarif(whole, CHECKS)).decode(), *drafts]
    assert not [leak for text in written for leak in LEAKS if leak in text]


def test_fingerprints_stay_as_they_are(whole: Evidence, tmp_path: Path) -> None:
    index = write_report(whole, CHECKS, tmp_path / "2026-11")
    written = (index.parent / "findings.json").read_text(encoding="utf-8")
    assert all(finding.fingerprint in written for site in whole.sites for finding in site.findings)
