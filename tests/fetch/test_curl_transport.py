"""The transport over libcurl: tolerant as browsers, bounded, and connected to checked addresses only."""

from __future__ import annotations

import asyncio
import errno
import socket
import ssl

import brotli
import pycurl
import pytest
import trustme
import uvloop
from fetching import AGENT, MUCH
from hypothesis import given
from hypothesis import strategies as st
from odd_servers import OddServer, Script, drip, moved, odd_server, once, reply, reset

from auditor.fetch.address_policy import InsideAddress
from auditor.fetch.chunked_body import ChunkedBody
from auditor.fetch.client import FetchClient, FetchSettings
from auditor.fetch.curl_errors import LibraryLimit, curl_error
from auditor.fetch.curl_transport import CurlTransport
from auditor.fetch.exact_request import ExactRequest
from auditor.fetch.failure_reasons import failure_reason
from auditor.fetch.name_cache import NameCache
from auditor.fetch.reply_head import MalformedReply, read_head
from auditor.model import Answer, FailureReason, FetchFailure, Response

PAGE = "<!doctype html><title>頁</title><p>內容</p>".encode()
TYPE = b"Content-Type: text/html\r\n"
OK = b"HTTP/1.1 200 OK\r\n" + TYPE


def chunked(size: bytes, end: bytes = b"\r\n0\r\n\r\n") -> bytes:
    return OK + b"Transfer-Encoding: chunked\r\n\r\n" + size + PAGE + end


SIZE = f"{len(PAGE):x}".encode()


def fetched(answer: bytes | Script, *, path: str = "/", **headers: str) -> tuple[Answer, bytes, OddServer]:
    """Fetch from a server that gives this answer everywhere but at ``/end``, over libcurl."""

    async def run() -> tuple[Answer, bytes, OddServer]:
        script = once(answer) if isinstance(answer, bytes) else answer
        async with odd_server({"/end": reply(PAGE), "*": script}) as server:
            transport = CurlTransport([server.origin])
            client = FetchClient(FetchSettings(AGENT, seconds=5), transport)
            try:
                return *(await client.fetch(server.origin + path, cap=MUCH)), server
            finally:
                await client.close()

    return uvloop.run(run())


SHOWN: dict[str, bytes] = {
    "length twice": OK + f"Content-Length: {len(PAGE)}\r\n".encode() * 2 + b"\r\n" + PAGE,
    "length listed twice": OK + f"Content-Length: {len(PAGE)}, {len(PAGE)}\r\n\r\n".encode() + PAGE,
    "length and chunks": chunked(SIZE + b"\r\n").replace(TYPE, TYPE + b"Content-Length: 5\r\n"),
    "length negative": OK + b"Content-Length: -1\r\n\r\n" + PAGE,
    "length in words": OK + b"Content-Length: many\r\n\r\n" + PAGE,
    "length beyond all": OK + b"Content-Length: 99999999999999999999999\r\n\r\n" + PAGE,
    "length too large": OK + f"Content-Length: {len(PAGE) + 5}\r\n\r\n".encode() + PAGE,
    "blank before the colon": b"HTTP/1.1 200 OK\r\nContent-Type : text/html\r\n\r\n" + PAGE,
    "blank in a name": OK + b"X Powered By: ASP\r\n\r\n" + PAGE,
    "line without colon": b"HTTP/1.1 200 OK\r\nGarbage line\r\n" + TYPE + b"\r\n" + PAGE,
    "500 headers": OK + b"".join(b"X-%d: y\r\n" % number for number in range(500)) + b"\r\n" + PAGE,
    "header of 250 KB": OK + b"X-Long: " + b"x" * 250_000 + b"\r\n\r\n" + PAGE,
    "folded header": b"HTTP/1.1 200 OK\r\nX-A: one\r\n two\r\n" + TYPE + b"\r\n" + PAGE,
    "line feeds only": b"HTTP/1.1 200 OK\nContent-Type: text/html\n\n" + PAGE,
    "chunk size ended by LF": chunked(SIZE + b"\n"),
    "all chunk lines ended by LF": chunked(SIZE + b"\n", b"\n0\n\n"),
    "blanks after a chunk's size": chunked(SIZE + b"  \r\n"),
    "zeros before a chunk's size": chunked(b"0" * 30 + SIZE + b"\r\n"),
    "chunks without end": chunked(SIZE + b"\r\n", b"\r\n"),
    "chunk longer than its size": chunked(SIZE + b"\r\n", b"more\r\n0\r\n\r\n"),
    "http in lower case": b"http/1.1 200 OK\r\n" + TYPE + b"\r\n" + PAGE,
    "HTTP/1.2": b"HTTP/1.2 200 OK\r\n" + TYPE + b"\r\n" + PAGE,
    "HTTP/2.0": b"HTTP/2.0 200 OK\r\n" + TYPE + b"\r\n" + PAGE,
    "HTTP without version": b"HTTP 200 OK\r\n" + TYPE + b"\r\n" + PAGE,
    "no status": b"HTTP/1.1\r\n" + TYPE + b"\r\n" + PAGE,
    "status in words": b"HTTP/1.1 fine\r\n" + TYPE + b"\r\n" + PAGE,
    "line ends before the status": b"\r\n\r\nHTTP/1.1 200 OK\r\n" + TYPE + b"\r\n" + PAGE,
    "switching protocols": b"HTTP/1.1 101 Switching\r\n\r\n" + OK + b"\r\n" + PAGE,
    "br": OK + b"Content-Encoding: br\r\n\r\n" + brotli.compress(PAGE),
}


