"""Judges a crawled run: its link targets, sites and portfolio, then the comparison with the run before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from auditor.findings.field_precision import field_precision
from auditor.findings.form_rows import SYSTEMS
from auditor.findings.grouping import Grouping
from auditor.findings.owners import ALL_SITES
from auditor.jobs.executors import relax_gc
from auditor.judging import registry, run_checks
from auditor.judging.doubted_rules import ask_where_doubted
from auditor.model import (
    Check,
    Finding,
    Judged,
    Judgement,
    NotJudged,
    PortfolioFacts,
    Run,
    RunState,
    Scope,
    Site,
    SiteCoverage,
    SiteFacts,
    SiteKind,
    SiteState,
    Untested,
    UntestedPart,
    UntestedParts,
    Waiver,
)
from auditor.pipeline.judgement.coverage import ExaminedPlaces
from auditor.pipeline.judgement.finding_lives import with_lifecycle
from auditor.pipeline.judgement.finding_screenshots import Screenshots, with_screenshots
from auditor.pipeline.judgement.link_targets import TargetJudging
from auditor.pipeline.judgement.site_judging import JudgedSite, SiteJudging
from auditor.pipeline.judgement.start_address import answer_at, reason_not_audited
from auditor.pipeline.judgement.summaries import frame_links
from auditor.pipeline.judgement.survey import survey
from auditor.pipeline.judgement.systems import systems_of
from auditor.pipeline.run_settings import selected_sites
from auditor.standards.conventions import file_type
from auditor.store import Store


def judge_run(
    store: Store,
    run: Run,
    *,
    made: str,
    watch: Callable[[str], None] = lambda _: None,
    waivers: tuple[Waiver, ...] | None = None,
) -> Judgement:
    """Judge everything that a run stored; may be called again later, and then makes one more judgement.

    ``made`` is the moment of judging (ISO); the checks themselves see only the run's day. ``watch`` is called with the
    id of each site that was judged. ``waivers`` are those that the run keeps, unless others are given.
    """
    relax_gc()
    judgement, checks = _begin(store, run, made, run.settings.waivers if waivers is None else waivers)
    targets = _surveyed_targets(store, run, checks)
    facts, rows, screenshots = list[SiteFacts](), list[SiteCoverage](), Screenshots()
    grouping = Grouping({check.id: check.severity for check in checks}, _findings_before(store, run))
    examined = ExaminedPlaces(checks, targets)
    for site, judged in SiteJudging(store, run, checks, targets).judged():
        watch(site.id)
        _group(grouping, site, judged)
        if judged.facts:
            store.judgements.save_page_tallies(judgement, judged.pages.tallies)
            store.judgements.save_site_tallies(judgement, site.id, judged.tallies)
        screenshots |= judged.pages.screenshots
        examined.add_site(site.id, judged, registry.select(checks, level=site.level))
        rows.append(_coverage(store, run, site, judged))
        facts += [judged.facts] if judged.facts and rows[-1].state is SiteState.AUDITED else []
    systems_facts = tuple(systems_of(store, run, reached=targets.survey.reached))
    crawled_whole = tuple(facts) if run.settings.only is None else ()
    together = run_checks.judge_portfolio(checks, PortfolioFacts(run.day, crawled_whole, systems_facts))
    rows = [_with_systems(row, run, together) for row in rows]
    ids_of_systems = {system.url: system.id for system in run.settings.portfolio.systems}
    examined.add_portfolio(together, _audited_before(store, run) - _audited(rows), ids_of_systems)
    for whole in together:
        if isinstance(whole, Judged):
            grouping.add(ALL_SITES, "", whole)
    store.runs.save_site_coverage(run.number, rows)
    store.judgements.save_findings(
        judgement, with_lifecycle(store, run, judgement, with_screenshots(grouping.findings(), screenshots), examined)
    )
    if store.runs.find(run.number).state is RunState.GATHERING:  # judged again, it ended when it ended
        store.runs.set_state(run.number, RunState.JUDGED, ended=made)
    return judgement


def _surveyed_targets(store: Store, run: Run, checks: tuple[Check, ...]) -> TargetJudging:
    """The link targets of a run, surveyed; the names outside that its pages link to are saved."""
    whole = survey(store, run.number)
    store.names.save(run.number, whole.names)
    return TargetJudging(store, run.number, checks, whole)


def _begin(store: Store, run: Run, made: str, waivers: tuple[Waiver, ...]) -> tuple[Judgement, tuple[Check, ...]]:
    """Begin a judgement; return it with its checks, of which those that were often false alarms only ask questions."""
    checks = _checks_of(run)
    precision = field_precision(waivers, store.judgements.mended(run.number))
    judgement = store.judgements.create(
        run.number,
        ruleset=registry.ruleset_version(checks),
        checks=tuple(check.id for check in checks),
        made=made,
        waivers=waivers,
        precision=precision,
    )
    return judgement, ask_where_doubted(checks, precision)


def _checks_of(run: Run) -> tuple[Check, ...]:
    """The checks of a run's topics; one of chosen addresses alone judges no site whole."""
    checks = registry.select(registry.load_checks(), topics=run.settings.topics)
    return tuple(check for check in checks if run.settings.only is None or check.scope is not Scope.SITE)


