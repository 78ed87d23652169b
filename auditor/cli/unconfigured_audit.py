"""Audits sites that are in no configuration, with progress, and gives the exit code (`page`, `links`, `metadata`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from auditor.cli.options import DATA, local_time, use_imported_tables
from auditor.cli.progress_bar import ProgressBar
from auditor.cli.terminal import Exit, err, stop
from auditor.model import Evidence, Outcome, Portfolio, Run, Severity, Site, SiteState
from auditor.pipeline.ad_hoc import ad_hoc_settings, audit_ad_hoc_with
from auditor.store import Store
from auditor.urls import is_web

_Value = TypeVar("_Value")


def web_addresses(addresses: Sequence[str]) -> list[str]:
    """The addresses; exit 3 for one that is not of the web."""
    wrong = [address for address in addresses if not is_web(address)]
    if wrong:
        raise stop(Exit.CONFIGURATION, f"{wrong[0]}: not an address; begin it with http:// or https://")
    return list(addresses)


def audit_unconfigured(sites: tuple[Site, ...], topics: tuple[str, ...]) -> Evidence:
    """Audit sites in a temporary store; exit 130 when stopped."""
    return audit_unconfigured_with(sites, topics, lambda *_: None)[0]


def audit_unconfigured_with(
    sites: tuple[Site, ...], topics: tuple[str, ...], read: Callable[[Store, Run], _Value]
) -> tuple[Evidence, _Value]:
    """Like ``audit_unconfigured``, with the value that ``read`` makes of the store before it is removed."""
    use_imported_tables(DATA)
    settings = ad_hoc_settings(sites, topics, Portfolio(sites=(), contact="command line"))
    with ProgressBar(quiet=not err.is_terminal) as bar:
        try:
            return audit_ad_hoc_with(settings, local_time(), bar.show_progress, read)
        except InterruptedError as error:
            raise stop(Exit.STOPPED, f"{error}.") from error


def exit_of_audit(evidence: Evidence) -> Exit:
    """2: something could not be examined; 1: faults other than notices; 0: neither."""
    if any(site.run.state is not SiteState.AUDITED for site in evidence.sites):
        return Exit.NOT_AUDITED
    findings = [finding for site in evidence.sites for finding in site.findings]
    failed = any(finding.outcome is Outcome.FAILED and finding.severity is not Severity.NOTICE for finding in findings)
    return Exit.NEW_SERIOUS if failed else Exit.GOOD
