"""Replies that a strict parser refuses, each with what Chromium makes of it; ``test_chromium_oracle`` asks it again."""

from __future__ import annotations

import gzip
import os

import brotli

PAGE = "<!doctype html><title>頁</title><p>內容</p>".encode()
TYPE = b"Content-Type: text/html; charset=utf-8\r\n"
OK = b"HTTP/1.1 200 OK\r\n" + TYPE
SIZE = f"{len(PAGE):x}".encode()


def chunked(size: bytes, end: bytes = b"\r\n0\r\n\r\n") -> bytes:
    return OK + b"Transfer-Encoding: chunked\r\n\r\n" + size + PAGE + end


def length(value: str) -> bytes:
    return OK + f"Content-Length: {value}\r\n\r\n".encode() + PAGE


def line(status_line: bytes) -> bytes:
    return status_line + b"\r\n" + TYPE + b"\r\n" + PAGE


def coded(coding: str, data: bytes) -> bytes:
    return OK + f"Content-Encoding: {coding}\r\n\r\n".encode() + data


def _damaged(coded_page: bytes) -> bytes:
    return coded_page[: len(coded_page) // 2] + b"\xff" * 200


_LONG = PAGE + b"<!--" + os.urandom(60_000).hex().encode() + b"-->"

SHOWN: dict[str, bytes] = {
    "length twice": OK + f"Content-Length: {len(PAGE)}\r\n".encode() * 2 + b"\r\n" + PAGE,
    "length listed twice": length(f"{len(PAGE)}, {len(PAGE)}"),
    "length and chunks": chunked(SIZE + b"\r\n").replace(TYPE, TYPE + b"Content-Length: 5\r\n"),
    "length negative": length("-1"),
    "length with a sign": length("+5"),
    "length in words": length("many"),
    "length beyond all": length("9" * 23),
    "length too large": length(str(len(PAGE) + 5)),
    "blank before the colon": OK + b"X-A : b\r\n\r\n" + PAGE,
    "blank in a name": OK + b"X Powered By: ASP\r\n\r\n" + PAGE,
    "line without colon": OK + b"Garbage line\r\n\r\n" + PAGE,
    "line without name": OK + b": value\r\n\r\n" + PAGE,
    "carriage return in a value": OK + b"X: a\rb\r\n\r\n" + PAGE,
    "control character in a value": OK + b"X: a\x01b\r\n\r\n" + PAGE,
    "500 headers": OK + b"".join(b"X-%d: y\r\n" % number for number in range(500)) + b"\r\n" + PAGE,
    "header of 250 KB": OK + b"X-Long: " + b"x" * 250_000 + b"\r\n\r\n" + PAGE,
    "folded header": OK + b"X-A: one\r\n two\r\n\r\n" + PAGE,
    "line feeds only": OK.replace(b"\r\n", b"\n") + b"\n" + PAGE,
    "chunk size ended by LF": chunked(SIZE + b"\n"),
    "all chunk lines ended by LF": chunked(SIZE + b"\n", b"\n0\n\n"),
    "blanks after a chunk's size": chunked(SIZE + b"  \r\n"),
    "zeros before a chunk's size": chunked(b"0" * 30 + SIZE + b"\r\n"),
    "extension of a chunk": chunked(SIZE + b";a=b\r\n", b"\r\n0\r\nX-T: 1\r\n\r\n"),
    "chunks without end": chunked(SIZE + b"\r\n", b"\r\n"),
    "chunked twice": chunked(SIZE + b"\r\n").replace(TYPE, TYPE + b"Transfer-Encoding: chunked\r\n"),
    "unknown transfer coding": OK + b"Transfer-Encoding: foo\r\n\r\n" + PAGE,
    "http in lower case": line(b"http/1.1 200 OK"),
    "HTTP/0.9 with a head": line(b"HTTP/0.9 200 OK"),
    "HTTP/1.2": line(b"HTTP/1.2 200 OK"),
    "HTTP/2.0": line(b"HTTP/2.0 200 OK"),
    "HTTP/3": line(b"HTTP/3 200 OK"),
    "HTTP/x.y": line(b"HTTP/x.y 200 OK"),
    "HTTP without version": line(b"HTTP 200 OK"),
    "no reason": line(b"HTTP/1.1 200"),
    "no status": line(b"HTTP/1.1"),
    "status in words": line(b"HTTP/1.1 fine"),
    "tab before the status": line(b"HTTP/1.1\t200 OK"),
    "line ends before the status": line(b"\r\n\r\nHTTP/1.1 200 OK"),
    "junk before the status": line(b"abcdHTTP/1.1 200 OK"),
    "early hints": b"HTTP/1.1 103 Early Hints\r\n\r\n" + OK + b"\r\n" + PAGE,
    "unknown interim reply": b"HTTP/1.1 199 Soon\r\n\r\n" + OK + b"\r\n" + PAGE,
    "switching protocols": b"HTTP/1.1 101 Switching\r\n\r\n" + OK + b"\r\n" + PAGE,
    "br": coded("br", brotli.compress(PAGE)),
    "br with more behind it": coded("br", brotli.compress(PAGE) + b"more"),
    "br cut": coded("br", brotli.compress(_LONG)[:-3]),
    "gzip cut": coded("gzip", gzip.compress(_LONG)[:-20]),
    "gzip with more behind it": coded("gzip", gzip.compress(PAGE) + b"more"),
    "gzip damaged on the way": coded("gzip", _damaged(gzip.compress(_LONG))),
    "gzip twice": coded("gzip, gzip", gzip.compress(gzip.compress(PAGE))),
    "br within gzip": coded("br, gzip", gzip.compress(brotli.compress(PAGE))),
    "unknown coding": coded("UTF-8", PAGE),
    "compress that is not": coded("compress", PAGE),
}
"""Shown as the page, with its text."""

REFUSED: dict[str, bytes] = {
    "two lengths": OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n" + PAGE,
    "two locations": b"HTTP/1.1 302 Found\r\nLocation: /end\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n",
    "a location and an empty one": b"HTTP/1.1 302 Found\r\nLocation: /end\r\nLocation: \r\nContent-Length: 0\r\n\r\n",
    "two dispositions": OK + b"Content-Disposition: inline\r\nContent-Disposition: inline; a=b\r\n\r\n" + PAGE,
    "NUL in a header": OK + b"X: a\0b\r\n\r\n" + PAGE,
    "too much junk before the status": line(b"abcdeHTTP/1.1 200 OK"),
    "no head": PAGE,
    "header of 300 KB": OK + b"X-Long: " + b"x" * 300_000 + b"\r\n\r\n" + PAGE,
    "blank before a chunk's size": chunked(b" " + SIZE + b"\r\n"),
    "chunk size of another language": chunked(b"0x" + SIZE + b"\r\n"),
    "no chunks": OK + b"Transfer-Encoding: chunked\r\n\r\n" + PAGE,
    "no gzip": coded("gzip", PAGE),
    "no br": coded("br", PAGE),
    "no zstd": coded("zstd", PAGE),
}
"""Not shown: an error page, or an empty one."""
