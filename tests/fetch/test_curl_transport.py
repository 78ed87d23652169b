"""The transport over libcurl: tolerant as browsers, bounded, and connected to checked addresses only."""

from __future__ import annotations

import asyncio

import pytest
import uvloop
from fetching import AGENT, MUCH, fetch_over_curl
from hypothesis import given
from hypothesis import strategies as st
from odd_replies import OK, PAGE
from odd_servers import Script, drip, moved, odd_server, once, reply, reset

from auditor.fetch.address_policy import InsideAddress
from auditor.fetch.client import FetchClient, FetchSettings
from auditor.fetch.curl_transport import CurlTransport
from auditor.fetch.exact_request import ExactRequest
from auditor.fetch.name_cache import NameCache
from auditor.model import FailureReason, FetchFailure, Response


def test_a_reset_after_the_body_began_leaves_what_came() -> None:
    async def begin(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(OK + b"Content-Length: 5000\r\n\r\n" + PAGE)
        await writer.drain()
        await asyncio.sleep(0.1)
        writer.transport.abort()

    answer, body, _ = fetch_over_curl({"*": begin})
    assert isinstance(answer, Response), answer
    assert body == PAGE


def test_a_body_without_content_does_not_end_the_connection_of_the_next_request() -> None:
    async def run() -> tuple[list[int], int]:
        answers = {"/204": b"HTTP/1.1 204 No\r\nContent-Length: 5\r\n\r\nabcde", "*": reply(PAGE)}
        async with odd_server(answers) as server:
            client = FetchClient(FetchSettings(AGENT), CurlTransport([server.origin]))
            found = [(await client.fetch(server.origin + path, cap=MUCH))[0] for path in ("/204", "/a", "/204", "/b")]
            await client.close()
            return [answer.status for answer in found if isinstance(answer, Response)], server.connections

    assert uvloop.run(run()) == ([204, 200, 204, 200], 3)


@pytest.mark.parametrize(
    ("target", "sent"),
    [
        ("/下載?k=中", "/下載?k=中".encode()), ("/a/../b/./c", b"/a/../b/./c"), ("//x", b"//x"),
        ("?q", b"/?q"), ("", b"/"),
        ("/%zz#part", b"/%zz"), ("/{}|^`[]\"<>\\", b"/{}|^`[]\"<>\\"),
    ],
)  # fmt: skip
def test_any_target_goes_over_the_wire_as_written(target: str, sent: bytes) -> None:
    async def run() -> bytes:
        async with odd_server({"*": reply(PAGE)}) as server:
            transport = CurlTransport([server.origin])
            found = await transport.get(server.origin + target, {"X": "頁"})
            await found.close()
            await transport.close()
            return server.heads[0]

    head = uvloop.run(run())
    assert head.startswith(b"GET " + sent + b" HTTP/1.1\r\nHost: 127.0.0.1:")
    assert "\r\nX: 頁\r\n".encode() in head
    assert b"Accept" not in head


def test_user_and_password_of_an_address_are_sent() -> None:
    async def run() -> bytes:
        async with odd_server({"*": reply(PAGE)}) as server:
            transport = CurlTransport([server.origin])
            found = await transport.get(server.origin.replace("//", "//me:secret@") + "/", {})
            await found.close()
            await transport.close()
            return server.heads[0]

    assert b"Authorization: Basic bWU6c2VjcmV0\r\n" in uvloop.run(run())


@given(st.text(max_size=40).map("http://".__add__) | st.text(max_size=60))
def test_an_address_is_taken_apart_or_refused(url: str) -> None:
    try:
        request = ExactRequest.of(url, {"A": url})
    except UnicodeError:
        return
    assert request.target.startswith(b"/")
    assert not {0, 10, 13, 32} & set(request.target + request.root + request.host_header)
    assert all(b"\n" not in line for line in request.header_lines)


def test_an_address_is_checked_again_where_it_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    async def found(*_: object) -> list[str]:
        return ["127.0.0.1", "10.0.0.1"]

    async def run() -> int:
        async with odd_server({"*": reply(PAGE)}) as server:
            transport = CurlTransport()
            with pytest.raises(InsideAddress, match=r"10\.0\.0\.1|127\.0\.0\.1"):
                await transport.get(f"http://rebound.test:{server.port}/", {})
            await transport.close()
            return server.connections

    monkeypatch.setattr(NameCache, "addresses", found)
    assert uvloop.run(run()) == 0


def test_the_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    answer, body, _ = fetch_over_curl({"*": reply(PAGE)})
    assert isinstance(answer, Response), answer
    assert body == PAGE


def test_a_server_is_not_read_faster_than_the_body_is_used() -> None:
    sent = 0

    async def pour(_: bytes, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(OK + b"\r\n")
        for _ in range(600):
            writer.write(b"x" * 100_000)
            await writer.drain()
            sent += 100_000

    async def run() -> tuple[int, int]:
        async with odd_server({"*": pour}) as server:
            transport = CurlTransport([server.origin])
            found = await transport.get(server.origin + "/", {})
            body = aiter(found.body)
            size = len(await anext(body))
            await asyncio.sleep(0.5)
            waiting = sent
            async for piece in body:
                size += len(piece)
                assert len(piece) <= 300_000
            await found.close()
            await transport.close()
            return waiting, size

    waiting, size = uvloop.run(run())
    assert waiting < 20_000_000
    assert size == 60_000_000


def test_a_request_that_is_given_up_ends_its_connection_and_leaves_nothing() -> None:
    async def run() -> None:
        answers = {"/head": drip(b"HTTP/1.1 200 OK\r\nX: ", b"y", 0.01), "/body": drip(OK + b"\r\n", b"y", 0.01)}
        async with odd_server(answers) as server:
            transport = CurlTransport([server.origin])
            client = FetchClient(FetchSettings(AGENT, seconds=0.1), transport)
            for path in ("/head", "/body") * 3:
                answer, _ = await client.fetch(server.origin + path, cap=MUCH)
                assert isinstance(answer, FetchFailure)
                assert answer.reason is FailureReason.TIMEOUT
            await asyncio.sleep(0.05)
            assert server.connections == 6
            assert len(server.talks) == 0
            assert not transport._driver._running
            await transport.close()

    uvloop.run(run())


def test_a_connection_that_the_server_closed_meanwhile_is_replaced() -> None:
    async def run() -> list[int]:
        async with odd_server({"*": once(reply(PAGE))}) as server:
            client = FetchClient(FetchSettings(AGENT), CurlTransport([server.origin]))
            found = [(await client.fetch(f"{server.origin}/{number}", cap=MUCH))[0] for number in range(5)]
            await client.close()
            return [answer.status for answer in found if isinstance(answer, Response)]

    assert uvloop.run(run()) == [200] * 5


def test_closing_ends_what_is_under_way() -> None:
    async def run() -> None:
        async with odd_server({"*": drip(b"", b"", 1)}) as server:
            transport = CurlTransport([server.origin])
            waiting = [asyncio.create_task(transport.get(f"{server.origin}/{number}", {})) for number in range(3)]
            await asyncio.sleep(0.1)
            await transport.close()
            for task in waiting:
                with pytest.raises(ConnectionResetError):
                    await task

    uvloop.run(run())


def test_many_requests_at_once_get_their_own_replies() -> None:
    async def echo(head: bytes, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.01)
        writer.write(reply(head.split(b" ")[1]))

    async def run() -> list[bytes]:
        async with odd_server({"*": echo}) as server:
            settings = FetchSettings(AGENT, connections=200)
            client = FetchClient(settings, CurlTransport([server.origin]))
            asks = [client.fetch(f"{server.origin}/{number}", cap=MUCH) for number in range(300)]
            found = [body for _, body in await asyncio.gather(*asks)]
            await client.close()
            return found

    assert uvloop.run(run()) == [f"/{number}".encode() for number in range(300)]


@pytest.mark.parametrize(
    ("answer", "reason"), [(reset, FailureReason.RESET), (once(b""), FailureReason.RESET)], ids=["reset", "nothing"]
)
def test_who_answers_nothing_broke_off(answer: Script, reason: FailureReason) -> None:
    found, _, _ = fetch_over_curl({"*": answer})
    assert isinstance(found, FetchFailure)
    assert found.reason is reason


def test_a_redirect_of_many_hops_keeps_its_connection() -> None:
    async def run() -> int:
        answers = {f"/{number}": moved(f"/{number + 1}", "Set-Cookie: v=YWJj==; path=/") for number in range(8)}
        async with odd_server({**answers, "*": reply(PAGE)}) as server:
            client = FetchClient(FetchSettings(AGENT), CurlTransport([server.origin]))
            answer, _ = await client.fetch(f"{server.origin}/0", cap=MUCH)
            await client.close()
            assert isinstance(answer, Response), answer
            assert server.cookies() == ["v=YWJj=="] * 8
            return server.connections

    assert uvloop.run(run()) == 1
