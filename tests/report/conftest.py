"""One report written once in each language, for all tests that read pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from report_evidence import CHECKS, evidence

from auditor.findings.sharing import shared_faults_of
from auditor.report.html.views import Report
from auditor.report.words import words_in
from auditor.report.write import write_report


@pytest.fixture(scope="session")
def report() -> Report:
    made = evidence()
    shared = shared_faults_of([found for site in made.sites for found in site.findings])
    return Report(made, {check.id: check for check in CHECKS}, tuple(shared), words_in("zh-TW"))


@pytest.fixture(scope="session")
def folder(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("reports") / "2026-11"
    return write_report(report.evidence, CHECKS, place, shared=report.shared).parent


@pytest.fixture(scope="session")
def english(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("english") / "2026-11"
    return write_report(report.evidence, CHECKS, place, "en", report.shared).parent
