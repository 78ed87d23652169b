"""robots.txt: what it allows, and what each kind of answer for it means."""

from __future__ import annotations

import msgspec
import pytest

from auditor.crawl.robots import ROBOTS_BYTES_LIMIT, Robots, RobotsState, rules_from
from auditor.model import FailureReason, FetchFailure, Response

AGENT = "web-convenience-auditor/1.0 (+https://www.agency.test/googlebot)"
AT = "https://zone.test"

TEXT = b"""\xef\xbb\xbf# our rules
User-agent: googlebot
Disallow: /

User-agent: *
Crawl-delay: 2.5
Disallow: /admin/
Disallow: /*.do$
Allow: /admin/open
Sitemap: https://zone.test/sitemap.xml
"""


def answer(status: int = 200, media_type: str = "text/plain") -> Response:
    return Response(url=f"{AT}/robots.txt", final_url=f"{AT}/robots.txt", status=status, media_type=media_type)


def failure(reason: FailureReason) -> FetchFailure:
    return FetchFailure(url=f"{AT}/robots.txt", final_url=f"{AT}/robots.txt", reason=reason)


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True), ("/admin/", False), ("/admin/open", True), ("/index.do", False), ("/index.do?id=1", True),
        ("/Admin/", True), ("/%61dmin/", False),
    ],
)  # fmt: skip
def test_rules_are_obeyed(path: str, allowed: bool) -> None:
    rules = rules_from(answer(), TEXT)
    assert rules.state == "obeyed"
    assert rules.allowed(AT + path, AGENT) is allowed
    assert rules.crawl_delay(AGENT) == 2.5
    assert rules.sitemaps == ("https://zone.test/sitemap.xml",)


def test_our_group_is_found_by_our_name_alone() -> None:
    ours = rules_from(
        answer(), b"User-agent: Web-Convenience-Auditor\nDisallow: /private\n\nUser-agent: *\nDisallow: /"
    )
    assert ours.allowed(f"{AT}/open", AGENT)
    assert not ours.allowed(f"{AT}/private", AGENT)
    assert rules_from(answer(), TEXT).allowed(f"{AT}/", AGENT)  # the contact in our User-Agent names another robot


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 410, 429, 451])
def test_a_client_error_means_no_rules(status: int) -> None:
    rules = rules_from(answer(status), TEXT)
    assert rules.state is RobotsState.NONE
    assert rules.allowed(f"{AT}/admin/", AGENT)


@pytest.mark.parametrize("status", [500, 502, 503, 599])
def test_a_server_error_forbids_everything_for_now(status: int) -> None:
    rules = rules_from(answer(status), b"")
    assert rules.state is RobotsState.UNREACHABLE
    assert not rules.allowed(f"{AT}/", AGENT)


@pytest.mark.parametrize(
    ("media_type", "body"),
    [("text/html", b"User-agent: *\nDisallow: /"), ("text/plain", b" \n<!DOCTYPE html><p>missing"), ("", b"  ")],
)
def test_a_page_in_its_place_means_no_rules(media_type: str, body: bytes) -> None:
    rules = rules_from(answer(media_type=media_type), body)
    assert rules == Robots(RobotsState.NONE)
    assert rules.allowed(f"{AT}/", AGENT)
    assert rules.sitemaps == ()


def test_a_host_that_answers_nothing_is_fetched_so_that_its_links_are_reported_as_unreachable() -> None:
    nobody = {reason for reason in FailureReason if reason.name.startswith("TLS")} | {
        FailureReason.DNS, FailureReason.REFUSED, FailureReason.TIMEOUT, FailureReason.RESET, FailureReason.OWN_NETWORK
    }  # fmt: skip
    for reason in nobody:
        rules = rules_from(failure(reason), b"")
        assert rules.state is RobotsState.UNREACHABLE
        assert rules.allowed(f"{AT}/", AGENT), reason


def test_an_answer_that_cannot_be_read_forbids_and_an_endless_redirect_does_not() -> None:
    assert not rules_from(failure(FailureReason.BAD_ANSWER), b"").allowed(f"{AT}/", AGENT)
    for reason in (FailureReason.REDIRECT_LOOP, FailureReason.TOO_MANY_REDIRECTS):
        assert rules_from(failure(reason), b"") == Robots(RobotsState.NONE)


def test_what_stands_behind_the_cap_is_not_read() -> None:
    body = b"User-agent: *\nAllow: /\n#" + b"x" * ROBOTS_BYTES_LIMIT + b"\nDisallow: /"
    assert rules_from(answer(), body).allowed(f"{AT}/", AGENT)


@pytest.mark.parametrize("wish", ["nan", "inf", "-3", "soon", "", "1e999"])
def test_a_nonsensical_delay_is_none(wish: str) -> None:
    rules = rules_from(answer(), f"User-agent: *\nCrawl-delay: {wish}".encode())
    assert rules.crawl_delay(AGENT) == 0.0


def test_rules_can_be_stored() -> None:
    rules = rules_from(answer(), TEXT)
    again = msgspec.msgpack.decode(msgspec.msgpack.encode(rules), type=Robots)
    assert again == rules
    assert not again.allowed(f"{AT}/admin/", AGENT)


def test_a_hostile_pattern_costs_no_time() -> None:
    rules = rules_from(answer(), b"User-agent: *\nDisallow: /" + b"*a" * 200 + b"b")
    assert rules.allowed(f"{AT}/" + "a" * 2_000, AGENT)
