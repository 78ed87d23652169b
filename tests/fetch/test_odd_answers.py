"""What becomes of every odd thing that a server may answer: bounded in time and memory, and named."""

from __future__ import annotations

import asyncio
import gzip
import time
import zlib

import pytest
from fetching import failure, response
from odd_servers import Script, drip, moved, once, reply, reset

from auditor.model import FailureReason


def test_the_cap_ends_the_reading_not_the_link() -> None:
    body = bytes(range(256)) * 4
    for most, truncated in ((1023, True), (1024, False), (1025, False), (0, True)):
        answer, read = response({"/": reply(body)}, cap=most)
        assert (answer.truncated, read) == (truncated, body[:most])
        assert answer.size == min(most, 1024)


def test_the_cap_depends_on_the_media_type() -> None:
    caps = {"text/html": 100, "video/mp4": 5}
    for kind, most in caps.items():
        answer, body = response({"/": reply(b"x" * 50, f"Content-Type: {kind.upper()} ; a=b")}, cap=caps.__getitem__)
        assert len(body) == min(50, most)
        assert answer.media_type == kind


def test_an_endless_body_is_cut_at_the_cap() -> None:
    answer, body = response({"/": drip(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 50_000, 0)}, cap=300_000)
    assert (len(body), answer.truncated) == (300_000, True)


@pytest.mark.parametrize(
    "begin",
    [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-Long: ", b""],
    ids=["in the body", "in the header", "from the start"],
)
def test_a_slow_drip_meets_the_deadline(begin: bytes) -> None:
    started = time.monotonic()
    found = failure({"/": drip(begin, b"x" if begin else b"", 0.05)}, seconds=0.4)
    assert found.reason is FailureReason.TIMEOUT
    assert 0.3 < time.monotonic() - started < 3
    assert 390 <= found.elapsed_ms < 3_000
    assert "0.4 s" in found.detail


def test_the_deadline_holds_for_the_whole_chain() -> None:
    async def slowly(_: bytes, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.2)
        writer.write(moved(f"/{time.monotonic_ns()}"))

    found = failure({"*": slowly}, seconds=0.5)
    assert found.reason is FailureReason.TIMEOUT
    assert 1 <= len(found.chain) <= 3


def _raw_deflate(data: bytes) -> bytes:
    packing = zlib.compressobj(wbits=-15)
    return packing.compress(data) + packing.flush()


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(b"page" * 999)),
        ("X-GZIP", gzip.compress(b"page" * 999)),
        ("gzip", gzip.compress(b"page" * 500) + gzip.compress(b"page" * 499)),
        ("gzip", gzip.compress(b"page" * 999) + b"rubbish after the end"),
        ("deflate", zlib.compress(b"page" * 999)),
        ("deflate", _raw_deflate(b"page" * 999)),
        ("identity", b"page" * 999),
        ("UTF-8", b"page" * 999),
    ],
)
def test_content_codings_are_undone(coding: str, packed: bytes) -> None:
    answer, body = response({"/": reply(packed, f"Content-Encoding: {coding}")})
    assert body == b"page" * 999
    assert answer.size == len(body)
    assert answer.header("content-encoding") == coding


def test_a_bomb_unfolds_no_further_than_the_cap() -> None:
    bomb = gzip.compress(bytes(200_000_000), 9)
    answer, body = response({"/": reply(bomb, "Content-Encoding: gzip")}, cap=100_000)
    assert (len(body), answer.size, answer.truncated) == (100_000, 100_000, True)


@pytest.mark.parametrize(
    "answer",
    [
        reply(b"no gzip at all", "Content-Encoding: gzip"),
        reply(b"no brotli at all", "Content-Encoding: br"),
        reply(b"no zstd at all", "Content-Encoding: zstd"),
        once(b"HTTP/1.1 two hundred OK\r\n\r\n"),
        once(b"<html>no header</html>\r\n\r\n"),
        once(b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 300_000 + b"\r\n\r\n"),
        once(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\npage\r\n"),
        once(b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"),
    ],
    ids=["no gzip", "no br", "no zstd", "status", "no header", "long header", "chunk size", "length"],
)
def test_nonsense_is_a_bad_answer(answer: bytes | Script) -> None:
    assert failure({"/": answer}).reason is FailureReason.BAD_ANSWER


@pytest.mark.parametrize(
    "answer",
    [
        reset,
        once(b""),
        once(b"HTTP/1.1 200 OK\r\nContent-"),
        once(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n"),
        once(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"),
    ],
    ids=["reset", "nothing", "cut header", "no chunk", "no body"],
)
def test_an_answer_that_breaks_off_is_a_reset(answer: Script) -> None:
    found = failure({"/": answer})
    assert found.reason is FailureReason.RESET, found
    assert found.ip == "127.0.0.1"


@pytest.mark.parametrize(
    "head", ["Transfer-Encoding: chunked\r\n\r\n8\r\n", "Content-Length: 100\r\n\r\n"], ids=["cut chunk", "cut body"]
)
def test_a_body_that_breaks_off_is_what_browsers_show_of_it(head: str) -> None:
    answers = {"/": once(f"HTTP/1.1 200 OK\r\n{head}page".encode())}
    answer, body = response(answers)
    assert (body, answer.truncated) == (b"page", True)


def test_an_old_server_and_early_hints_are_understood() -> None:
    old, body = response({"/": once(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\nold")})
    assert (old.http_version, body) == ("1.0", b"old")
    hinted, body = response({"/": b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + reply(b"new")})
    assert (hinted.status, body) == (200, b"new")


@pytest.mark.parametrize("length", [30_000, 100_000, 250_000])
def test_a_header_that_browsers_read_is_no_fault(length: int) -> None:
    answer, _ = response({"/": reply(b"", "Content-Security-Policy: " + "a" * length)})
    assert len(answer.header("content-security-policy")) == 500
