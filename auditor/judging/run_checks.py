"""Runs checks over facts and gives one result a check and subject: judged with verdicts, or not judged with the reason.

Pure and total: a check that crashes is logged, becomes untested, and stops nothing else.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping

from auditor.model import (
    REFUSING_STATUSES,
    Blocks,
    CannotJudge,
    Check,
    Context,
    DeadLinks,
    Document,
    FailureReason,
    FetchFailure,
    Head,
    Judged,
    LinkDetail,
    LinkState,
    LinkTarget,
    NotJudged,
    Page,
    PageFacts,
    PortfolioFacts,
    Rendered,
    Response,
    Scope,
    Site,
    SiteFacts,
    Untested,
    Verdict,
    VisitFailure,
)

CheckResults = list[Judged | NotJudged]
FactsByType = Mapping[type, object]

_log = logging.getLogger(__name__)

_NO_DEAD_LINKS = DeadLinks()
_PAGE_NEEDS = frozenset({Document, Head, Blocks, Rendered, Response, Page, Context, DeadLinks})
KNOWN: dict[Scope, frozenset[type]] = {
    Scope.LINK: frozenset({LinkTarget}),
    Scope.PAGE: _PAGE_NEEDS,
    Scope.SITE: (_PAGE_NEEDS - {Context, DeadLinks}) | {SiteFacts, Site},
    Scope.PORTFOLIO: frozenset({PortfolioFacts}),
}
"""The types of facts that a check of each scope may name as its needs."""


def judge_page(
    checks: Iterable[Check], facts: PageFacts, context: Context, dead: DeadLinks = _NO_DEAD_LINKS
) -> CheckResults:
    """Run every page check among ``checks`` over one page; a page that answered with an error is not judged.

    ``dead`` are the addresses of its links and style sheets that lead nowhere.
    Of a site whose address is not known to be its home page no blocks are judged: they are demanded of home pages.
    """
    parts = {**_page_parts(facts), Context: context, DeadLinks: dead}
    if not context.site.url_is_home:
        parts[Blocks] = Untested.NOT_SELECTED
    return _judge_all(checks, Scope.PAGE, facts.url, parts)


def judge_target(checks: Iterable[Check], target: LinkTarget) -> CheckResults:
    """Run every link check among ``checks`` over one link target; one that was not requested is not judged."""
    part = target if target.state is not LinkState.NOT_CHECKED else _NOT_CHECKED[target.detail]
    return _judge_all(checks, Scope.LINK, target.url, {LinkTarget: part})


def judge_site(checks: Iterable[Check], facts: SiteFacts) -> CheckResults:
    """Run every site check among ``checks`` over one site; page parts are those of its home page."""
    dead = frozenset(url for url, target in facts.home_targets.items() if target.state.is_dead)
    parts = {**_home_parts(facts), SiteFacts: facts, Site: facts.site, DeadLinks: DeadLinks(dead)}
    return _judge_all(checks, Scope.SITE, facts.site.id, parts)


def judge_portfolio(checks: Iterable[Check], facts: PortfolioFacts) -> CheckResults:
    """Run every portfolio check among ``checks`` over all sites together."""
    return _judge_all(checks, Scope.PORTFOLIO, "portfolio", {PortfolioFacts: facts})


def _judge_all(checks: Iterable[Check], scope: Scope, subject: str, parts: FactsByType) -> CheckResults:
    return [_judge(check, subject, parts) for check in checks if check.scope is scope]


def _judge(check: Check, subject: str, parts: FactsByType) -> Judged | NotJudged:
    """Run one check. The only broad ``except`` of the program is here: a crash is a result of that check alone."""
    needs = {name: parts[kind] for name, kind in check.needs.items()}
    missing = next((part for part in needs.values() if isinstance(part, Untested)), None)
    if missing is not None:
        return NotJudged(check.id, subject, missing)
    if check.judges_layout and (lacking := _missing_sheets(parts)):
        return NotJudged(check.id, subject, Untested.SHEETS_MISSING, lacking)
    try:
        return Judged(check.id, subject, _verdicts(check.judge(**needs)))
    except CannotJudge as declined:
        return NotJudged(check.id, subject, declined.reason, declined.detail)
    except Exception as crash:  # noqa: BLE001  # see the docstring
        detail = f"check {check.id} crashed on {subject}: {type(crash).__name__}: {crash}"
        _log.error("check crashed", extra={"check": check.id, "subject": subject, "error": repr(crash)})
        return NotJudged(check.id, subject, Untested.CHECK_CRASHED, detail)


def _missing_sheets(parts: FactsByType) -> str:
    """How many of the page's style sheets did not load, such as ``3/4``; empty where all did."""
    document, dead = parts.get(Document), parts.get(DeadLinks)
    if not isinstance(document, Document) or not isinstance(dead, DeadLinks):
        return ""
    sheets = {link.url for link in document.links if link.element == "link" and "stylesheet" in link.rel and link.url}
    missing = {url for url in sheets if url in dead}
    return f"{len(missing)}/{len(sheets)}" if missing else ""


