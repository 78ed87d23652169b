"""Running checks over facts: every check gets a result, and what could not be examined is never a pass."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from auditor.judging import run_checks
from auditor.model import (
    Blocks,
    CannotJudge,
    Check,
    Context,
    Document,
    FailureReason,
    FetchFailure,
    Head,
    Judged,
    LinkDetail,
    LinkState,
    LinkTarget,
    Name,
    NotJudged,
    Page,
    PageFacts,
    PageSummary,
    Place,
    PortfolioFacts,
    Rendered,
    Response,
    Scope,
    Severity,
    Site,
    SiteFacts,
    SiteKind,
    Text,
    Topic,
    Untested,
    Verdict,
    VisitFailure,
    failed,
    passed,
)

URL = "https://zone.example.gov.tw/"
SITE = Site("zone", (Name("範例園區"),), SiteKind.SERVICE_CENTER, URL)
DOCUMENT = Document(URL)
HEAD = Head(URL, Place(URL, "head"))
BLOCKS = Blocks(URL)
RENDERED = Rendered(URL, URL, "Chromium 140")
PAGE = PageFacts(URL, "zone", Response(URL, URL, 200), Page(DOCUMENT, HEAD, BLOCKS), RENDERED, start=True)
CONTEXT = Context(SITE, "2026-11-23")


def check(judging: Callable[..., Iterator[Verdict]], scope: Scope = Scope.PAGE, **needs: type) -> Check:
    return Check(
        id=judging.__name__.replace("_", "-"),
        scope=scope,
        topic=Topic.METADATA,
        severity=Severity.MINOR,
        title=Text("甲", "A"),
        remedy=Text("乙", "B"),
        judge=judging,
        needs=needs,
        summary="Examines.",
    )


def passes(**_facts: object) -> Iterator[Verdict]:
    yield passed(Place(URL))


def wanting(kind: type, scope: Scope = Scope.PAGE) -> Check:
    return check(passes, scope, fact=kind)


def reason_of(result: Judged | NotJudged) -> Untested | None:
    return result.reason if isinstance(result, NotJudged) else None


def page(**parts: Any) -> PageFacts:
    return msgspec.structs.replace(PAGE, **parts)


@pytest.mark.parametrize("kind", sorted(run_checks.KNOWN[Scope.PAGE], key=lambda kind: kind.__name__))
def test_every_need_of_a_page_check_is_handed_over(kind: type) -> None:
    given: list[object] = []

    def examines(fact: object) -> Iterator[Verdict]:
        given.append(fact)
        yield passed(Place(URL))

    (result,) = run_checks.judge_page([check(examines, fact=kind)], PAGE, CONTEXT)
    assert result == Judged("examines", URL, (passed(Place(URL)),))
    assert isinstance(given[0], kind)


def test_only_checks_of_the_scope_are_run_and_in_order() -> None:
    checks = [wanting(Head), wanting(LinkTarget, Scope.LINK), wanting(Document), wanting(SiteFacts, Scope.SITE)]
    results = run_checks.judge_page(checks, PAGE, CONTEXT)
    assert [type(result) for result in results] == [Judged, Judged]
    assert [result.subject for result in results] == [URL, URL]


@pytest.mark.parametrize(
    ("facts", "kind", "reason"),
    [
        (page(page=Page()), Document, Untested.NOT_HTML),
        (page(page=Page()), Blocks, Untested.NOT_HTML),
        (page(page=Page(DOCUMENT, HEAD)), Blocks, Untested.NOT_SELECTED),
        (page(page=Page(DOCUMENT, HEAD)), Head, None),
        (page(page=Untested.BUDGET), Head, Untested.BUDGET),
        (page(page=Untested.BUDGET), Page, Untested.BUDGET),
        (page(rendered=Untested.NOT_VISITED), Rendered, Untested.NOT_VISITED),
        (page(rendered=Untested.NOT_VISITED), Document, None),
        (page(rendered=VisitFailure(URL, Untested.ENGINE_CRASHED)), Rendered, Untested.ENGINE_CRASHED),
        (page(answer=Response(URL, URL, 404)), Document, Untested.FETCH_FAILED),
        (page(answer=Response(URL, URL, 404)), Rendered, Untested.FETCH_FAILED),
        (page(answer=Response(URL, URL, 503)), Response, Untested.FETCH_FAILED),
        (page(answer=Response(URL, URL, 403)), Head, Untested.BLOCKED),
        (page(answer=Response(URL, URL, 429)), Head, Untested.BLOCKED),
        (page(answer=Response(URL, URL, 304, not_modified=True)), Head, None),
        (page(answer=FetchFailure(URL, URL, FailureReason.TIMEOUT)), Head, Untested.TIMED_OUT),
        (page(answer=FetchFailure(URL, URL, FailureReason.DNS)), Head, Untested.FETCH_FAILED),
        (page(answer=FetchFailure(URL, URL, FailureReason.OWN_NETWORK)), Head, Untested.OWN_NETWORK),
        (page(answer=Untested.ROBOTS, page=Untested.ROBOTS), Head, Untested.ROBOTS),
    ],
)
def test_a_missing_part_is_a_reason_and_never_a_pass(facts: PageFacts, kind: type, reason: Untested | None) -> None:
    (result,) = run_checks.judge_page([wanting(kind)], facts, CONTEXT)
    assert reason_of(result) == reason


def test_no_verdict_is_inapplicable_not_untested() -> None:
    def sees_nothing(head: Head) -> Iterator[Verdict]:
        yield from ()

    assert run_checks.judge_page([check(sees_nothing, head=Head)], PAGE, CONTEXT) == [Judged("sees-nothing", URL, ())]


def crashes(head: Head) -> Iterator[Verdict]:
    yield passed(head.place)
    raise ValueError("no title")


def recurses(head: Head) -> Iterator[Verdict]:
    return recurses(head)


def yields_text(head: Head) -> Iterator[Verdict]:
    yield "passed"  # type: ignore[misc]


def returns_nothing(head: Head) -> Iterator[Verdict]:
    return None  # type: ignore[return-value]


@pytest.mark.parametrize("judging", [crashes, recurses, yields_text, returns_nothing])
def test_a_crash_is_a_result_of_that_check_alone(
    judging: Callable[..., Iterator[Verdict]], caplog: pytest.LogCaptureFixture
) -> None:
    crashed, fine = run_checks.judge_page([check(judging, head=Head), wanting(Head)], PAGE, CONTEXT)
    name = judging.__name__.replace("_", "-")
    assert isinstance(crashed, NotJudged)
    assert crashed.reason is Untested.CHECK_CRASHED
    assert crashed.detail.startswith(f"check {name} crashed on {URL}: ")
    assert isinstance(fine, Judged)
    (record,) = caplog.records
    assert (record.message, record.levelno) == ("check crashed", logging.ERROR)
    assert (vars(record)["check"], vars(record)["subject"]) == (name, URL)
    assert vars(record)["error"]


def test_a_check_may_decline_to_judge(caplog: pytest.LogCaptureFixture) -> None:
    def declines(rendered: Rendered) -> Iterator[Verdict]:
        yield passed(Place(rendered.url))
        raise CannotJudge(Untested.FRAME_NOT_ENTERED, "frame 2")

    results = run_checks.judge_page([check(declines, rendered=Rendered)], PAGE, CONTEXT)
    assert results == [NotJudged("declines", URL, Untested.FRAME_NOT_ENTERED, "frame 2")]
    assert caplog.records == []


def test_a_stop_by_the_user_is_no_crash() -> None:
    def is_stopped(head: Head) -> Iterator[Verdict]:
        raise KeyboardInterrupt
        yield passed(head.place)

    with pytest.raises(KeyboardInterrupt):
        run_checks.judge_page([check(is_stopped, head=Head)], PAGE, CONTEXT)


@pytest.mark.parametrize("state", [state for state in LinkState if state is not LinkState.NOT_CHECKED])
def test_a_requested_target_is_judged(state: LinkState) -> None:
    target = LinkTarget(URL, state, LinkDetail.ALIVE)
    (result,) = run_checks.judge_target([wanting(LinkTarget, Scope.LINK)], target)
    assert result == Judged("passes", URL, (passed(Place(URL)),))


@pytest.mark.parametrize(
    ("detail", "reason"),
    [
        (LinkDetail.ROBOTS, Untested.ROBOTS),
        (LinkDetail.EXCLUDED, Untested.EXCLUDED),
        (LinkDetail.BUDGET, Untested.BUDGET),
        (LinkDetail.TRAP, Untested.TRAP),
        (LinkDetail.NOT_HTTP, Untested.NOT_HTTP),
        (LinkDetail.SCRIPT, Untested.SCRIPT),
        (LinkDetail.OWN_NETWORK, Untested.OWN_NETWORK),
        (LinkDetail.INSIDE_ADDRESS, Untested.EXCLUDED),
    ],
)
def test_a_target_that_was_not_requested_has_a_reason(detail: LinkDetail, reason: Untested) -> None:
    target = LinkTarget(URL, LinkState.NOT_CHECKED, detail)
    assert list(map(reason_of, run_checks.judge_target([wanting(LinkTarget, Scope.LINK)], target))) == [reason]


@pytest.mark.parametrize("detail", LinkDetail)
def test_every_detail_of_an_unrequested_target_has_a_reason(detail: LinkDetail) -> None:
    (result,) = run_checks.judge_target(
        [wanting(LinkTarget, Scope.LINK)], LinkTarget(URL, LinkState.NOT_CHECKED, detail)
    )
    assert isinstance(result, NotJudged)


def site_facts(home: PageFacts | None, site: Site = SITE) -> SiteFacts:
    return SiteFacts(site, "2026-11-23", (PageSummary(URL, 200),), home)


@pytest.mark.parametrize("kind", sorted(run_checks.KNOWN[Scope.SITE], key=lambda kind: kind.__name__))
def test_every_need_of_a_site_check_is_handed_over(kind: type) -> None:
    (result,) = run_checks.judge_site([wanting(kind, Scope.SITE)], site_facts(PAGE))
    assert result == Judged("passes", "zone", (passed(Place(URL)),))


def test_without_a_home_page_only_checks_of_the_whole_site_are_judged() -> None:
    checks = [wanting(kind, Scope.SITE) for kind in (SiteFacts, Site, Blocks, Document, Rendered)]
    reasons = list(map(reason_of, run_checks.judge_site(checks, site_facts(None))))
    assert reasons == [None, None, Untested.FETCH_FAILED, Untested.FETCH_FAILED, Untested.FETCH_FAILED]


def test_a_site_without_an_address_is_not_configured() -> None:
    nowhere = msgspec.structs.replace(SITE, url="")
    results = run_checks.judge_site([wanting(Blocks, Scope.SITE)], site_facts(None, nowhere))
    assert list(map(reason_of, results)) == [Untested.NOT_CONFIGURED]


def test_a_home_page_that_fails_is_the_reason() -> None:
    facts = site_facts(page(answer=FetchFailure(URL, URL, FailureReason.TIMEOUT)))
    assert list(map(reason_of, run_checks.judge_site([wanting(Blocks, Scope.SITE)], facts))) == [Untested.TIMED_OUT]


def test_the_portfolio_is_one_subject() -> None:
    def sites_differ(facts: PortfolioFacts) -> Iterator[Verdict]:
        yield failed(Place(URL), sites=len(facts.sites))

    facts = PortfolioFacts("2026-11-23", (site_facts(PAGE), site_facts(None)))
    results = run_checks.judge_portfolio([check(sites_differ, Scope.PORTFOLIO, facts=PortfolioFacts)], facts)
    assert results == [Judged("sites-differ", "portfolio", (failed(Place(URL), sites=2),))]
