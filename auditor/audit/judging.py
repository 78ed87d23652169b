"""A gathered run becomes a judgement: targets, sites, portfolio, then the comparison with the run before."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from auditor import judge, registry
from auditor.audit.gathering import selected
from auditor.audit.looking import Looking
from auditor.audit.sites import SiteJudging
from auditor.audit.survey import survey
from auditor.audit.targets import Targets
from auditor.causes import Grouping
from auditor.compare import compare
from auditor.model import (
    Check,
    FetchFailure,
    Finding,
    Judged,
    Judgement,
    Life,
    PortfolioFacts,
    Run,
    RunState,
    Site,
    SiteFacts,
    SiteRun,
    SiteState,
)
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
    looking = Looking(checks, targets)
    for site in run.settings.portfolio.sites:
        watch(site.id)
        site_checks = registry.select(checks, level=site.level)
        judging = SiteJudging(store, run, site, site_checks, seen)
        if site in selected(run.settings) and site.url:
            judging.judge(targets, grouping)
            store.save_page_tallies(judgement, judging.page_tallies)
            store.save_site_tallies(judgement, site.id, judging.site_tallies)
        rows.append(_coverage(store, run, site, judging))
        looking.take(site.id, judging, site_checks)
        facts += [judging.facts] if judging.facts and rows[-1].state is SiteState.AUDITED else []
    _judge_portfolio(checks, run, facts, grouping)
    store.save_site_runs(run.number, rows)
    store.save_findings(judgement, _with_life(store, run, grouping.findings(), looking))
    store.set_run(run.number, RunState.JUDGED, ended=made)
    return judgement


def _judge_portfolio(checks: tuple[Check, ...], run: Run, facts: list[SiteFacts], grouping: Grouping) -> None:
    severity = {check.id: check.severity for check in checks}
    for one in judge.judge_portfolio(checks, PortfolioFacts(run.day, tuple(facts))):
        if isinstance(one, Judged):
            grouping.add("portfolio", "", one, severity[one.check])


def _with_life(store: Store, run: Run, found: list[Finding], looking: Looking) -> Iterator[Finding]:
    previous = store.previous_judgement(run.number)
    before = list(store.findings(previous)) if previous else []
    known = {finding.fingerprint for finding in before if finding.life.is_open}
    # what only an earlier run's visits show, and no earlier judgement has open, comes from a changed rule: no news
    present = [
        msgspec.structs.replace(finding, life=Life.UNEXAMINED)
        if finding.fingerprint not in known and looking.only_carried(finding)
        else finding
        for finding in found
    ]
    return route(compare(before, present, looking, run=run.number, day=run.day), run.settings.portfolio)


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