def _verdicts(yielded: Iterable[Verdict]) -> tuple[Verdict, ...]:
    verdicts = tuple(yielded)
    if other := set(map(type, verdicts)) - {Verdict}:
        raise TypeError(f"it yielded {other.pop().__name__} where a Verdict belongs")
    return verdicts


def _page_parts(facts: PageFacts) -> dict[type, object]:
    """The parts of a page by type, each as its value or as the reason why it is missing."""
    refused = _refusal(facts.answer)
    if refused is not None:
        return dict.fromkeys(_PAGE_NEEDS, refused)
    page = facts.page
    read = page if isinstance(page, Page) else Page()
    absent = Untested.NOT_HTML if isinstance(page, Page) else page
    no_blocks = Untested.NOT_SELECTED if read.document is not None else absent
    return {
        Page: page,
        Document: read.document or absent,
        Head: read.head or absent,
        Blocks: read.blocks or no_blocks,
        Rendered: facts.rendered.reason if isinstance(facts.rendered, VisitFailure) else facts.rendered,
        Response: facts.answer,
    }


def _home_parts(facts: SiteFacts) -> FactsByType:
    if not facts.site.url_is_home:
        return dict.fromkeys(_PAGE_NEEDS, Untested.NOT_SELECTED)
    if facts.home is not None:
        return _page_parts(facts.home)
    return dict.fromkeys(_PAGE_NEEDS, Untested.FETCH_FAILED if facts.site.url else Untested.NOT_CONFIGURED)


def _refusal(answer: Response | FetchFailure | Untested) -> Untested | None:
    """Why a page with this answer is not judged; None when it is."""
    if isinstance(answer, Untested):
        return answer
    if isinstance(answer, FetchFailure):
        return _FAILURES.get(answer.reason, Untested.FETCH_FAILED)
    if not answer.is_error:
        return None
    return Untested.BLOCKED if answer.status in REFUSING_STATUSES else Untested.FETCH_FAILED


_FAILURES = {FailureReason.TIMEOUT: Untested.TIMED_OUT, FailureReason.OWN_NETWORK: Untested.OWN_NETWORK}
_NOT_CHECKED: Mapping[LinkDetail, Untested] = {
    **dict.fromkeys(LinkDetail, Untested.NOT_SELECTED),
    LinkDetail.ROBOTS: Untested.ROBOTS,
    LinkDetail.EXCLUDED: Untested.EXCLUDED,
    LinkDetail.BUDGET: Untested.BUDGET,
    LinkDetail.TRAP: Untested.TRAP,
    LinkDetail.NOT_HTTP: Untested.NOT_HTTP,
    LinkDetail.SCRIPT: Untested.SCRIPT,
    LinkDetail.INSIDE_ADDRESS: Untested.EXCLUDED,
    LinkDetail.OWN_NETWORK: Untested.OWN_NETWORK,
    LinkDetail.TIMEOUT: Untested.TIMED_OUT,
}
