"""Odd replies are read as Chromium reads them, by libcurl or by the second reader."""

from __future__ import annotations

import asyncio
import socket
import ssl

import pytest
import trustme
import uvloop
from fetching import AGENT, MUCH, fetch_over_curl
from hypothesis import given
from hypothesis import strategies as st
from odd_replies import OK, PAGE, REFUSED, SHOWN
from odd_servers import odd_server, once, reply

from auditor.fetch.chunked_body import ChunkedBody
from auditor.fetch.client import FetchClient, FetchSettings
from auditor.fetch.curl_transport import CurlTransport
from auditor.fetch.reply_head import MalformedReply, parse_head
from auditor.model import Answer, FailureReason, FetchFailure, Response

CUT = {"length too large", "chunks without end"}
"""Replies whose body breaks off."""


@pytest.mark.parametrize("name", SHOWN)
def test_what_browsers_show_is_read(name: str) -> None:
    answer, body, _ = fetch_over_curl({"/": once(SHOWN[name]), "/end": reply(PAGE)})
    assert isinstance(answer, Response), answer
    assert (answer.status, answer.media_type, answer.ip) == (200, "text/html", "127.0.0.1")
    assert body.startswith(PAGE)
    assert answer.truncated is (name in CUT) or "damaged" in name


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_browser_shows_is_a_bad_answer(name: str) -> None:
    answer, _, _ = fetch_over_curl({"/": once(REFUSED[name]), "/end": reply(PAGE)})
    assert isinstance(answer, FetchFailure)
    assert answer.reason is FailureReason.BAD_ANSWER


@pytest.mark.parametrize(
    "head", [b"Location: /end\r\n", b"Location: /end", b"Location: /end\r\nContent-Length: 50\r\n\r\n"]
)
def test_a_redirect_that_breaks_off_is_followed(head: bytes) -> None:
    answer, body, _ = fetch_over_curl({"/": once(b"HTTP/1.1 302 Found\r\n" + head), "/end": reply(PAGE)})
    assert isinstance(answer, Response), answer
    assert (body, len(answer.chain)) == (PAGE, 1)


@pytest.mark.parametrize("page", [PAGE, b""])
def test_a_tls_connection_that_ends_without_announcing_it_ends_the_body(page: bytes) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("agency.test").configure_cert(context)

    async def end(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(OK + b"\r\n" + page)
        await writer.drain()
        await asyncio.sleep(0.05)
        writer.transport.get_extra_info("socket").shutdown(socket.SHUT_WR)

    async def run(trust: str) -> tuple[Answer, bytes]:
        async with odd_server({"*": end}, tls=context) as server:
            origin = f"https://agency.test:{server.port}"
            client = FetchClient(FetchSettings(AGENT), CurlTransport([origin], {"agency.test": "127.0.0.1"}, trust))
            found = await client.fetch(origin + "/", cap=MUCH)
            await client.close()
            return found

    with authority.cert_pem.tempfile() as trust:
        answer, body = asyncio.run(run(trust))
    assert isinstance(answer, Response), answer
    assert (body, answer.truncated) == (page, False)


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
        head = parse_head(data)
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
