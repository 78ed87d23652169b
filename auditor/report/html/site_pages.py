"""Pages of one site: its findings as cards, the checklist for people, and the pages that list all places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditor.model import Life, SiteEvidence, Topic
from auditor.report.html import ages, coverage_tables, criteria_pages, form_verdicts, summary, waiver_list
from auditor.report.html.annexes import annex_pages, annex_path
from auditor.report.html.cards import PLACES_KEPT, card, place_view
from auditor.report.html.figures import is_audited
from auditor.report.html.finding_groups import finding_groups, groups_of
from auditor.report.html.finding_texts import anchor, finding_title, places_stem
from auditor.report.html.page_frame import RenderedPages, crumbs, list_pages, numbered, page_frame, split_pages
from auditor.report.html.row_status import INDICATOR
from auditor.report.html.standard_changes import Changes, changes_of_version
from auditor.report.html.table_builder import ReportTable
from auditor.report.html.views import Anchor, Report
from auditor.report.operator_letters import letter_path
from auditor.report.render import Renderer

FILTERS = (*(topic.value for topic in Topic), Life.NEW.value)
"""What cards can be filtered by; the style sheet does it, no script."""

MOST_WITHOUT_FILTER = 8
"""Cards on a page that need no filter."""


def site_pages(report: Report, renderer: Renderer, site: SiteEvidence, pages: dict[str, str]) -> RenderedPages:
    """Yield all pages of a site; puts the page of each finding's card, by its anchor, into ``pages``."""
    words, name = report.words, report.words.name(site.site)
    groups = groups_of(site)
    findings = [(key, finding) for key, members in groups.items() for finding in members]
    chunks = split_pages(
        (key, renderer.part("card", card(report, site, finding, annex_path(site)), "../")) for key, finding in findings
    )
    paths = numbered(f"sites/{site.site.id}", len(chunks))
    left = iter(findings)
    shown = [[(key, next(left)[1], html) for key, html in chunk] for chunk in chunks]
    for path, members in zip(paths, shown, strict=True):
        pages |= {anchor(finding): path for _, finding, _ in members}
    coverage = criteria_pages.criteria_coverage(report, site)
    values = _site_values(report, site, pages, coverage)
    above = crumbs(words, Anchor(words("page.sites"), "portfolio.html"))
    for number, chunk in enumerate(shown, start=1):
        frame = page_frame(report, root="../", title=name, crumbs=above)
        more = {
            "groups": tuple(finding_groups(report, renderer, chunk, groups)),
            "filters": FILTERS if len(chunk) > MOST_WITHOUT_FILTER else (),
            "list_pages": list_pages(words, paths, number),
            "number": number,
        }
        yield paths[number - 1], renderer.page("site", frame | values | more)
    if is_audited(site):
        above = crumbs(words, Anchor(name, paths[0]))
        frame = page_frame(report, root="../", title=words("page.checklist", site=name), crumbs=above)
        chapters = criteria_pages.checklist_chapters(report, site, coverage, pages)
        path = f"checklists/{site.site.id}.html"
        yield path, renderer.page("checklist", frame | {"site": site.site, "chapters": chapters})
    yield from annex_pages(report, renderer, site, _annexed(values), paths[0])
    yield from _place_pages(report, renderer, site)


def _annexed(values: Mapping[str, object]) -> list[ReportTable]:
    """The tables that the page of a site folds."""
    changes = values["changes"]
    of_changes = (changes.table, changes.to_mend, changes.codes) if isinstance(changes, Changes) else ()
    tables = (*(values[name] for name in ("criteria", "skipped", "parts_unseen", "unjudged")), *of_changes)
    return [table for table in tables if isinstance(table, ReportTable)]


def _site_values(
    report: Report,
    site: SiteEvidence,
    pages: Mapping[str, str],
    coverage: Sequence[criteria_pages.CriterionCoverage],
) -> dict[str, object]:
    rows = form_verdicts.site_rows(report, site)
    return {
        "site": site.site,
        "verdict": summary.site_verdict(report, site, rows),
        "todo": summary.site_todo(report, site, pages),
        "figures": (*summary.headline_figures(report, [site]), *ages.age_figures(report, [site])),
        "waivers": waiver_list.waivers_table(report, [site]),
        "rows": rows,
        "indicator": [row for row in rows if row.id.startswith(INDICATOR)],
        "reach": coverage_tables.reach_sentences(report.words, [site]) if is_audited(site) else (),
        "refusal": coverage_tables.refusal_sentences(report.words, site),
        "letter": letter_path(site),
        "skipped": coverage_tables.skipped_table(report.words, [site], named=False),
        "settings_missing": coverage_tables.settings_missing(report, site),
        "parts_unseen": coverage_tables.parts_table(report.words, [site], named=False),
        "unjudged": coverage_tables.unjudged_table(report, [site]),
        "audited": is_audited(site),
        "changes": changes_of_version(report, site, pages),
        "criteria": criteria_pages.criteria_table(report, site, coverage),
        "checklist": f"checklists/{site.site.id}.html",
        "annex": annex_path(site),
    }


def _place_pages(report: Report, renderer: Renderer, site: SiteEvidence) -> RenderedPages:
    """For each finding with more places than a card holds, the pages that list every one."""
    words = report.words
    above = crumbs(words, Anchor(words.name(site.site), f"sites/{site.site.id}.html"))
    for finding in (finding for finding in site.findings if len(finding.spots) > PLACES_KEPT):
        check = report.checks.get(finding.check)
        title = words("page.places", title=finding_title(words, check, finding))
        chunks = split_pages(("", renderer.part("place", place_view(words, check, place))) for place in finding.spots)
        paths = numbered(places_stem(finding), len(chunks))
        first = 1
        for number, chunk in enumerate(chunks, start=1):
            values = {
                "finding": finding,
                "places": [html for _, html in chunk],
                "first": first,
                "number": number,
                "list_pages": list_pages(words, paths, number),
            }
            frame = page_frame(report, root="../../", title=title, crumbs=above)
            yield paths[number - 1], renderer.page("places", frame | values)
            first += len(chunk)
