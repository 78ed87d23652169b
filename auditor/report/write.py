"""Writes a report: all of it into a temporary folder, which then replaces the old report at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from auditor.findings.sharing import SharedFault
from auditor.model import Check, Evidence
from auditor.report.compliance.period_files import period_files
from auditor.report.compliance.period_pages import ComplianceInput, compliance_pages
from auditor.report.exports.earl import earl, write_earl
from auditor.report.exports.findings_csv import write_csv
from auditor.report.exports.findings_json import write_json
from auditor.report.exports.unit_sheets import unit_sheet_files
from auditor.report.html.cards import PICTURES_FOLDER
from auditor.report.html.figures import audited
from auditor.report.html.name_list import name_sheet_files
from auditor.report.html.pages import report_pages
from auditor.report.html.unit_lists import units_with_faults
from auditor.report.html.views import Report
from auditor.report.operator_letters import operator_letters
from auditor.report.published_files import MANIFEST_FILE, Manifest, manifest_of, read_manifest
from auditor.report.replaced_folder import keep_copy, replaced_folder
from auditor.report.words import LANGUAGES, words_in

PRINTED = "compliance.pdf"
EARL = "earl"


def write_report(
    evidence: Evidence,
    checks: Sequence[Check],
    folder: Path,
    language: str = "zh-TW",
    shared: Sequence[SharedFault] = (),
) -> Path:
    """Write the report of a run, the whole of it or nothing; returns the path of its index.

    ``folder`` is the report's own, such as ``reports/2026-11``; in English it becomes ``reports/en/2026-11``. A report
    that is there is replaced. The same evidence gives the same bytes. Raises ``LookupError`` for a language that is
    not there and ``OSError`` where the folder cannot be written; the old report then remains.
    """
    report = Report(evidence, {check.id: check for check in checks}, tuple(shared), words_in(language))
    return _publish(report, folder, lambda fresh: _write(report, fresh))


def write_period(
    report: Report, period: ComplianceInput, folder: Path, fill: Callable[[Path], None] = lambda _: None
) -> Path:
    """Write the compliance report of a period, the whole of it or nothing; returns the path of its first page.

    ``report`` is that of the period's last run. ``fill`` may add files to the folder before they are counted, such as
    the printed form (``PRINTED``). Otherwise as ``write_report``.
    """

    def written(fresh: Path) -> None:
        for path, body in period_files(report, period):
            (fresh / path).write_bytes(body)
        fill(fresh)
        if (fresh / PRINTED).is_file():  # only now can the page lead to it
            printed = msgspec.structs.replace(period, printed=True)
            index = dict(compliance_pages(report, printed))["index.html"]
            (fresh / "index.html").write_bytes(index.encode("utf-8", "replace"))

    return _publish(report, folder, written, period.history.span.name)


def folder_of(folder: Path, language: str) -> Path:
    """The folder of a report in a language: ``folder`` itself in Chinese, else beside the others of its language."""
    return folder if language == LANGUAGES[0] else folder.parent / language / folder.name


def published_run(folder: Path) -> int:
    """The number of the run whose report lies in a folder; 0 where none does."""
    manifest = read_manifest(folder)
    return manifest.run if manifest else 0


def _publish(report: Report, folder: Path, write: Callable[[Path], None], period: str = "") -> Path:
    place = folder_of(folder, report.words.language)
    run, judgement = report.evidence.run, report.evidence.judgement.number
    name, simulated = period or run.period, bool(run.settings.today)
    judged = Manifest(name, run.day, run.number, judgement, report.words.language, simulated)
    with replaced_folder(place) as fresh:
        write(fresh)
        before = read_manifest(place)
        if before and (before.run, before.judgement) != (run.number, judgement):
            # what was quoted from a period's report can be proved after it was made anew
            keep_copy(place, place.with_name(f"{place.name}-run-{before.run}-judgement-{before.judgement}"))
        (fresh / MANIFEST_FILE).write_bytes(manifest_of(place, fresh, judged))
    return place / "index.html"


def _write(report: Report, folder: Path) -> None:
    for path, html in report_pages(report):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(html.encode("utf-8", "replace"))
    for name, data in sorted(report.evidence.pictures.items()):
        place = folder / PICTURES_FOLDER / f"{name}.webp"
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(data)
    for unit in units_with_faults(report):
        for path, body in unit_sheet_files(report, unit):
            (folder / path).write_bytes(body)
    for path, body in name_sheet_files(report):
        (folder / path).write_bytes(body)
    for path, text in operator_letters(report):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    with (folder / "findings.json").open("wb") as stream:
        write_json(report, stream)
    with (folder / "findings.csv").open("w", encoding="utf-8", errors="replace", newline="") as rows:
        write_csv(report, rows)
    for site in audited(report.evidence.sites):
        place = folder / EARL / f"{site.site.id}.jsonld"
        place.parent.mkdir(exist_ok=True)
        with place.open("wb") as stream:
            write_earl(earl(report.evidence, site, report.checks, report.words), stream)
