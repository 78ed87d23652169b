"""Second opinions: which targets are requested again, and what several clients together amount to."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import pytest

from auditor.browser.page_state import NothingShown
from auditor.browser.visit_batch import BrowserSight
from auditor.crawl.link_state import classify
from auditor.crawl.second_opinions import MOST_IN_VAIN, SecondOpinions, is_undecided, with_browser, with_second_client
from auditor.model import Answer, ClientName, FailureReason, FetchFailure, LinkDetail, LinkState, LinkTarget, Response

URL = "https://host.test/a"


def answered(status: int, **fields: Any) -> LinkTarget:
    return classify(URL, Response(URL, URL, status, size=5, media_type="text/html", **fields))


def failed(reason: FailureReason, attempts: int = 3) -> LinkTarget:
    return classify(URL, FetchFailure(URL, URL, reason), attempts=attempts)


def sight(status: int = 200, **fields: Any) -> BrowserSight:
    return BrowserSight(URL, fields.pop("final_url", URL), status, media_type="text/html", **fields)


@pytest.mark.parametrize("status", [400, 402, 403, 405, 408, 418, 421, 451, 500, 503, 304])
def test_refusals_and_errors_are_undecided(status: int) -> None:
    assert is_undecided(answered(status))


@pytest.mark.parametrize("status", [200, 204, 401, 404, 407, 410, 429, 511])
def test_what_is_plain_is_not_requested_again(status: int) -> None:
    assert not is_undecided(answered(status))


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        (FailureReason.DNS, False), (FailureReason.REFUSED, False), (FailureReason.INSIDE_ADDRESS, False),
        (FailureReason.OWN_NETWORK, False), (FailureReason.HOST_BUSY, False), (FailureReason.BAD_ADDRESS, False),
        (FailureReason.TIMEOUT, True), (FailureReason.RESET, True), (FailureReason.BAD_ANSWER, True),
        (FailureReason.TLS_INCOMPLETE, True), (FailureReason.TLS_EXPIRED, True), (FailureReason.REDIRECT_LOOP, True),
    ],
)  # fmt: skip
def test_failures_are_undecided_but_for_names_and_refused_connections(reason: FailureReason, expected: bool) -> None:
    assert is_undecided(failed(reason)) is expected


def test_content_that_the_second_client_gets_settles_it() -> None:
    weighed = with_second_client(answered(403), answered(200))
    assert (weighed.state, weighed.detail) == (LinkState.OK, LinkDetail.ALIVE)
    assert [(opinion.client, opinion.status) for opinion in weighed.opinions] == [
        (ClientName.FIRST, 403),
        (ClientName.SECOND, 200),
    ]


def test_an_answer_counts_more_than_none() -> None:
    weighed = with_second_client(failed(FailureReason.RESET), answered(503))
    assert weighed.state is LinkState.SERVER_ERROR


def test_a_404_after_another_answer_settles_nothing() -> None:
    weighed = with_second_client(answered(403), answered(404))
    assert (weighed.state, weighed.detail) == (LinkState.BLOCKED, LinkDetail.REFUSES_ROBOTS)
    assert is_undecided(weighed)


def test_a_404_that_the_browser_gets_too_is_dead() -> None:
    weighed = with_browser(with_second_client(answered(403), answered(404)), sight(404))
    assert (weighed.state, weighed.detail) == (LinkState.BROKEN, LinkDetail.MISSING)
    assert [opinion.status for opinion in weighed.opinions] == [403, 404, 404]


def test_a_404_of_the_browser_alone_stays_undecided() -> None:
    weighed = with_browser(with_second_client(answered(403), answered(403)), sight(404))
    assert weighed.state is LinkState.BLOCKED


def test_dates_of_certificates_seen_by_two_clients_are_settled() -> None:
    expired = failed(FailureReason.TLS_EXPIRED)
    assert not is_undecided(with_second_client(expired, expired))
    untrusted = failed(FailureReason.TLS_UNTRUSTED)
    assert is_undecided(with_second_client(untrusted, untrusted))


@pytest.mark.parametrize(
    "target",
    [answered(403), answered(500), failed(FailureReason.TIMEOUT), failed(FailureReason.TLS_INCOMPLETE),
     failed(FailureReason.REDIRECT_LOOP), failed(FailureReason.BAD_ANSWER)],
)  # fmt: skip
def test_what_the_browser_shows_is_alive(target: LinkTarget) -> None:
    shown = with_browser(target, sight(title="產業園區"))
    assert (shown.state, shown.detail, shown.opinions[-1].title) == (LinkState.OK, LinkDetail.ALIVE, "產業園區")
    assert shown.opinions[0].client is ClientName.FIRST
    assert shown.answer == target.answer


def test_the_browser_notes_where_it_was_led() -> None:
    shown = with_browser(answered(403), sight(final_url="https://host.test/new"))
    assert (shown.state, shown.detail) == (LinkState.REDIRECTED, LinkDetail.MOVED)
    home = with_browser(answered(403), sight(final_url="https://host.test/"))
    assert home.detail is LinkDetail.REDIRECT_TO_HOME


@pytest.mark.parametrize("title", ["Just a moment...", "403 Forbidden"])
def test_a_test_for_robots_is_no_content(title: str) -> None:
    assert with_browser(answered(403), sight(title=title)).state is LinkState.BLOCKED


def test_an_error_title_is_for_a_person() -> None:
    assert with_browser(answered(403), sight(title="404 Not Found")).detail is LinkDetail.STATES_MISSING


@pytest.mark.parametrize("nothing", list(NothingShown))
def test_nothing_shown_changes_nothing_and_is_kept(nothing: NothingShown) -> None:
    target = failed(FailureReason.RESET)
    shown = with_browser(target, sight(0, nothing=nothing))
    assert msgspec.structs.replace(shown, opinions=()) == target
    assert shown.opinions[-1].nothing == nothing.value


def test_an_error_status_in_the_browser_shows_that_the_host_is_reached() -> None:
    shown = with_browser(failed(FailureReason.RESET), sight(403, title="禁止"))
    assert shown.state is LinkState.BLOCKED


def test_the_data_of_verdicts_name_every_client() -> None:
    shown = with_browser(with_second_client(answered(403), answered(403)), sight(title="a|b"))
    assert shown.seen_data == {
        "seen": (
            "libcurl|blocked|refuses_robots|403||",
            "httpx|blocked|refuses_robots|403||",
            "Chromium|ok|alive|200||a|b",
        )
    }
    assert answered(200).seen_data == {}


class Second:
    """A second client that gives one answer and counts."""

    def __init__(self, status: int) -> None:
        self.status, self.requests = status, 0

    async def fetch_as_browser(self, url: str, *, cap: object, gate: object) -> tuple[Answer, bytes]:
        self.requests += 1
        return Response(url, url, self.status, size=4, media_type="text/html"), b"body"


def examine(second: Second, count: int, refusal: FailureReason | None = None) -> list[tuple[LinkTarget, bytes]]:
    async def gate(_: str) -> FailureReason | None:
        return refusal

    async def run() -> list[tuple[LinkTarget, bytes]]:
        opinions = SecondOpinions(lambda: second)  # type: ignore[arg-type, return-value]
        return [await opinions.examine(answered(403), b"first", 100, gate) for _ in range(count)]

    return asyncio.run(run())


def test_a_host_that_answers_both_clients_alike_is_left_after_some() -> None:
    second = Second(403)
    examine(second, MOST_IN_VAIN + 5)
    assert second.requests == MOST_IN_VAIN


def test_a_host_that_answers_the_second_client_is_requested_on() -> None:
    second = Second(200)
    found = examine(second, MOST_IN_VAIN + 5)
    assert second.requests == MOST_IN_VAIN + 5
    assert {(target.state, body) for target, body in found} == {(LinkState.OK, b"body")}


def test_a_host_that_may_not_be_requested_now_is_left() -> None:
    second = Second(200)
    [(target, body)] = examine(second, 1, FailureReason.HOST_BUSY)
    assert (second.requests, target, body) == (0, answered(403), b"first")
