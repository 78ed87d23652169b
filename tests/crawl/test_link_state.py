"""From an answer to a link state: what may be reported as dead, what may not."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.crawl.link_state import (
    LARGEST_REFUSAL,
    SLOW_MS,
    blocked_by_title,
    classify,
    informed_by_title,
    is_worth_retrying,
    loaded_as,
    own_network,
    soft_missing,
)
from auditor.model import (
    FailureReason,
    FetchFailure,
    Hop,
    LinkDetail,
    LinkState,
    Notice,
    ResourceUse,
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
        (304, LinkState.BLOCKED, LinkDetail.UNASKED_304),
        (400, LinkState.BLOCKED, LinkDetail.CLIENT_ERROR),
        (402, LinkState.BLOCKED, LinkDetail.CLIENT_ERROR),
        (407, LinkState.NOT_CHECKED, LinkDetail.OWN_NETWORK),
        (408, LinkState.BLOCKED, LinkDetail.TEMPORARY),
        (418, LinkState.BLOCKED, LinkDetail.CLIENT_ERROR),
        (425, LinkState.BLOCKED, LinkDetail.TEMPORARY),
        (499, LinkState.BLOCKED, LinkDetail.TEMPORARY),
        (511, LinkState.NOT_CHECKED, LinkDetail.OWN_NETWORK),
        (429, LinkState.BLOCKED, LinkDetail.RATE_LIMITED),
        (500, LinkState.SERVER_ERROR, LinkDetail.SERVER_ERROR),
        (503, LinkState.SERVER_ERROR, LinkDetail.SERVER_ERROR),
        (999, LinkState.BLOCKED, LinkDetail.REFUSES_ROBOTS),
    ],
)
def test_statuses(status: int, state: LinkState, detail: LinkDetail) -> None:
    target = classify(PAGE, response(status))
    assert (target.state, target.detail) == (state, detail)


def test_only_404_and_410_show_by_themselves_that_an_address_is_dead() -> None:
    by_status = {status: classify(PAGE, response(status)) for status in range(100, 1_000)}
    assert {status for status, target in by_status.items() if target.state.is_dead} == {404, 410}
    alive = {status for status, target in by_status.items() if target.state.is_alive}
    assert alive == set(range(100, 400)) - {304}


def test_what_may_pass_is_requested_again_and_what_only_a_person_can_judge_is_not() -> None:
    again = {status for status in range(100, 1_000) if is_worth_retrying(classify(PAGE, response(status)))}
    assert again == {408, 421, 425, 429, 444, 460, 499} | set(range(500, 1_000)) - {511, 999}


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
    assert (target.state is LinkState.BLOCKED) is (reason in {FailureReason.HOST_BUSY, FailureReason.APP_ADDRESS})


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


_OFFICE, _PAGE = "application/vnd.ms-excel", "text/html"


@pytest.mark.parametrize(
    ("name", "kind", "begin", "detail"),
    [
        ("a.pdf", "application/pdf", b"%PDF-1.7", LinkDetail.ALIVE),
        ("a.pdf", "application/pdf", b"\xef\xbb\xbf%PDF", LinkDetail.ALIVE),
        ("a.pdf", "application/pdf", b"<!DOCTYPE html>", LinkDetail.DEAD_DOWNLOAD),
        ("a.pdf", "application/pdf", b"", LinkDetail.DEAD_DOWNLOAD),
        ("a.pdf", _PAGE, b"", LinkDetail.DEAD_DOWNLOAD),
        ("a.pdf", _PAGE, b"<!DOCTYPE html>", LinkDetail.PAGE_FOR_FILE),
        ("a.xls", _PAGE, b"<html>", LinkDetail.PAGE_FOR_FILE),
        ("a.xls", _OFFICE, b"<html xmlns:x=", LinkDetail.ALIVE),
        ("a.xls", _OFFICE, b"<?xml version=", LinkDetail.ALIVE),
        ("a.xls", "application/octet-stream", b"\r\n<table>", LinkDetail.ALIVE),
        ("a.xlsx", _OFFICE, b"<html>", LinkDetail.DEAD_DOWNLOAD),
        ("a.doc", "application/msword", b"{\\rtf1", LinkDetail.ALIVE),
        ("a.png", "image/png", b"\x89PNG", LinkDetail.ALIVE),
        ("a.png", "image/png", b"", LinkDetail.WRONG_CONTENT),
        ("a.php", "image/jpeg", b"<!doctype html>", LinkDetail.WRONG_CONTENT),
        ("a.svg", "image/svg+xml", b"<!DOCTYPE svg PU", LinkDetail.ALIVE),
        ("a.png", _PAGE, b"<!doctype html>", LinkDetail.ALIVE),
    ],
)
def test_content_against_name(name: str, kind: str, begin: bytes, detail: LinkDetail) -> None:
    url = f"https://a.gov.tw/{name}"
    target = classify(url, response(url=url, first_bytes=begin, size=len(begin), media_type=kind))
    assert target.detail is detail
    dead = {LinkDetail.DEAD_DOWNLOAD, LinkDetail.WRONG_CONTENT}
    assert target.state is (LinkState.BROKEN if detail in dead else LinkState.OK)


def test_a_page_sent_as_a_file_is_a_dead_download() -> None:
    attached = (("content-disposition", "attachment; filename=a.pdf"),)
    target = classify(URL, response(url=URL, media_type=_PAGE, headers=attached))
    assert target.detail is LinkDetail.DEAD_DOWNLOAD


def test_a_page_in_the_place_of_a_file_is_dead_where_it_states_that_the_file_is_missing() -> None:
    target = classify(URL, response(url=URL, media_type=_PAGE))
    assert informed_by_title(target, "Plan.pdf", states_missing=False).detail is LinkDetail.PAGE_FOR_FILE
    for title, gone in (("錯誤", False), ("Plan", True), ("404 Not Found", False)):
        seen = informed_by_title(target, title, states_missing=gone)
        assert (seen.state, seen.detail) == (LinkState.BROKEN, LinkDetail.DEAD_DOWNLOAD)


def test_a_title_of_an_error_is_for_a_person() -> None:
    seen = informed_by_title(classify(PAGE, response()), "查無此頁", states_missing=True)
    assert (seen.state, seen.detail) == (LinkState.OK, LinkDetail.STATES_MISSING)
    home = classify(PAGE, response(final_url="https://a.gov.tw/", chain=(Hop(PAGE, 302, "/"),)))
    assert informed_by_title(home, "查無此頁", states_missing=True) is home


def test_nosniff_lets_only_types_of_scripts_and_sheets_through() -> None:
    headers = (("x-content-type-options", "NoSniff"),)
    for use, kind, broken in (
        (ResourceUse.SCRIPT, "text/plain", True), (ResourceUse.SCRIPT, "", True),
        (ResourceUse.SCRIPT, "application/x-javascript", False), (ResourceUse.SCRIPT, "text/javascript1.5", False),
        (ResourceUse.SHEET, "text/plain", True), (ResourceUse.SHEET, "text/css", False),
        (ResourceUse.IMAGE, "text/plain", False),
    ):  # fmt: skip
        answer = response(media_type=kind, first_bytes=b"\x89PNG", size=4, headers=headers)
        assert (loaded_as(classify(PAGE, answer), use).detail is LinkDetail.WRONG_CONTENT) is broken, (use, kind)


@pytest.mark.parametrize(
    ("use", "kind", "begin", "broken"),
    [
        (ResourceUse.IMAGE, _PAGE, b"<!doctype html>", True),
        (ResourceUse.IMAGE, _PAGE, b"\x89PNG", False),
        (ResourceUse.IMAGE, "", b"", True),
        (ResourceUse.SHEET, _PAGE, b"a{color:red}", True),
        (ResourceUse.SHEET, "text/css", b"<html>", True),
        (ResourceUse.SHEET, "text/css", b"", False),
        (ResourceUse.SCRIPT, _PAGE, b"<!doctype html>", True),
        (ResourceUse.SCRIPT, _PAGE, b"var a = 1", False),
        (ResourceUse.SCRIPT, "text/javascript", b"", False),
        (ResourceUse.IMAGE, "image/png", b"no such file", True),
        (ResourceUse.IMAGE, "image/gif", b"GIF89a          ", False),
        (ResourceUse.IMAGE, "image/svg+xml", b"<?xml version='1", False),
        (ResourceUse.SCRIPT, "image/png", b"var a = 1", True),
        (ResourceUse.SCRIPT, "text/csv", b"var a = 1", True),
        (ResourceUse.SCRIPT, "text/plain", b"var a = 1", False),
    ],
)
def test_what_a_page_loads_is_broken_where_nothing_of_it_appears(
    use: ResourceUse, kind: str, begin: bytes, broken: bool
) -> None:
    target = loaded_as(classify(PAGE, response(media_type=kind, first_bytes=begin, size=len(begin))), use)
    assert (target.detail is LinkDetail.WRONG_CONTENT) is (target.state is LinkState.BROKEN) is broken


def test_an_image_of_no_content_is_no_fault() -> None:
    target = classify(PAGE, response(204, size=0, first_bytes=b""))
    assert loaded_as(target, ResourceUse.IMAGE) is target


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
