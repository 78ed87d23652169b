"""Cells of tables with a row for each site: its name, its shares, and the reason where it was not audited."""

from __future__ import annotations

from auditor.model import SiteEvidence
from auditor.report.html.figures import CountedShare
from auditor.report.html.summary import site_reason
from auditor.report.html.table_builder import TableCell
from auditor.report.html.views import Status
from auditor.report.words import Words


def site_cell(words: Words, site: SiteEvidence) -> TableCell:
    """Return a site's name with the link to its page."""
    note = words("phrase.commissioned") if not site.site.kind.counts else ""
    return TableCell(words.name(site.site), href=f"sites/{site.site.id}.html", note=note)


def not_audited_cell(words: Words, site: SiteEvidence, span: int) -> TableCell:
    """Return a cell over ``span`` columns with the reason why the site was not audited."""
    reason = words("phrase.untested_because", reason=site_reason(words, site))
    return TableCell(reason, status=Status.UNTESTED, span=span)


def share_cell(words: Words, share: CountedShare) -> TableCell:
    """Return a share as a cell: the percentage, with the counts below."""
    if not share.total:
        return TableCell(words("phrase.not_tested"), status=Status.UNTESTED)
    counts = words("phrase.counts", good=share.good, total=share.total)
    return TableCell(words.percent(share.good, share.total), note=counts)
