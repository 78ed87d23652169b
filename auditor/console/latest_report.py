"""The latest judged run as its report reads it, kept in memory until a newer judgement is there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from auditor.model import Finding, Judgement, Recheck, SiteEvidence
from auditor.pipeline.recheck import latest_judgement
from auditor.pipeline.reports import evidence_of, report_of
from auditor.report.html.views import Report
from auditor.report.words import Words
from auditor.store import Store

_Made = TypeVar("_Made")


class LatestReport:
    """Reads the latest judged run. Safe to use from several threads: one reads, the others wait for it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._judgement: Judgement | None = None
        self._reports: dict[str, Report] = {}
        self._derived: dict[object, Any] = {}

    def get(self, words: Words) -> Report | None:
        """Return the report in the language of these words, whose sentences it uses; None where nothing was judged.

        Its figures are those of the published report: the same functions make them from the same evidence.
        """
        try:
            judgement = latest_judgement(self._store)
        except LookupError:
            return None
        with self._lock:
            if judgement != self._judgement:
                self._reports.clear()
                self._derived.clear()
                self._judgement = judgement
            if words.language not in self._reports:
                self._reports[words.language] = self._read(words)
            return self._reports[words.language]

    def derived(self, report: Report, make: Callable[[Report], _Made]) -> _Made:
        """Return what a function makes of the latest report; it is made once, and anew for a newer judgement."""
        with self._lock:
            if report.evidence.judgement != self._judgement:  # a newer one came in between
                return make(report)
            if make not in self._derived:
                self._derived[make] = make(report)
            made: _Made = self._derived[make]
            return made

    def rechecks(self, report: Report) -> dict[str, list[Recheck]]:
        """Return the re-checks made since the run of a report, by fingerprint, oldest first."""
        found: dict[str, list[Recheck]] = {}
        for made in self._store.rechecks.of_run(report.evidence.run.number):
            found.setdefault(made.fingerprint, []).append(made)
        return found

    def _read(self, words: Words) -> Report:
        known = next(iter(self._reports.values()), None)
        if known:
            return msgspec.structs.replace(known, words=words)
        assert self._judgement is not None  # noqa: S101  # the only caller has just set it
        run = self._store.runs.find(self._judgement.run)
        evidence = evidence_of(self._store, run, self._judgement)
        return msgspec.structs.replace(report_of(evidence, words.language), words=words)


def site_of(report: Report, site_id: str) -> SiteEvidence | None:
    """Return the site of this id; None where the report has none."""
    return next((site for site in report.evidence.sites if site.site.id == site_id), None)


def owner_name(site: SiteEvidence, finding: Finding) -> str:
    """Return the unit that answers for a finding; empty where none is configured."""
    return finding.owner or (site.site.default_owner.unit if site.site.default_owner else "")
