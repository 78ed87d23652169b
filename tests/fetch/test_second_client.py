"""The second client: HTTP/2, addresses checked at connecting, errors told apart as those of the first client."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import socket
import ssl
from collections.abc import AsyncIterator

import h2.config
import h2.connection
import h2.events
import pytest
import trustme
import uvloop
from fetching import AGENT, MUCH
from odd_servers import Script, moved, odd_server, once, reply, reset

from auditor.fetch.client import FetchClient, FetchSettings
from auditor.fetch.httpx_transport import SecondClientTransport
from auditor.model import Answer, FailureReason, FetchFailure, Response

NAME = "www.agency.test"


def fetch_from(url: str, inside: tuple[str, ...] = (), trust: str = "", seconds: float = 5.0) -> tuple[Answer, bytes]:
    async def fetched() -> tuple[Answer, bytes]:
        transport = SecondClientTransport(inside, {NAME: "127.0.0.1"}, trust)
        client = FetchClient(FetchSettings(AGENT, seconds=seconds), transport)
        try:
            return await client.fetch(url, cap=MUCH)
        finally:
            await client.close()

    return uvloop.run(fetched())


def fetch_answer(
    answer: bytes | Script, path: str = "/", host: str = "127.0.0.1", seconds: float = 5.0
) -> tuple[Answer, bytes, bytes]:
    """The answer, the body, and the head of the first request."""

    async def fetched() -> tuple[Answer, bytes, bytes]:
        async with odd_server({path: answer, "/end": reply(b"end")}) as server:
            origin = f"http://{host}:{server.port}"
            transport = SecondClientTransport([origin], {NAME: "127.0.0.1"})
            client = FetchClient(FetchSettings(AGENT, seconds=seconds), transport)
            answered, body = await client.fetch(f"{origin}{path}", cap=MUCH)
            await client.close()
            return answered, body, server.heads[0]

    return uvloop.run(fetched())


def test_the_name_is_sent_and_the_address_goes_over_the_wire_as_written() -> None:
    answer, body, head = fetch_answer(
        reply(gzip.compress(b"content"), "Content-Encoding: gzip"), path="/%7Ea//b?q=%e4|x", host=NAME
    )
    assert (getattr(answer, "status", 0), body) == (200, b"content")
    lines = head.decode().split("\r\n")
    assert lines[0] == "GET /%7Ea//b?q=%e4|x HTTP/1.1"
    assert any(line.lower().startswith(f"host: {NAME}:") for line in lines)
    assert answer.ip == "127.0.0.1"


def test_redirects_are_followed_by_our_own_chain() -> None:
    answer, body, _ = fetch_answer(moved("/end"))
    assert [hop.status for hop in answer.chain] == [302]
    assert body == b"end"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (reset, FailureReason.RESET),
        (once(b""), FailureReason.RESET),
        (once(b"HTTP/1.1 302 F\r\nLocation: /a\r\nLocation: /b\r\n\r\n"), FailureReason.BAD_ANSWER),
        (once(b"no http\r\n\r\n"), FailureReason.BAD_ANSWER),
    ],
    ids=["reset", "nothing", "two locations", "no http"],
)  # fmt: skip
def test_what_is_no_answer_has_a_reason(answer: Script, reason: FailureReason) -> None:
    failure, _, _ = fetch_answer(answer)
    assert isinstance(failure, FetchFailure)
    assert failure.reason is reason


def test_a_server_that_never_answers_is_left_at_the_deadline() -> None:
    async def silent(_: bytes, __: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)

    failure, _, _ = fetch_answer(silent, seconds=0.3)
    assert isinstance(failure, FetchFailure)
    assert failure.reason is FailureReason.TIMEOUT


def test_a_refused_connection_is_told_apart() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        origin = f"http://127.0.0.1:{holder.getsockname()[1]}"
        answer, _ = fetch_from(f"{origin}/", (origin,))
    assert isinstance(answer, FetchFailure)
    assert answer.reason is FailureReason.REFUSED


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "10.0.0.1", "169.254.169.254", NAME])
def test_inside_addresses_are_not_connected_to(host: str) -> None:
    answer, _ = fetch_from(f"http://{host}:9/")
    assert isinstance(answer, FetchFailure)
    assert answer.reason is FailureReason.INSIDE_ADDRESS


def test_http2_is_spoken_where_the_server_has_it(tmp_path: object) -> None:
    authority = trustme.CA()
    with authority.cert_pem.tempfile() as trust:
        answer, body = _fetch_over_tls(authority, NAME, trust)
    assert isinstance(answer, Response)
    assert (answer.status, answer.http_version, body) == (200, "2", f"https {NAME} /a?b".encode())
    assert answer.certificate is not None
    assert answer.certificate.names == (NAME,)


def test_certificates_are_verified() -> None:
    authority, other = trustme.CA(), trustme.CA()
    with authority.cert_pem.tempfile() as trust:
        wrong_name, _ = _fetch_over_tls(authority, "other.test", trust)
        untrusted, _ = _fetch_over_tls(other, NAME, trust)
    assert isinstance(wrong_name, FetchFailure)
    assert wrong_name.reason is FailureReason.TLS_WRONG_NAME
    assert isinstance(untrusted, FetchFailure)
    assert untrusted.reason in {FailureReason.TLS_INCOMPLETE, FailureReason.TLS_UNTRUSTED}


def _fetch_over_tls(authority: trustme.CA, name: str, trust: str) -> tuple[Answer, bytes]:
    async def fetched() -> tuple[Answer, bytes]:
        async with _http2_server(authority, name) as port:
            origin = f"https://{NAME}:{port}"
            client = FetchClient(FetchSettings(AGENT), SecondClientTransport([origin], {NAME: "127.0.0.1"}, trust))
            answered = await client.fetch(f"{origin}/a?b", cap=MUCH)
            await client.close()
            return answered

    return uvloop.run(fetched())


@contextlib.asynccontextmanager
async def _http2_server(authority: trustme.CA, name: str) -> AsyncIterator[int]:
    """A server that speaks HTTP/2 alone and answers with scheme, authority (without port) and path of a request."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    context.set_alpn_protocols(["h2"])

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False, header_encoding="utf-8"))
        connection.initiate_connection()
        writer.write(connection.data_to_send())
        with contextlib.suppress(OSError):
            while data := await reader.read(65_536):
                for event in connection.receive_data(data):
                    if isinstance(event, h2.events.RequestReceived):
                        sent = dict(event.headers)
                        host = str(sent[":authority"]).partition(":")[0]
                        connection.send_headers(event.stream_id, [(":status", "200"), ("content-type", "text/plain")])
                        body = f"{sent[':scheme']} {host} {sent[':path']}".encode()
                        connection.send_data(event.stream_id, body, end_stream=True)
                writer.write(connection.data_to_send())
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