@pytest.mark.parametrize("name", SHOWN)
def test_what_browsers_show_is_read(name: str) -> None:
    answer, body, _ = fetched(SHOWN[name])
    assert isinstance(answer, Response), answer
    assert (answer.status, answer.media_type, answer.ip) == (200, "text/html", "127.0.0.1")
    assert body == PAGE or (name == "chunk longer than its size" and body.startswith(PAGE))


@pytest.mark.parametrize(
    "answer",
    [
        OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n" + PAGE,
        b"HTTP/1.1 302 Found\r\nLocation: /end\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n",
        OK + b"Content-Disposition: inline\r\nContent-Disposition: attachment\r\n\r\n" + PAGE,
        OK + b"X: a\0b\r\n\r\n" + PAGE,
        b"abcdeHTTP/1.1 200 OK\r\n\r\n" + PAGE,
        PAGE,
        OK + b"X-Long: " + b"x" * 300_000 + b"\r\n\r\n" + PAGE,
        chunked(b" " + SIZE + b"\r\n"),
    ],
    ids=["two lengths", "two locations", "two dispositions", "NUL", "junk", "no head", "long head", "chunk size"],
)
def test_what_no_browser_shows_is_a_bad_answer(answer: bytes) -> None:
    found, _, _ = fetched(answer)
    assert isinstance(found, FetchFailure)
    assert found.reason is FailureReason.BAD_ANSWER


@pytest.mark.parametrize(
    "head", [b"Location: /end\r\n", b"Location: /end", b"Location: /end\r\nContent-Length: 50\r\n\r\n"]
)
def test_a_redirect_that_breaks_off_is_followed(head: bytes) -> None:
    answer, body, _ = fetched(b"HTTP/1.1 302 Found\r\n" + head)
    assert isinstance(answer, Response), answer
    assert (body, len(answer.chain)) == (PAGE, 1)


