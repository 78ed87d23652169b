"""All pages of a report, rendered one after the other: only the page being written is held in memory."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.report.exports import unit_sheets
from auditor.report.html import (
    agency_groups,
    ages,
    coverage_tables,
    form_tables,
    form_verdicts,
    name_list,
    run_tables,
    shared_faults,
    site_comparison,
    summary,
    unit_lists,
    waiver_list,
)
from auditor.report.html.figures import audited, counting
from auditor.report.html.heat_map import heat_map
from auditor.report.html.page_frame import (
    RenderedPages,
    crumbs,
    list_pages,
    numbered,
    page_frame,
    split_pages,
    top_frame,
)
from auditor.report.html.report_corrections import correction_sentences
from auditor.report.html.site_pages import site_pages
from auditor.report.html.table_builder import split_table
from auditor.report.html.views import Report
from auditor.report.render import Renderer


def report_pages(report: Report) -> RenderedPages:
    """Yield every page as (path in the report's folder, HTML); the index last, since it leads to all others."""
    renderer = Renderer(report.words)
    pages: dict[str, str] = {}
    for site in report.evidence.sites:
        yield from site_pages(report, renderer, site, pages)
    yield from _unit_pages(report, renderer, pages)
    yield from _portfolio_pages(report, renderer, pages)
    yield "run.html", renderer.page("run", top_frame(report, "run") | _run(report))
    yield from _waiver_pages(report, renderer)
    yield from _name_pages(report, renderer)
    yield "form.html", renderer.page("form", top_frame(report, "form") | {"dimensions": form_tables.whole_form(report)})
    title = report.words("page.index", period=report.words.period(report.evidence.run.period))
    yield "index.html", renderer.page("index", page_frame(report, title=title, crumbs=()) | _index(report, pages))


def _unit_pages(report: Report, renderer: Renderer, pages: Mapping[str, str]) -> RenderedPages:
    words = report.words
    for unit in unit_lists.units_with_faults(report):
        tables = unit_lists.unit_tables(report, unit, pages)
        paths = numbered(unit.stem, len(tables))
        for number, table in enumerate(tables, start=1):
            values = {"unit": unit, "table": table, "formats": unit_sheets.FORMATS, "number": number}
            values |= {"list_pages": list_pages(words, paths, number)}
            title = words("page.unit", unit=unit.name)
            frame = page_frame(report, root="../", title=title, crumbs=crumbs(words))
            yield paths[number - 1], renderer.page("unit", frame | values)


def _portfolio_pages(report: Report, renderer: Renderer, pages: Mapping[str, str]) -> RenderedPages:
    cards = shared_faults.shared_cards(report, pages)
    chunks = split_pages((shared.id, renderer.part("shared", shared, "")) for shared in cards)
    paths = numbered("portfolio", len(chunks))
    for number, chunk in enumerate(chunks, start=1):
        values = {
            "faults": [html for _, html in chunk],
            "list_pages": list_pages(report.words, paths, number),
            "number": number,
            "comparison": site_comparison.comparison_table(report),
            "chart": site_comparison.per_page_chart(report),
            "verdict": shared_faults.sharing_sentence(report),
        }
        yield paths[number - 1], renderer.page("portfolio", top_frame(report, "portfolio") | values)


def _waiver_pages(report: Report, renderer: Renderer) -> RenderedPages:
    table = waiver_list.waivers_table(report, report.evidence.sites)
    tables = split_table(table, unit_lists.MOST_ROWS_OF_PAGE)
    paths = numbered("waivers", len(tables))
    for number, part in enumerate(tables, start=1):
        values = {"table": part, "list_pages": list_pages(report.words, paths, number), "number": number}
        yield paths[number - 1], renderer.page("waivers", top_frame(report, "waivers") | values)


def _name_pages(report: Report, renderer: Renderer) -> RenderedPages:
    tables = split_table(name_list.names_table(report), unit_lists.MOST_ROWS_OF_PAGE)
    paths = numbered(name_list.SHEET_STEM, len(tables))
    for number, part in enumerate(tables, start=1):
        values = {"table": part, "list_pages": list_pages(report.words, paths, number), "number": number}
        values |= {"formats": name_list.NAME_SHEETS}
        yield paths[number - 1], renderer.page("names", top_frame(report, "names") | values)


def _run(report: Report) -> dict[str, object]:
    sites = report.evidence.sites
    return {
        "coverage": coverage_tables.coverage_table(report),
        "reach": coverage_tables.reach_sentences(report.words, audited(counting(sites))),
        "skipped": coverage_tables.skipped_table(report.words, sites, named=True),
        "parts_unseen": coverage_tables.parts_table(report.words, sites, named=True),
        "unjudged": coverage_tables.unjudged_table(report, sites),
        "hosts": run_tables.hosts_table(report),
        "conduct": run_tables.conduct_table(report),
        "tools": run_tables.tools_table(report),
        "precision": run_tables.precision_table(report),
        "settings": run_tables.settings_table(report),
        "belonging": agency_groups.belonging_table(report),
        "thresholds": run_tables.thresholds_table(report),
    }


def _index(report: Report, pages: Mapping[str, str]) -> dict[str, object]:
    sites, rows = report.evidence.sites, form_verdicts.portfolio_rows(report)
    units = unit_lists.units_with_faults(report)
    return {
        "verdict": summary.portfolio_verdict(report, rows),
        "todo": summary.portfolio_todo(report, pages),
        "figures": summary.headline_figures(report, counting(sites)),
        "rows": rows,
        "summary": form_tables.rows_at_a_glance(report, rows),
        "map": heat_map(report, counting(sites)),
        "matrix": form_tables.matrix(report, counting(sites), "matrix"),
        "commissioned": form_tables.commissioned_matrix(report),
        "quotation": summary.quotation(report),
        "not_audited": coverage_tables.not_audited(report),
        "reasons": coverage_tables.skipped_by_reason(sites),
        "lives": summary.life_figures(report),
        "corrections": correction_sentences(report, report.evidence.run.day),
        "repairs": ages.age_figures(report, sites),
        "waivers": len(report.evidence.judgement.waivers),
        "waived": waiver_list.waiver_figures(report, sites),
        "agencies": agency_groups.groups_table(report, counting(sites)),
        "unit_groups": agency_groups.unit_groups(report, units),
        "unrouted": sum(len(unit.faults) for unit in units if not unit.owner),
    }
