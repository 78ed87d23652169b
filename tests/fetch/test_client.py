"""Asking addresses: what is sent, what is followed, and what is kept of the answer."""

from __future__ import annotations

import asyncio
import gzip
import hashlib

import httpx
import pytest
from fetching import AGENT, MUCH, failure, fake, fetch, response
from odd_servers import moved, odd_server, reply

from auditor.fetch.client import FetchClient, FetchSettings, Validators
from auditor.model import MOST_REDIRECTS, Answer, FailureReason, FetchFailure, Hop, Response


def test_an_answer_is_kept_with_its_evidence() -> None:
    page = "<p>首頁</p>".encode()
    answer, body = response(
        {
            "/": reply(
                page,
                "Content-Type: Text/HTML; Charset='Big5'",
                'ETag: "a1"',
                "Server: " + "x" * 900,
                "Set-Cookie: session=secret; Path=/",
                "X-Powered-By: nothing we keep",
            )
        }
    )
    assert (answer.status, body, answer.size, answer.truncated) == (200, page, len(page), False)
    assert (answer.media_type, answer.charset) == ("text/html", "big5")
    assert (answer.ip, answer.http_version, answer.certificate) == ("127.0.0.1", "1.1", None)
    assert answer.body_hash == hashlib.blake2b(page, digest_size=16).hexdigest()
    assert answer.first_bytes == page[:16]
    assert answer.header("ETag") == '"a1"'
    assert answer.header("server") == "x" * 500
    assert answer.header("set-cookie") == "session"
    assert answer.header("x-powered-by") == ""
    assert answer.final_url == answer.url
    assert 0 <= answer.elapsed_ms < 5_000


@pytest.mark.parametrize(
    "target",
    [
        "/dbl//slash.html", "//begin", "/tilde/%7Ex", "/~x", "/plus?q=a+b", "/plus?q=a%20b", "/Case/%e4%b8%AD", "/a?",
        "/ctlr?PRO=news.rwdNewsView&id=3", "/100%.html", "/p;v=1,2?x[]=|^", "/q?k=%A4%A4%A4%E5", "/a?b?c=/d//e",
    ],
)  # fmt: skip
def test_the_address_goes_over_the_wire_as_written(target: str) -> None:
    answer, _, server = fetch({"*": reply(b"")}, target)
    assert server.targets == [target]
    assert answer.url.endswith(target)


def test_the_fragment_stays_here() -> None:
    answer, _, server = fetch({"/page": reply(b"")}, "/page#part")
    assert server.targets == ["/page"]
    assert (answer.url, answer.final_url) == (f"{server.origin}/page#part", f"{server.origin}/page")


def test_the_request_says_who_asks_and_no_more() -> None:
    _, _, server = fetch({"/": reply(b"")})
    lines = server.heads[0].decode().strip().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines[1:])
    assert lines[0] == "GET / HTTP/1.1"
    assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Language", "Accept-Encoding"}
    assert headers["User-Agent"] == AGENT
    assert headers["Accept-Language"].startswith("zh-TW")


def test_the_chain_of_redirects_is_evidence() -> None:
    answer, body, server = fetch(
        {"/a": moved("/b?x=1", status="301 Moved"), "/b?x=1": moved("c#part"), "/c": reply(b"end")}, "/a"
    )
    at = server.origin
    assert answer.chain == (Hop(f"{at}/a", 301, f"{at}/b?x=1"), Hop(f"{at}/b?x=1", 302, f"{at}/c#part"))
    assert (answer.url, answer.final_url, body) == (f"{at}/a", f"{at}/c", b"end")
    assert server.connections == 1


def test_raw_bytes_in_a_location_are_escaped_one_by_one() -> None:
    _, _, server = fetch({"/": moved("/下載?k=".encode() + b"\xa4\xa4"), "*": reply(b"")})
    assert server.targets[1] == "/%E4%B8%8B%E8%BC%89?k=%A4%A4"


@pytest.mark.parametrize(
    "answer", [moved("/x", status="300 Choices"), moved("/x", status="304 Same"), reply(b"", status="302 Found")]
)
def test_what_browsers_do_not_follow_is_the_answer(answer: bytes) -> None:
    found, _ = response({"/": answer})
    assert found.chain == ()
    assert found.status in {300, 302, 304}


def test_a_circle_is_a_loop() -> None:
    found = failure({"/a": moved("/b"), "/b": moved("/a#again")}, "/a")
    assert found.reason is FailureReason.REDIRECT_LOOP
    assert len(found.chain) == 2
    assert found.final_url.endswith("/a")