def test_a_reset_after_the_body_began_leaves_what_came() -> None:
    async def begin(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(OK + b"Content-Length: 5000\r\n\r\n" + PAGE)
        await writer.drain()
        await asyncio.sleep(0.1)
        writer.transport.abort()

    answer, body, _ = fetched(begin)
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
    answer, body, _ = fetched(reply(PAGE))
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
    found, _, _ = fetched(answer)
    assert isinstance(found, FetchFailure)
    assert found.reason is reason


@pytest.mark.parametrize(
    ("number", "message", "system_error", "verified", "reason"),
    [
        (pycurl.E_COULDNT_CONNECT, "", errno.ECONNREFUSED, 0, FailureReason.REFUSED),
        (pycurl.E_COULDNT_CONNECT, "", errno.EHOSTUNREACH, 0, FailureReason.REFUSED),
        (pycurl.E_COULDNT_CONNECT, "", 0, 0, FailureReason.REFUSED),
        (pycurl.E_COULDNT_CONNECT, "", errno.ETIMEDOUT, 0, FailureReason.TIMEOUT),
        (pycurl.E_COULDNT_CONNECT, "", errno.ECONNRESET, 0, FailureReason.RESET),
        (pycurl.E_COULDNT_CONNECT, "", errno.ENETUNREACH, 0, FailureReason.OWN_NETWORK),
        (pycurl.E_COULDNT_CONNECT, "", errno.EADDRNOTAVAIL, 0, FailureReason.OWN_NETWORK),
        (pycurl.E_COULDNT_CONNECT, "", errno.EMFILE, 0, FailureReason.OWN_NETWORK),
        (pycurl.E_OPERATION_TIMEDOUT, "", 0, 0, FailureReason.TIMEOUT),
        (pycurl.E_COULDNT_RESOLVE_HOST, "", 0, 0, FailureReason.DNS),
        (pycurl.E_URL_MALFORMAT, "", 0, 0, FailureReason.BAD_ADDRESS),
        (pycurl.E_GOT_NOTHING, "", 0, 0, FailureReason.RESET),
        (pycurl.E_SEND_ERROR, "", 0, 0, FailureReason.RESET),
        (pycurl.E_RECV_ERROR, "Recv failure", errno.ECONNRESET, 0, FailureReason.RESET),
        (pycurl.E_RECV_ERROR, "SSL_read: unexpected eof while reading", 0, 0, FailureReason.RESET),
        (pycurl.E_PARTIAL_FILE, "", 0, 0, FailureReason.RESET),
        (pycurl.E_PEER_FAILED_VERIFICATION, "", 0, 10, FailureReason.TLS_EXPIRED),
        (pycurl.E_PEER_FAILED_VERIFICATION, "", 0, 18, FailureReason.TLS_UNTRUSTED),
        (pycurl.E_PEER_FAILED_VERIFICATION, "", 0, 19, FailureReason.TLS_UNTRUSTED),
        (pycurl.E_PEER_FAILED_VERIFICATION, "", 0, 20, FailureReason.TLS_INCOMPLETE),
        (pycurl.E_PEER_FAILED_VERIFICATION, "", 0, 23, FailureReason.TLS_OTHER),
        (pycurl.E_PEER_FAILED_VERIFICATION, "no alternative subject name", 0, 1, FailureReason.TLS_WRONG_NAME),
        (pycurl.E_SSL_CONNECT_ERROR, "wrong version number", 0, 0, FailureReason.TLS_OTHER),
        (pycurl.E_SSL_CONNECT_ERROR, "unexpected eof while reading", 0, 0, FailureReason.RESET),
        (pycurl.E_RECV_ERROR, "bad chunk", 0, 0, FailureReason.BAD_ANSWER),
        (pycurl.E_FTP_WEIRD_SERVER_REPLY, "", 0, 0, FailureReason.BAD_ANSWER),
    ],
)
def test_every_error_of_libcurl_has_its_reason(
    number: int, message: str, system_error: int, verified: int, reason: FailureReason
) -> None:
    assert failure_reason(curl_error(number, message, system_error, verified)) is reason


@given(st.integers(1, 110), st.text(max_size=20), st.integers(0, 140), st.integers(0, 90))
def test_any_error_of_libcurl_has_a_reason(number: int, message: str, system_error: int, verified: int) -> None:
    assert failure_reason(curl_error(number, message, system_error, verified)) in FailureReason


def test_servers_without_secure_renegotiation_are_left_to_the_second_reader() -> None:
    message = "TLS connect error: error:0A000152:SSL routines::unsafe legacy renegotiation disabled"
    assert isinstance(curl_error(pycurl.E_SSL_CONNECT_ERROR, message, 0, 0), LibraryLimit)


def test_the_second_reader_verifies_certificates_and_keeps_them_as_evidence() -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("agency.test", organization_name='經濟部, "產業園區" + O=x').configure_cert(context)

    async def run(trust: str) -> list[Answer]:
        answers = {"/odd": once(SHOWN["HTTP/1.2"]), "*": reply(PAGE)}
        async with odd_server(answers, tls=context) as server:
            origin = f"https://agency.test:{server.port}"
            client = FetchClient(FetchSettings(AGENT), CurlTransport([origin], {"agency.test": "127.0.0.1"}, trust))
            found = [(await client.fetch(origin + path, cap=MUCH))[0] for path in ("/", "/odd")]
            await client.close()
            return found

    with authority.cert_pem.tempfile() as trust:
        plain, odd = uvloop.run(run(trust))
        assert isinstance(plain, Response), plain
        assert isinstance(odd, Response), odd
        assert plain.certificate == odd.certificate
        assert plain.certificate is not None
        assert '經濟部, "產業園區" + O=x' in plain.certificate.subject
        assert all(isinstance(answer, FetchFailure) for answer in uvloop.run(run("")))


@given(st.binary(max_size=200) | st.binary(max_size=200).map(b"HTTP/1.1 200 OK\r\n".__add__))
def test_any_head_is_read_or_malformed(data: bytes) -> None:
    try:
        head = read_head(data)
        head.check()
    except MalformedReply:
        return
    assert head.length is None or head.length >= 0


@given(st.lists(st.binary(min_size=1, max_size=300), max_size=6), st.integers(1, 50), st.sampled_from([b"\n", b"\r\n"]))
def test_chunks_make_the_whole_whatever_the_pieces(chunks: list[bytes], step: int, end: bytes) -> None:
    data = b"".join(b"%x;a=b%b%b%b" % (len(chunk), end, chunk, end) for chunk in chunks) + b"0" + end + end
    body = ChunkedBody()
    found = b"".join(body.decode(data[begin : begin + step]) for begin in range(0, len(data), step))
    assert found == b"".join(chunks)
    assert body.is_ended


@given(st.binary(max_size=100))
def test_what_is_no_chunk_is_malformed_or_an_end(data: bytes) -> None:
    body = ChunkedBody()
    try:
        assert len(body.decode(data)) <= len(data)
    except MalformedReply:
        assert not body.is_ended


def test_names_are_looked_up_once_and_failures_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def getaddrinfo(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        asked.append(host)
        if host == "gone.test":
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", port))]

    async def run() -> None:
        names = NameCache({}, {}, guarded=True)
        found = await asyncio.gather(*(names.addresses("known.test", 80) for _ in range(20)))
        assert found == [["93.184.216.34"]] * 20
        assert await names.addresses("known.test", 80) == ["93.184.216.34"]
        for _ in range(2):
            with pytest.raises(socket.gaierror):
                await names.addresses("gone.test", 80)
        given_up = asyncio.create_task(names.addresses("gone.test", 80))
        await asyncio.sleep(0)
        given_up.cancel()
        names.close()

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    uvloop.run(run())
    assert asked[:3] == ["known.test", "gone.test", "gone.test"]


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
