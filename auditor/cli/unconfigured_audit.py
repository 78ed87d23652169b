"""Audits sites that are in no configuration, with progress, and gives the exit code (`page`, `links`, `metadata`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from auditor.cli.options import DATA, bureau_time, use_imported_tables
from auditor.cli.progress_bar import ProgressBar
from auditor.cli.terminal import Exit, err
from auditor.model import Evidence, Outcome, Portfolio, Run, Severity, Site, SiteState
from auditor.pipeline.ad_hoc import AdHocAudit, ad_hoc_settings, audit_ad_hoc_with, sites_of_single_pages
from auditor.report.words import words_in
from auditor.store import Store

_Value = TypeVar("_Value")


def audit_unconfigured(sites: tuple[Site, ...], topics: tuple[str, ...], language: str) -> AdHocAudit[None]:
    """Audit sites in a temporary store; where a signal stops that, it is stated, and the result is partial."""
    return audit_unconfigured_with(sites, topics, language, lambda *_: None)


def audit_unconfigured_with(
    sites: tuple[Site, ...], topics: tuple[str, ...], language: str, read: Callable[[Store, Run], _Value]
) -> AdHocAudit[_Value]:
    """Like ``audit_unconfigured``, with the value that ``read`` makes of the store before it is removed."""
    use_imported_tables(DATA)
    settings = ad_hoc_settings(sites, topics, Portfolio(sites=(), contact="command line"))
    with ProgressBar(quiet=not err.is_terminal) as bar:
        audit = audit_ad_hoc_with(settings, bureau_time(), bar.show_progress, read)
    if audit.waiting is not None:
        err.print(words_in(language)("links.partial", n=audit.waiting))
    return audit


def read_pages(
    addresses: Sequence[str], terms: Portfolio, read: Callable[[Store, Run], _Value]
) -> tuple[_Value, list[str]]:
    """Request these pages alone, on the terms of a configuration, and return what ``read`` makes of them.

    With it come the addresses of the pages that could not be read.
    """
    settings = ad_hoc_settings(sites_of_single_pages(addresses), ("metadata",), terms)
    with ProgressBar(quiet=not err.is_terminal) as bar:
        audit = audit_ad_hoc_with(settings, bureau_time(), bar.show_progress, read)
    unread = [site.site.url for site in audit.evidence.sites if site.run.state is not SiteState.AUDITED]
    return audit.facts, unread


def exit_of_audit(audit: AdHocAudit[_Value]) -> Exit:
    """130: stopped; 2: something could not be examined; 1: faults other than notices; 0: none of these."""
    if audit.waiting is not None:
        return Exit.STOPPED
    return _exit_of_evidence(audit.evidence)


def _exit_of_evidence(evidence: Evidence) -> Exit:
    if any(site.run.state is not SiteState.AUDITED for site in evidence.sites):
        return Exit.NOT_AUDITED
    findings = [finding for site in evidence.sites for finding in site.findings]
    failed = any(finding.outcome is Outcome.FAILED and finding.severity is not Severity.NOTICE for finding in findings)
    return Exit.NEW_SERIOUS if failed else Exit.GOOD