def test_an_endless_chain_ends() -> None:
    found = failure({f"/{number}": moved(f"/{number + 1}") for number in range(50)}, "/0")
    assert found.reason is FailureReason.TOO_MANY_REDIRECTS
    assert len(found.chain) == MOST_REDIRECTS + 1


def test_a_circle_that_waits_for_its_cookie_is_none() -> None:
    async def gate(head: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(reply(b"in") if b"seen=1" in head else moved("/", "Set-Cookie: seen=1", "Set-Cookie: other=2"))

    answer, body, server = fetch({"/": gate})
    assert isinstance(answer, Response)
    assert (body, len(answer.chain)) == (b"in", 1)
    assert sorted(server.cookies()[0].split("; ")) == ["other=2", "seen=1"]


def test_cookies_stay_with_their_host_and_their_chain() -> None:
    async def fetched() -> list[str]:
        async with odd_server({"*": reply(b"")}) as server:
            there = f"http://b.test:{server.port}"
            server.answers = {"/": moved(f"{there}/there", "Set-Cookie: seen=1"), "*": reply(b"")}
            here = f"http://a.test:{server.port}"
            terms = FetchSettings(
                AGENT, inside=frozenset({here, there}), resolve={"a.test": "127.0.0.1", "b.test": "127.0.0.1"}
            )
            client = FetchClient(terms)
            for path in ("/", "/other"):
                answer, _ = await client.fetch(here + path, cap=MUCH)
                assert isinstance(answer, Response)
            await client.close()
            assert server.targets == ["/", "/there", "/other"]
            return server.cookies()

    assert asyncio.run(fetched()) == []


@pytest.mark.parametrize("location", ["http://", "javascript:void(0)", "data:text/html,x", "file:///etc/hosts"])
def test_a_redirect_that_no_browser_follows_is_a_bad_address(location: str) -> None:
    found = failure({"/": moved(location)})
    assert found.reason is FailureReason.BAD_ADDRESS
    assert len(found.chain) == 1


@pytest.mark.parametrize("location", ["line://ti/p/@abc", "mailto:web@agency.test", "ftp://127.0.0.1/", "tel:123"])
def test_a_redirect_to_an_app_is_no_fault_of_the_address(location: str) -> None:
    found = failure({"/": moved(location)})
    assert (found.reason, len(found.chain)) == (FailureReason.APP_ADDRESS, 1)


def test_as_many_redirects_are_followed_as_browsers_follow() -> None:
    chain = {f"/{number}": moved(f"/{number + 1}") for number in range(MOST_REDIRECTS)}
    answer, body, _ = fetch({**chain, f"/{MOST_REDIRECTS}": reply(b"end")}, "/0")
    assert isinstance(answer, Response)
    assert (body, len(answer.chain)) == (b"end", MOST_REDIRECTS)


def test_two_locations_are_refused_where_they_differ() -> None:
    both = moved("/a", "Location: /b"), moved("/a", "Location: /a")
    assert failure({"/": both[0], "/a": reply(b"in")}).reason is FailureReason.BAD_ANSWER
    answer, body, _ = fetch({"/": both[1], "/a": reply(b"in")})
    assert (answer.final_url[-2:], body) == ("/a", b"in")


@pytest.mark.parametrize(
    ("value", "end"),
    [
        ("0; url=/next", "/next"),
        ("0;URL='/next'", "/next"),
        ("1, /next", "/next"),
        (" .5 ; url = /next", "/next"),
        ("5; url=/next", "/"),
        ("0", "/"),
        ("0; url=/", "/"),
        ("0; url=#part", "/"),
        ("0; url=javascript:x()", "/"),
        ("never", "/"),
    ],
)
def test_a_refresh_header_that_acts_at_once_is_a_redirect(value: str, end: str) -> None:
    answer, body, _ = fetch({"/": reply(b"here", f"Refresh: {value}"), "/next": reply(b"there")})
    assert (answer.final_url.removeprefix("http://").partition("/")[2], body) == (
        end[1:], b"there" if end == "/next" else b"here"
    )  # fmt: skip


def test_a_second_request_has_the_headers_of_a_browser() -> None:
    async def fetched() -> list[bytes]:
        async with odd_server({"*": reply(b"")}) as server:
            client = FetchClient(FetchSettings(AGENT, inside=frozenset({server.origin})))
            await client.fetch_as_browser(f"{server.origin}/", cap=MUCH)
            await client.close()
            return server.heads

    (head,) = asyncio.run(fetched())
    assert b"User-Agent: Mozilla/5.0 (" in head
    assert AGENT.encode() not in head


@pytest.mark.parametrize("url", ["", "no address", "http://", "http://a b/", "mailto:web@agency.test", "//host/x"])
def test_what_is_no_web_address_is_not_asked(url: str) -> None:
    def never(request: httpx.Request) -> httpx.Response:
        raise AssertionError(request.url)

    answer, _ = fake(never, url)
    assert isinstance(answer, FetchFailure)
    assert answer.reason is FailureReason.BAD_ADDRESS
    assert answer.url == url


def test_what_did_not_change_is_not_sent_again() -> None:
    earlier = Validators(etag='"a1"', last_modified="Mon, 02 Nov 2026 00:00:00 GMT")
    answer, body, server = fetch({"/": reply(b"", 'ETag: "a1"', status="304 Same")}, validators=earlier)
    assert isinstance(answer, Response)
    assert (answer.status, answer.not_modified, answer.body_hash, body) == (304, True, "", b"")
    assert b'If-None-Match: "a1"\r\n' in server.heads[0]
    assert b"If-Modified-Since: Mon, 02 Nov 2026 00:00:00 GMT\r\n" in server.heads[0]


def test_nothing_is_asked_about_without_validators() -> None:
    answer, _, server = fetch({"/": reply(b"", status="304 Same")}, validators=Validators())
    assert b"If-" not in server.heads[0]
    assert isinstance(answer, Response)
    assert not answer.not_modified


def test_connections_are_kept_unless_a_body_was_cut() -> None:
    async def fetched() -> tuple[int, int]:
        async with odd_server({"/small": reply(b"x"), "/large": reply(b"x" * 5_000_000)}) as server:
            client = FetchClient(FetchSettings(AGENT, inside=frozenset({server.origin})))
            counts = []
            for path in ("/small", "/small", "/small", "/large", "/small"):
                await client.fetch(server.origin + path, cap=10)
                counts.append(server.connections)
            await client.close()
            return counts[3], counts[4]

    assert asyncio.run(fetched()) == (1, 2)


def test_no_more_are_asked_at_once_than_agreed_and_waiting_costs_no_time_of_the_deadline() -> None:
    busy, most = 0, 0

    async def slowly(_: bytes, writer: asyncio.StreamWriter) -> None:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        await asyncio.sleep(0.1)
        busy -= 1
        writer.write(reply(b""))

    async def fetched() -> list[Answer]:
        async with odd_server({"*": slowly}) as server:
            client = FetchClient(FetchSettings(AGENT, inside=frozenset({server.origin}), seconds=0.45, connections=2))
            asks = [client.fetch(f"{server.origin}/{number}", cap=9) for number in range(12)]
            answers = [answer for answer, _ in await asyncio.gather(*asks)]
            await client.close()
            return answers

    assert all(isinstance(answer, Response) for answer in asyncio.run(fetched()))
    assert most == 2


def test_a_fake_web_answers_in_place_of_the_network() -> None:
    def web(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/":
            return httpx.Response(301, headers={"Location": "/end"})
        packed = gzip.compress("頁".encode())
        return httpx.Response(200, headers={"Content-Type": "text/plain", "Content-Encoding": "gzip"}, content=packed)

    answer, body = fake(web)
    assert isinstance(answer, Response)
    assert (answer.final_url, body.decode(), answer.media_type) == ("https://agency.test/end", "頁", "text/plain")
    assert (answer.http_version, answer.ip, answer.certificate) == ("1.1", "", None)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (httpx.ConnectTimeout("slow"), FailureReason.TIMEOUT),
        (httpx.ReadTimeout("slow"), FailureReason.TIMEOUT),
        (httpx.ConnectError("no"), FailureReason.REFUSED),
        (httpx.ReadError("broken"), FailureReason.RESET),
        (httpx.RemoteProtocolError("odd"), FailureReason.BAD_ANSWER),
        (httpx.UnsupportedProtocol("odd"), FailureReason.BAD_ADDRESS),
    ],
)
def test_failures_of_httpx_transports_have_their_reasons(error: httpx.HTTPError, reason: FailureReason) -> None:
    def web(_: httpx.Request) -> httpx.Response:
        raise error

    answer, _ = fake(web)
    assert isinstance(answer, FetchFailure)
    assert answer.reason is reason
    assert str(error) in answer.detail
