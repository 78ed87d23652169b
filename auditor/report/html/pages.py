"""All pages of a report, one after the other, so that none but the one being written is held in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from auditor.model import Finding, Life, SiteEvidence, Topic
from auditor.report.exports import unit_sheets
from auditor.report.html import (
    ages,
    criteria_pages,
    form_pages,
    shared_faults,
    summary,
    table_builder,
    unit_lists,
    waiver_list,
)
from auditor.report.html.cards import PLACES_KEPT, anchor, card, card_title, places_stem, spot_view
from auditor.report.html.figures import counting, ended, faults, questions, untested
from auditor.report.html.standard_changes import changes_of_version
from auditor.report.html.views import Anchor, FindingGroup, Report
from auditor.report.render import Renderer
from auditor.report.words import Words

PAGE_BYTES = 400_000
"""How much of cards or places one page carries before the next page begins."""

ONLY = (*(topic.value for topic in Topic), Life.NEW.value)
"""What cards can be narrowed down to; the style sheet does it, no script."""

MOST_AT_A_GLANCE = 8
"""Cards on a page that need no narrowing down."""

RenderedPages = Iterator[tuple[str, str]]


def report_pages(report: Report) -> RenderedPages:
    """Every page as (path in the report's folder, HTML); the index comes last because it points to all others."""
    renderer = Renderer(report.words)
    where: dict[str, str] = {}
    for site in report.evidence.sites:
        yield from _site_pages(report, renderer, site, where)
        yield from _place_pages(report, renderer, site)
    yield from _unit_pages(report, renderer, where)
    yield from _whole_pages(report, renderer, where)


def split_pages(parts: Iterable[tuple[str, str]], limit: int = PAGE_BYTES) -> list[list[tuple[str, str]]]:
    """Rendered parts (key, HTML) in as many pages as keep each below the limit in bytes; at least one page."""
    chunks: list[list[tuple[str, str]]] = [[]]
    size = 0
    for key, html in parts:
        length = len(html.encode())
        if chunks[-1] and size + length > limit:
            chunks.append([])
            size = 0
        chunks[-1].append((key, html))
        size += length
    return chunks


def numbered(stem: str, count: int) -> tuple[str, ...]:
    """The paths of a page and its continuations."""
    return (f"{stem}.html", *(f"{stem}-{number}.html" for number in range(2, count + 1)))


def _site_pages(report: Report, renderer: Renderer, site: SiteEvidence, where: dict[str, str]) -> RenderedPages:
    words, name = report.words, report.words.name(site.site)
    found = [(key, item) for key, items in _groups(site) for item in items]
    chunks = split_pages((key, renderer.part("card", card(report, site, item), "../")) for key, item in found)
    paths = numbered(f"sites/{site.site.id}", len(chunks))
    left = iter(found)
    for path, chunk in zip(paths, chunks, strict=True):
        where |= {anchor(next(left)[1]): path for _ in chunk}
    counts = {key: len(items) for key, items in _groups(site)}
    covered = criteria_pages.criteria_coverage(report, site)
    values = {
        "site": site.site,
        "name": name,
        "verdict": summary.site_verdict(report, site),
        "todo": summary.site_todo(report, site, where),
        "figures": (*summary.headline_figures(report, [site]), *ages.age_figures(report, [site])),
        "waivers": waiver_list.waivers_table(report, [site]),
        "rows": form_pages.site_rows(report, site),
        "skipped": table_builder.skipped_table(words, [site], named=False),
        "unjudged": table_builder.unjudged_table(report, [site]),
        "seen": table_builder.seen(site),
        "changes": changes_of_version(report, site),
        "criteria": criteria_pages.criteria_table(report, site, covered),
        "checklist": f"checklists/{site.site.id}.html",
    }
    for number, chunk in enumerate(chunks, start=1):
        more = {
            "groups": _cards(words, chunk, counts),
            "only": ONLY if len(chunk) > MOST_AT_A_GLANCE else (),
            "leaves": _leaves(words, paths, number),
            "number": number,
        }
        place = _page(
            report, root="../", title=name, crumbs=_crumbs(words, Anchor(words("page.sites"), "portfolio.html"))
        )
        yield paths[number - 1], renderer.page("site", place | values | more)
    if table_builder.seen(site):
        crumbs = _crumbs(words, Anchor(name, paths[0]))
        place = _page(report, root="../", title=words("page.checklist", site=name), crumbs=crumbs)
        chapters = {"site": site.site, "chapters": criteria_pages.checklist_pages(report, site, covered, where)}
        yield f"checklists/{site.site.id}.html", renderer.page("checklist", place | chapters)


def _place_pages(report: Report, renderer: Renderer, site: SiteEvidence) -> RenderedPages:
    words = report.words
    for found in site.findings:
        if len(found.spots) <= PLACES_KEPT:
            continue
        check = report.checks.get(found.check)
        what = card_title(words, check, found)
        chunks = split_pages(("", renderer.part("spot", spot_view(words, check, spot))) for spot in found.spots)
        paths = numbered(places_stem(found), len(chunks))
        crumbs = _crumbs(words, Anchor(words.name(site.site), f"sites/{site.site.id}.html"))
        first = 1
        for number, chunk in enumerate(chunks, start=1):
            values = {
                "finding": found,
                "spots": [html for _, html in chunk],
                "first": first,
                "number": number,
                "leaves": _leaves(words, paths, number),
            }
            place = _page(report, root="../../", title=words("page.places", title=what), crumbs=crumbs)
            yield paths[number - 1], renderer.page("places", place | values)
            first += len(chunk)


def _unit_pages(report: Report, renderer: Renderer, where: Mapping[str, str]) -> RenderedPages:
    words = report.words
    for unit in unit_lists.units_with_faults(report):
        grids_of_unit = unit_lists.unit_tables(report, unit, where)
        paths = numbered(unit.stem, len(grids_of_unit))
        for number, grid in enumerate(grids_of_unit, start=1):
            place = _page(report, root="../", title=words("page.unit", unit=unit.name), crumbs=_crumbs(words))
            leaves = _leaves(words, paths, number)
            values = {"unit": unit, "grid": grid, "formats": unit_sheets.FORMATS, "leaves": leaves, "number": number}
            yield paths[number - 1], renderer.page("unit", place | values)


def _whole_pages(report: Report, renderer: Renderer, where: Mapping[str, str]) -> RenderedPages:
    words, sites = report.words, report.evidence.sites
    chunks = split_pages(
        (fault.id, renderer.part("shared", fault, "")) for fault in shared_faults.shared_faults(report, where)
    )
    paths = numbered("portfolio", len(chunks))
    for number, chunk in enumerate(chunks, start=1):
        values = {"faults": [html for _, html in chunk], "leaves": _leaves(words, paths, number), "number": number}
        values |= {"comparison": table_builder.comparison_table(report), "chart": table_builder.per_page_chart(report)}
        values |= {"verdict": shared_faults.sharing_sentence(report), "count": len(report.shared)}
        yield paths[number - 1], renderer.page("portfolio", _top(report, "portfolio") | values)
    run = {
        "coverage": table_builder.coverage_table(report),
        "hosts": table_builder.hosts_table(report),
        "skipped": table_builder.skipped_table(words, sites, named=True),
        "unjudged": table_builder.unjudged_table(report, sites),
        "conduct": table_builder.conduct_table(report),
        "tools": table_builder.tools_table(report),
        "terms": table_builder.settings_table(report),
        "thresholds": form_pages.thresholds_table(report),
    }
    yield "run.html", renderer.page("run", _top(report, "run") | run)
    yield from _waiver_pages(report, renderer)
    everything = {"dimensions": form_pages.whole_form(report)}
    yield "form.html", renderer.page("form", _top(report, "form") | everything)
    title = words("page.index", period=words.period(report.evidence.run.period))
    yield "index.html", renderer.page("index", _page(report, title=title, crumbs=()) | _index(report, where))


def _waiver_pages(report: Report, renderer: Renderer) -> RenderedPages:
    grids_of_all = unit_lists.cut(waiver_list.waivers_table(report, report.evidence.sites))
    paths = numbered("waivers", len(grids_of_all))
    for number, grid in enumerate(grids_of_all, start=1):
        values = {"grid": grid, "leaves": _leaves(report.words, paths, number), "number": number}
        yield paths[number - 1], renderer.page("waivers", _top(report, "waivers") | values)


def _index(report: Report, where: Mapping[str, str]) -> dict[str, object]:
    sites, rows = report.evidence.sites, form_pages.portfolio_rows(report)
    return {
        "verdict": summary.portfolio_verdict(report),
        "todo": summary.portfolio_todo(report, where),
        "figures": summary.headline_figures(report, counting(sites)),
        "rows": rows,
        "summary": form_pages.rows_at_a_glance(report, rows),
        "matrix": form_pages.matrix(report, counting(sites), "matrix"),
        "commissioned": form_pages.commissioned_matrix(report),
        "quotation": summary.quotation(report),
        "not_audited": table_builder.not_audited(report),
        "reasons": table_builder.unseen_reasons(sites),
        "unjudged_count": sum(untested(sites).values()),
        "lives": summary.lives_of(report),
        "repairs": ages.age_figures(report, sites),
        "waivers": len(report.evidence.judgement.waivers),
        "waived": waiver_list.waiver_figures(report, sites),
        "units": (all_units := unit_lists.units_with_faults(report)),
        "unrouted": sum(len(unit.faults) for unit in all_units if not unit.owner),
    }


def _groups(site: SiteEvidence) -> list[tuple[str, Sequence[Finding]]]:
    by_severity = [
        (f"severity.{severity.value}", list(found))
        for severity, found in groupby(faults(site.findings), key=lambda found: found.severity)
    ]
    rest = [("group.questions", questions(site.findings)), ("group.waived", ended(site.findings, Life.WAIVED))]
    return [*by_severity, *rest, ("group.fixed", ended(site.findings, Life.FIXED))]


def _cards(words: Words, chunk: Iterable[tuple[str, str]], counts: Mapping[str, int]) -> tuple[FindingGroup, ...]:
    return tuple(
        FindingGroup(
            key.replace(".", "-"),
            words("group.title", name=words(key), n=counts[key]),
            tuple(html for _, html in cards),
        )
        for key, cards in groupby(chunk, key=lambda part: part[0])
    )


def _leaves(words: Words, paths: Sequence[str], current: int) -> tuple[Anchor, ...]:
    """The pages of one list; the present one leads nowhere. None where there is only one."""
    if len(paths) == 1:
        return ()
    return tuple(
        Anchor(words("page.leaf", n=number, of=len(paths)), "" if number == current else path)
        for number, path in enumerate(paths, start=1)
    )


def _crumbs(words: Words, *between: Anchor) -> tuple[Anchor, ...]:
    return (Anchor(words("page.home"), "index.html"), *between)


def _top(report: Report, key: str) -> dict[str, object]:
    words = report.words
    return _page(report, title=words(f"page.{key}"), crumbs=_crumbs(words))


def _page(report: Report, *, title: str, crumbs: Sequence[Anchor], root: str = "") -> dict[str, object]:
    run = report.evidence.run
    return {
        "root": root,
        "title": title,
        "number": 1,
        "crumbs": crumbs,
        "run": run,
        "period": report.words.period(run.period),
    }
