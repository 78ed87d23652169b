"""Prints findings as JSON, SARIF or JUnit in place of text."""

from __future__ import annotations

from enum import StrEnum

from auditor.cli.terminal import Exit, print_json, print_xml, stop
from auditor.judging.registry import load_checks
from auditor.model import Evidence
from auditor.report.exports.findings_json import findings_document
from auditor.report.exports.junit import junit
from auditor.report.exports.sarif import sarif


class OutputFormat(StrEnum):
    """What a command prints its findings as."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"


def output_format(*, as_json: bool, as_sarif: bool, as_junit: bool) -> OutputFormat:
    """The format that the options select; exit 3 where they select more than one."""
    given = {OutputFormat.JSON: as_json, OutputFormat.SARIF: as_sarif, OutputFormat.JUNIT: as_junit}
    wanted = [name for name, is_given in given.items() if is_given]
    if len(wanted) > 1:
        raise stop(Exit.CONFIGURATION, f"--{wanted[0]} and --{wanted[1]} exclude each other; choose one.")
    return wanted[0] if wanted else OutputFormat.TEXT


def print_export(evidence: Evidence, wanted: OutputFormat, language: str) -> bool:
    """Print findings in this format. Returns False, and prints nothing, for text."""
    checks = load_checks()
    match wanted:
        case OutputFormat.TEXT:
            return False
        case OutputFormat.JSON:
            print_json(findings_document(evidence, checks, language))
        case OutputFormat.SARIF:
            print_json(sarif(evidence, checks, language))
        case OutputFormat.JUNIT:
            print_xml(junit(evidence, checks, language))
    return True
