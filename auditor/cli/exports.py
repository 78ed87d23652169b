"""How what was found without a store is handed over: JSON, SARIF or JUnit, and the exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from enum import StrEnum

from auditor.cli import options
from auditor.cli.app import Exit, err, stop
from auditor.cli.progress_bar import Bar
from auditor.cli.show import print_json
from auditor.judging import registry
from auditor.model import Evidence, Outcome, Portfolio, Run, Severity, Site, SiteState
from auditor.pipeline.ad_hoc import _ReadResult, ad_hoc_settings, audit_ad_hoc_with
from auditor.report.exports.findings_json import findings_document
from auditor.report.exports.junit import junit
from auditor.report.exports.sarif import sarif
from auditor.store import Store
from auditor.urls import is_web


class Format(StrEnum):
    """What a command prints."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"


def chosen(*, as_json: bool, as_sarif: bool, as_junit: bool) -> Format:
    """The one format asked for; exit 3 where it is more than one."""
    asked = {Format.JSON: as_json, Format.SARIF: as_sarif, Format.JUNIT: as_junit}
    wanted = [name for name, yes in asked.items() if yes]
    if len(wanted) > 1:
        raise stop(Exit.CONFIGURATION, f"--{wanted[0]} and --{wanted[1]} exclude each other; choose one.")
    return wanted[0] if wanted else Format.TEXT


def addresses_of(addresses: Sequence[str]) -> list[str]:
    """The addresses; exit 3 for what is none."""
    wrong = [address for address in addresses if not is_web(address)]
    if wrong:
        raise stop(Exit.CONFIGURATION, f"{wrong[0]}: not an address; begin it with http:// or https://")
    return list(addresses)


def looked(sites: tuple[Site, ...], topics: tuple[str, ...]) -> Evidence:
    """Look at sites that are in no configuration, with progress for whoever watches; exit 130 when stopped."""
    return looked_and(sites, topics, lambda *_: None)[0]


def looked_and(
    sites: tuple[Site, ...], topics: tuple[str, ...], read: Callable[[Store, Run], _ReadResult]
) -> tuple[Evidence, _ReadResult]:
    """Like ``looked``, with what ``read`` makes of the facts before they are gone."""
    options.own_tables(options.DATA)
    settings = ad_hoc_settings(sites, topics, Portfolio(sites=(), contact="command line"))
    with Bar(quiet=not err.is_terminal) as bar:
        try:
            return audit_ad_hoc_with(settings, options.now(), bar.watch, read)
        except InterruptedError as error:
            raise stop(Exit.STOPPED, f"{error}.") from error


def exported(evidence: Evidence, wanted: Format, language: str) -> bool:
    """Print what was found in the format wanted; False, and nothing printed, where that is text."""
    checks = registry.load_checks()
    match wanted:
        case Format.TEXT:
            return False
        case Format.JSON:
            print_json(findings_document(evidence, checks, language))
        case Format.SARIF:
            print_json(sarif(evidence, checks, language))
        case Format.JUNIT:
            sys.stdout.write(junit(evidence, checks, language).decode())
    return True


def exit_of_audit(evidence: Evidence) -> Exit:
    """2: something could not be looked at; 1: faults, notices apart; 0: neither."""
    if any(site.run.state is not SiteState.AUDITED for site in evidence.sites):
        return Exit.NOT_AUDITED
    found = [finding for site in evidence.sites for finding in site.findings]
    failed = any(one.outcome is Outcome.FAILED and one.severity is not Severity.NOTICE for one in found)
    return Exit.NEW_SERIOUS if failed else Exit.GOOD