def _group(grouping: Grouping, site: Site, judged: JudgedSite) -> None:
    """Add the results of a site and the pages from which its template is learned."""
    for template, result in judged.all_results():
        grouping.add(site.id, template, result)
    pages = judged.pages
    if site.owners:
        grouping.divide(site.id)
    grouping.add_pages(site.id, pages.tallies, pages.elements, frame_links(pages.summaries))


def _findings_before(store: Store, run: Run) -> Iterator[Finding]:
    """The findings of the judgement before, whose names for fragments of templates are kept."""
    previous = store.judgements.previous(run.number)
    return store.judgements.findings(previous) if previous else iter(())


def _audited_before(store: Store, run: Run) -> set[str]:
    """The sites that the run with the findings before audited."""
    previous = store.judgements.previous(run.number)
    return _audited(store.runs.site_coverage(previous.run)) if previous else set()


def _audited(rows: Iterable[SiteCoverage]) -> set[str]:
    return {row.site for row in rows if row.state is SiteState.AUDITED}


def _with_systems(row: SiteCoverage, run: Run, results: Iterable[Judged | NotJudged]) -> SiteCoverage:
    """Add to the bureau's row the outcomes of the systems that the form names, which are its own."""
    if run.settings.portfolio.site(row.site).kind is not SiteKind.BUREAU:
        return row
    outcomes = {
        verdict.place.url: verdict.outcome
        for result in results
        if isinstance(result, Judged) and result.check == SYSTEMS
        for verdict in result.verdicts
    }
    systems = run.settings.portfolio.systems
    known = {system.id: outcomes[system.url] for system in systems if system.url in outcomes}
    return msgspec.structs.replace(row, systems=known)


def _coverage(store: Store, run: Run, site: Site, judged: JudgedSite) -> SiteCoverage:
    if not site.url:
        return SiteCoverage(site.id, SiteState.NOT_CONFIGURED)
    if site not in selected_sites(run.settings):
        return SiteCoverage(site.id, SiteState.NOT_SELECTED)
    pages = judged.pages
    first = min(pages.refused, key=lambda url: (url != site.url, url), default="")
    if pages.is_refused:
        state, reason = SiteState.NOT_AUDITABLE, pages.refused[first].value
    elif pages.tallies:
        state, reason = SiteState.AUDITED, ""
    else:
        state, reason = SiteState.NOT_REACHED, reason_not_audited(store, run, site)
    known = [request for request in store.queue.page_requests(run.number, site.id) if not file_type(request.url)]
    return SiteCoverage(
        site.id,
        state,
        reason=reason,
        pages=len(pages.tallies),
        pages_failed=sum(request.url in pages.unread for request in known),
        pages_not_asked=sum(request.skipped is not None for request in known),
        pages_refused=sum(request.url in pages.refused for request in known),
        pages_listed=len(judged.listed & ({request.url for request in known} | {page.url for page in pages.tallies})),
        script_pages=len(pages.script_pages),
        posted_forms=len(pages.posted_forms),
        refusal=answer_at(store, run, first) if first else "",
        targets=judged.targets,
        visits=pages.visits["made"] + pages.visits["carried"],
        visits_failed=pages.visits["failed"],
        carried=pages.visits["carried"],
        parts=_untested_parts(pages.parts),
    )


def _untested_parts(parts: Iterable[UntestedPart]) -> tuple[UntestedParts, ...]:
    """Parts of a site's pages that were not examined, counted by reason."""
    by_reason: dict[Untested, list[UntestedPart]] = {}
    for part in parts:
        by_reason.setdefault(part.reason, []).append(part)
    counted = []
    for reason, members in sorted(by_reason.items()):
        first = min(members, key=lambda part: (part.place.url, part.place.selector)).place
        pages = len({part.place.url for part in members})
        counted.append(UntestedParts(reason, len(members), pages, first.url, first.selector))
    return tuple(counted)
