"""Annex of a site's page: all places of findings that its cards show the first three of, and its long tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from auditor.model import Finding, SiteEvidence
from auditor.report.html.cards import PLACES_KEPT, PLACES_SHOWN_FIRST, position_text
from auditor.report.html.finding_subjects import safe_href
from auditor.report.html.finding_texts import anchor, finding_subject, finding_title
from auditor.report.html.page_frame import RenderedPages, crumbs, list_pages, numbered, page_frame, split_pages
from auditor.report.html.table_builder import ReportTable
from auditor.report.html.views import Anchor, Report
from auditor.report.render import Renderer

FOLDED_FROM = 7
"""Rows from which a table of a site's page is folded, and printed in the annex alone."""


class AnnexFinding(msgspec.Struct, frozen=True):
    """All places of one finding."""

    id: str
    """The id of the finding's card, and of this list."""

    title: str
    """What is at fault."""

    subject: str
    """What it is about."""

    count: str
    """How many places there are on how many pages."""

    places: tuple[tuple[str, str, str, str], ...]
    """Each place: address, the same where a reader may follow it, position, and the beginning of the source."""


def annex_path(site: SiteEvidence) -> str:
    """Return the path of a site's annex in the report's folder."""
    return f"annexes/{site.site.id}.html"


def annex_pages(
    report: Report, renderer: Renderer, site: SiteEvidence, tables: Sequence[ReportTable], page: str
) -> RenderedPages:
    """Yield the annex of a site; ``tables`` are those of its page, which is at ``page``."""
    words = report.words
    chunks = split_pages(("", renderer.part("annex_finding", each)) for each in annex_findings(report, site))
    paths = numbered(annex_path(site).removesuffix(".html"), len(chunks))
    name = words.name(site.site)
    for number, chunk in enumerate(chunks, start=1):
        values = {
            "findings": [html for _, html in chunk],
            "tables": [table for table in tables if len(table.rows) >= FOLDED_FROM] if number == 1 else [],
            "list_pages": list_pages(words, paths, number),
            "number": number,
        }
        above = crumbs(words, Anchor(name, page))
        frame = page_frame(report, root="../", title=words("page.annex", site=name), crumbs=above)
        yield paths[number - 1], renderer.page("annex", frame | values)


def annex_findings(report: Report, site: SiteEvidence) -> Iterator[AnnexFinding]:
    """Yield the findings of a site with more places than a card shows, and no more than need a page of their own."""
    words = report.words
    for finding in site.findings:
        if PLACES_SHOWN_FIRST < len(finding.spots) <= PLACES_KEPT:
            yield AnnexFinding(
                anchor(finding),
                finding_title(words, report.checks.get(finding.check), finding),
                finding_subject(words, finding),
                words("card.reach", places=finding.places, pages=finding.pages),
                tuple(_place(report, finding)),
            )


def _place(report: Report, finding: Finding) -> Iterator[tuple[str, str, str, str]]:
    for spot in finding.spots:
        at = spot.place
        yield at.url, safe_href(at.url), position_text(report.words, at), at.snippet
