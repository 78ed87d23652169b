"""From an answer to a link state: what may be called dead, what may not."""

from __future__ import annotations

import pytest

from auditor.crawl.targets import SLOW_MS, classify, own_network, soft_missing, worth_asking_again
from auditor.model import FailureReason, FetchFailure, Hop, LinkDetail, LinkState, Notice, Response

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


def test_challenges_are_blocked_never_dead() -> None:
    assert classify(PAGE, response(403, headers=(("cf-mitigated", "challenge"),))).detail is LinkDetail.CHALLENGE
    assert classify(PAGE, response(503, headers=(("cf-mitigated", "challenge"),))).state is LinkState.BLOCKED
    assert classify(PAGE, response(202, size=0)).detail is LinkDetail.CHALLENGE


@pytest.mark.parametrize("reason", FailureReason)
def test_every_failure_has_a_state(reason: FailureReason) -> None:
    target = classify(PAGE, FetchFailure(PAGE, PAGE, reason))
    assert target.state in {LinkState.BROKEN, LinkState.UNREACHABLE, LinkState.NOT_CHECKED}


def test_a_failure_is_confirmed_when_seen_twice_or_when_it_cannot_change() -> None:
    timeout = FetchFailure(PAGE, PAGE, FailureReason.TIMEOUT)
    assert not classify(PAGE, timeout).confirmed
    assert classify(PAGE, timeout, attempts=2).confirmed
    assert classify(PAGE, FetchFailure(PAGE, PAGE, FailureReason.TLS_EXPIRED)).confirmed
    assert worth_asking_again(classify(PAGE, timeout))
    assert worth_asking_again(classify(PAGE, response(503)))
    assert worth_asking_again(classify(PAGE, response(429)))
    assert not worth_asking_again(classify(PAGE, response(404)))
    assert not worth_asking_again(classify(PAGE, response(403)))


@pytest.mark.parametrize(
    ("begin", "size", "dead"),
    [(b"%PDF-1.7", 900, False), (b"<!DOCTYPE html>", 900, True), (b"", 0, True), (b"\xef\xbb\xbf%PDF", 9, False)],
)
def test_a_file_that_is_none_is_a_dead_download(begin: bytes, size: int, dead: bool) -> None:
    target = classify(URL, response(url=URL, first_bytes=begin, size=size))
    assert (target.detail is LinkDetail.DEAD_DOWNLOAD) is dead


def test_redirects_keep_their_story() -> None:
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
    dead_end = classify(PAGE, response(404, chain=(hop,)))
    assert (dead_end.state, dead_end.notices) == (LinkState.BROKEN, ())


def test_slow_is_a_notice_and_no_state() -> None:
    target = classify(PAGE, response(elapsed_ms=SLOW_MS + 1))
    assert (target.state, target.notices) == (LinkState.OK, (Notice.SLOW,))


def test_what_only_the_whole_run_tells() -> None:
    target = classify(PAGE, response())
    assert soft_missing(target).detail is LinkDetail.SOFT_MISSING
    assert own_network(target).state is LinkState.NOT_CHECKED
