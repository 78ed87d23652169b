"""From an answer to a link state: what may be reported as dead, what may not."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.crawl.link_state import (
    LARGEST_REFUSAL,
    SLOW_MS,
    blocked_by_title,
    classify,
    is_worth_retrying,
    own_network,
    soft_missing,
)
from auditor.model import (
    REFUSING_STATUSES,
    FailureReason,
    FetchFailure,
    Hop,
    LinkDetail,
    LinkState,
    Notice,
    Response,
)
from auditor.standards import table

URL = "https://a.gov.tw/file.pdf"
PAGE = "https://a.gov.tw/deep/page"


def response(status: int = 200, url: str = PAGE, **more: object) -> Response:
    values = {"url": url, "final_url": url, "status": status, "size": 10, "first_bytes": b"<html>", **more}
    return Response(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "state", "detail"),
    [
        (200, LinkState.OK, LinkDetail.ALIVE),
        (204, LinkState.OK, LinkDetail.ALIVE),
        (401, LinkState.BLOCKED, LinkDetail.LOGIN_NEEDED),
        (403, LinkState.BLOCKED, LinkDetail.REFUSES_ROBOTS),
        (404, LinkState.BROKEN, LinkDetail.MISSING),
        (405, LinkState.BLOCKED, LinkDetail.REFUSES_ROBOTS),
        (410, LinkState.BROKEN, LinkDetail.GONE),
        (418, LinkState.BROKEN, LinkDetail.CLIENT_ERROR),
        (429, LinkState.BLOCKED, LinkDetail.RATE_LIMITED),
        (500, LinkState.SERVER_ERROR, LinkDetail.SERVER_ERROR),
        (503, LinkState.SERVER_ERROR, LinkDetail.SERVER_ERROR),
        (999, LinkState.BLOCKED, LinkDetail.REFUSES_ROBOTS),
    ],
)
def test_statuses(status: int, state: LinkState, detail: LinkDetail) -> None:
    target = classify(PAGE, response(status))
    assert (target.state, target.detail) == (state, detail)


def test_blocked_by_status_are_exactly_the_refusing_statuses() -> None:
    by_status = {status: classify(PAGE, response(status)) for status in range(100, 1_000)}
    assert {status for status, target in by_status.items() if target.state is LinkState.BLOCKED} == REFUSING_STATUSES


def test_challenges_are_blocked_never_dead() -> None:
    assert classify(PAGE, response(403, headers=(("cf-mitigated", "challenge"),))).detail is LinkDetail.CHALLENGE
    assert classify(PAGE, response(503, headers=(("cf-mitigated", "challenge"),))).state is LinkState.BLOCKED
    assert classify(PAGE, response(202, size=0)).detail is LinkDetail.CHALLENGE
    for name, value in (("x-amzn-waf-action", "captcha"), ("x-sucuri-block", "GEO"), ("x-datadome", "protected")):
        for status in (200, 202, 403, 404, 405, 503):
            assert classify(PAGE, response(status, headers=((name, value),))).detail is LinkDetail.CHALLENGE


@pytest.mark.parametrize("row", table("refusals")["titles"], ids=lambda row: row["whose"])
def test_the_page_of_a_firewall_is_no_page_of_the_site_whatever_its_status(row: dict[str, Any]) -> None:
    assert row["fits"]
    for title in row["fits"]:
        for answer in (response(), response(url=URL, first_bytes=b"<html>")):
            seen = blocked_by_title(classify(answer.url, answer), title)
            assert (seen.state, seen.detail) == (LinkState.BLOCKED, LinkDetail.CHALLENGE)


def test_pages_about_firewalls_are_pages() -> None:
    target = classify(PAGE, response())
    assert all(blocked_by_title(target, title) is target for title in table("refusals")["fits_not"])
    large = classify(PAGE, response(size=LARGEST_REFUSAL + 1))
    assert blocked_by_title(large, "Request Rejected") is large


@pytest.mark.parametrize(("path", "home"), [("/news/3", True), ("/index.html", False), ("/Default.aspx", False)])
def test_a_home_page_by_another_name_is_no_page_that_went_there(path: str, home: bool) -> None:
    url = f"https://a.gov.tw{path}"
    target = classify(url, response(url=url, final_url="https://a.gov.tw/", chain=(Hop(url, 302, "/"),)))
    assert (target.detail is LinkDetail.REDIRECT_TO_HOME) is home


def test_each_fault_of_a_certificate_has_its_detail() -> None:
    reasons = (FailureReason.TLS_EXPIRED, FailureReason.TLS_WRONG_NAME, FailureReason.TLS_UNTRUSTED)
    targets = [classify(PAGE, FetchFailure(PAGE, PAGE, reason)) for reason in (*reasons, FailureReason.TLS_OTHER)]
    assert len({target.detail for target in targets}) == 4
    assert all(target.confirmed and not is_worth_retrying(target) for target in targets)


@pytest.mark.parametrize("reason", FailureReason)
def test_every_failure_has_a_state(reason: FailureReason) -> None:
    target = classify(PAGE, FetchFailure(PAGE, PAGE, reason))
    assert target.state not in {LinkState.OK, LinkState.REDIRECTED}
    assert (target.state is LinkState.BLOCKED) is (reason is FailureReason.HOST_BUSY)


def test_a_failure_is_confirmed_when_seen_twice_or_when_it_cannot_change() -> None:
    timeout = FetchFailure(PAGE, PAGE, FailureReason.TIMEOUT)
    assert not classify(PAGE, timeout).confirmed
    assert classify(PAGE, timeout, attempts=2).confirmed
    assert classify(PAGE, FetchFailure(PAGE, PAGE, FailureReason.TLS_EXPIRED)).confirmed
    assert is_worth_retrying(classify(PAGE, timeout))
    assert is_worth_retrying(classify(PAGE, response(503)))
    assert is_worth_retrying(classify(PAGE, response(429)))
    assert not is_worth_retrying(classify(PAGE, response(404)))
    assert not is_worth_retrying(classify(PAGE, response(403)))


@pytest.mark.parametrize(
    ("begin", "size", "dead"),
    [(b"%PDF-1.7", 900, False), (b"<!DOCTYPE html>", 900, True), (b"", 0, True), (b"\xef\xbb\xbf%PDF", 9, False)],
)
def test_a_file_that_is_none_is_a_dead_download(begin: bytes, size: int, dead: bool) -> None:
    target = classify(URL, response(url=URL, first_bytes=begin, size=size))
    assert (target.detail is LinkDetail.DEAD_DOWNLOAD) is dead


def test_redirects_keep_their_chain() -> None:
    hop = Hop(PAGE, 301, "https://a.gov.tw/new")
    moved = classify(PAGE, response(final_url="https://a.gov.tw/new", chain=(hop,)))
    assert (moved.state, moved.detail) == (LinkState.REDIRECTED, LinkDetail.MOVED)
    assert Notice.PERMANENT_REDIRECT in moved.notices
    home = classify(PAGE, response(final_url="https://a.gov.tw/", chain=(Hop(PAGE, 302, "/"),)))
    assert home.detail is LinkDetail.REDIRECT_TO_HOME
    assert Notice.PERMANENT_REDIRECT not in home.notices
    login = classify(PAGE, response(final_url="https://a.gov.tw/Login.aspx", chain=(hop,)))
    assert login.detail is LinkDetail.REDIRECT_TO_LOGIN
    insecure = classify(PAGE, response(chain=(Hop(PAGE, 302, "http://a.gov.tw/x"),)))
    assert Notice.INSECURE_HOP in insecure.notices
    later = classify(PAGE, response(chain=(Hop("http://a.gov.tw/", 301, PAGE), Hop(PAGE, 302, "http://a.gov.tw/x"))))
    assert Notice.INSECURE_HOP in later.notices
    dead_end = classify(PAGE, response(404, chain=(hop,)))
    assert (dead_end.state, dead_end.notices) == (LinkState.BROKEN, ())


def test_slow_is_a_notice_and_no_state() -> None:
    target = classify(PAGE, response(elapsed_ms=SLOW_MS + 1))
    assert (target.state, target.notices) == (LinkState.OK, (Notice.SLOW,))


def test_what_only_the_whole_run_shows() -> None:
    target = classify(PAGE, response())
    assert soft_missing(target).detail is LinkDetail.SOFT_MISSING
    assert own_network(target).state is LinkState.NOT_CHECKED
