"""A gathered run becomes a judgement: targets, sites, portfolio, then the comparison with the run before."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from auditor import judge, registry
from auditor.audit.gathering import selected
from auditor.audit.sites import SiteJudging
from auditor.audit.survey import survey
from auditor.audit.targets import Targets
from auditor.causes import Grouping
from auditor.compare import compare
from auditor.model.check import Check, Scope
from auditor.model.finding import Finding
from auditor.model.page import PortfolioFacts, SiteFacts
from auditor.model.response import FetchFailure
from auditor.model.run import Judgement, Run, RunState, SiteRun, SiteState
from auditor.model.site import Site
from auditor.model.verdict import Judged
from auditor.owners import route
from auditor.store import Store


def judge_run(store: Store, run: Run, *, made: str, watch: Callable[[str], None] = lambda _: None) -> Judgement:
    """Judge everything that a run gathered; may be called again later, and then makes one more judgement.

    ``made`` is the moment of judging (ISO); the checks themselves see only the run's day. ``watch`` is told the id of
    each site when its turn comes.
    """
    checks = registry.select(registry.load(), topics=run.settings.topics)
    ids = tuple(check.id for check in checks)
    judgement = store.new_judgement(run.number, ruleset=registry.ruleset_version(checks), checks=ids, made=made)
    seen = survey(store, run.number)
    targets = Targets(store, run.number, checks, seen)
    grouping, facts, rows = Grouping(), list[SiteFacts](), list[SiteRun]()
    judged_pages: set[tuple[str, str]] = set()
    for site in run.settings.portfolio.sites:
        watch(site.id)
        site_checks = registry.select(checks, level=site.level)
        judging = SiteJudging(store, run, site, site_checks, seen)
        if site in selected(run.settings) and site.url:
            judging.judge(targets, grouping)
            store.save_page_tallies(judgement, judging.page_tallies)
            store.save_site_tallies(judgement, site.id, judging.site_tallies)
        rows.append(_coverage(store, run, site, judging))
        judged_pages |= _looked_at(judging, site_checks)
        facts += [judging.facts] if judging.facts and rows[-1].state is SiteState.AUDITED else []
    _judge_portfolio(checks, run, facts, grouping)
    store.save_site_runs(run.number, rows)
    store.save_findings(judgement, _with_life(store, run, grouping, Looking(checks, targets, judged_pages)))
    store.set_run(run.number, RunState.JUDGED, ended=made)
    return judgement


class Looking:
    """Tells for an earlier finding whether this run truly looked where it was."""

    def __init__(self, checks: tuple[Check, ...], targets: Targets, pages: set[tuple[str, str]]) -> None:
        self._scopes = {check.id: check.scope for check in checks}
        self._targets = targets
        self._pages = pages

    def __call__(self, finding: Finding) -> bool:
        """Whether a finding that is not there any more may be called fixed."""
        scope = self._scopes.get(finding.check)
        if scope is None:
            return False
        if scope is Scope.LINK:
            looked = self._targets.looked(finding.check, finding.cause)
            if looked is not None:
                return looked
            return all((spot.place.url, "") in self._pages for spot in finding.spots)
        if scope is Scope.PAGE:
            return all((spot.place.url, finding.check) in self._pages for spot in finding.spots)
        return (finding.site, finding.check) in self._pages


def _looked_at(judging: SiteJudging, checks: tuple[Check, ...]) -> set[tuple[str, str]]:
    """(address, check) of every page check that looked, (address, "") of every page, (site, check) of site checks."""
    looked = set[tuple[str, str]]()
    for page in judging.page_tallies:
        looked.add((page.url, ""))
        for check in checks:
            tally = page.counts.get(check.id)
            if check.scope is Scope.PAGE and not page.carried_from and (tally is None or tally.untested is None):
                looked.add((page.url, check.id))
    for total in judging.site_tallies:
        if not total.untested and judging.facts:
            looked.add((judging.facts.site.id, total.check))
    return looked


def _judge_portfolio(checks: tuple[Check, ...], run: Run, facts: list[SiteFacts], grouping: Grouping) -> None:
    severity = {check.id: check.severity for check in checks}
    for one in judge.judge_portfolio(checks, PortfolioFacts(run.day, tuple(facts))):
        if isinstance(one, Judged):
            grouping.add("portfolio", "", one, severity[one.check])


def _with_life(store: Store, run: Run, grouping: Grouping, looked: Looking) -> Iterator[Finding]:
    previous = store.previous_judgement(run.number)
    before = store.findings(previous) if previous else ()
    found = compare(before, grouping.findings(), looked, run=run.number, day=run.day)
    return route(found, run.settings.portfolio)


def _coverage(store: Store, run: Run, site: Site, judging: SiteJudging) -> SiteRun:
    if not site.url:
        return SiteRun(site.id, SiteState.NOT_CONFIGURED)
    if site not in selected(run.settings):
        return SiteRun(site.id, SiteState.NOT_SELECTED)
    start = store.fetched(run.number, site.url)
    failed = sum(
        1
        for fetched in store.iter_fetched(run.number, site=site.id)
        if isinstance(fetched.answer, FetchFailure) or fetched.answer.status >= 400
    )
    audited = judging.pages > 0
    return SiteRun(
        site.id,
        SiteState.AUDITED if audited else SiteState.NOT_REACHED,
        reason="" if audited or start is None else start.target.detail,
        pages=judging.pages,
        pages_failed=failed,
        pages_not_asked=store.count_skipped(run.number, site.id),
        targets=judging.targets,
        visits=judging.visits["made"] + judging.visits["carried"],
        visits_failed=judging.visits["failed"],
        carried=judging.visits["carried"],
    )
