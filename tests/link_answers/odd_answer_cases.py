"""Odd answers and odd places of links, each with the verdict of a visitor and why; Chromium settles what is shown."""

from __future__ import annotations

import gzip
import zlib

import brotli
import zstandard
from link_case import PAGE, PNG, Case, coded, counted, gated, page, raw
from odd_servers import Script, moved, once, reply

_RAW_DEFLATE = zlib.compressobj(wbits=-15)
_RAW = _RAW_DEFLATE.compress(PAGE) + _RAW_DEFLATE.flush()
_STATUS_SHOWN = ("201 Created", "203 Non-Authoritative", "207 Multi-Status", "226 IM Used", "299 Odd")
_STATUS_ODD = (
    "411 Length Required", "416 Range", "417 Expectation", "422 Unprocessable", "424 Dependency", "440 Login Timeout",
    "449 Retry With", "450 Blocked", "451 Legal", "463 Too Many", "494 Header Too Large", "497 HTTP to HTTPS",
    "501 Not Implemented", "505 Version", "507 Storage", "509 Bandwidth", "521 Down", "526 Invalid", "599 Timeout",
)  # fmt: skip
_CODINGS = {
    "identity": PAGE, "none": PAGE, "x-gzip": gzip.compress(PAGE), "GZIP": gzip.compress(PAGE),
    "deflate": zlib.compress(PAGE), " gzip ": gzip.compress(PAGE), "BR": brotli.compress(PAGE),
    "zstd": zstandard.compress(PAGE), "gzip, identity": gzip.compress(PAGE),
}  # fmt: skip

ANSWERS: tuple[Case, ...] = (
    *(
        Case(f"status-{line[:3]}", page(status=line), "ok", "2xx with content (RFC 9110, 15.3)")
        for line in _STATUS_SHOWN
    ),
    *(
        Case(f"status-{line[:3]}", page(status=line), "cant", "no verdict on the address itself")
        for line in _STATUS_ODD
    ),
    Case("status-206", page("Content-Range: bytes 0-9/10", status="206 Partial"), "ok", "Chromium shows it"),
    Case("status-205", reply(b"", status="205 Reset Content"), "ok", "no content, as 204 (RFC 9110, 15.3.6)"),
    Case("status-300", page(status="300 Multiple Choices"), "ok", "Chromium shows the choices"),
    Case("status-404-location", page("Location: /end", status="404 Not Found"), "bad", "Location means nothing here"),
    Case("type-missing", page(kind=""), "ok", "sniffed as HTML (MIME Sniffing, 7.1)"),
    Case("type-odd", page(kind="Content-Type: text/html;;; charset=; boundary"), "ok", "parameters are tolerated"),
    Case("type-twice", page("Content-Type: text/html"), "ok", "the last one counts"),
    Case("type-quoted", page(kind='Content-Type: text/html; charset="utf-8"'), "ok", "a quoted charset"),
    Case("type-unknown", page(kind="Content-Type: application/x-odd"), "ok", "a download"),
    Case("attachment", page("Content-Disposition: attachment; filename=a.html"), "ok", "a download"),
    Case(
        "nosniff-text", page("X-Content-Type-Options: nosniff", kind="Content-Type: text/plain"), "ok", "shown as text"
    ),
    Case("many-cookies", page(*(f"Set-Cookie: c{n}={n}" for n in range(60))), "ok", "no limit of headers"),
    Case("sandbox", page("Content-Security-Policy: sandbox"), "ok", "shown"),
    Case(
        "identity-transfer", raw("HTTP/1.1 200 OK\nContent-Type: text/html\nTransfer-Encoding: identity"), "ok", "shown"
    ),
    Case(
        "no-length", raw("HTTP/1.1 200 OK\nContent-Type: text/html\nConnection: keep-alive"), "ok", "ends at the close"
    ),
    Case("http10", raw("HTTP/1.0 200 OK\nContent-Type: text/html"), "ok", "shown"),
    Case("long-reason", raw(f"HTTP/1.1 200 {'x' * 9_000}\nContent-Type: text/html"), "ok", "reasons are not read"),
    Case(
        "reason-big5", once("HTTP/1.1 200 成功\r\nContent-Type: text/html\r\n\r\n".encode("big5") + PAGE), "ok", "shown"
    ),
    Case(
        "header-big5",
        once("HTTP/1.1 200 OK\r\nX-A: 公告\r\nContent-Type: text/html\r\n\r\n".encode("big5") + PAGE),
        "ok",
        "obs-text (RFC 9110, 5.5)",
    ),
    Case("empty-header-name", raw("HTTP/1.1 200 OK\n: x\nContent-Type: text/html"), "ok", "the line is skipped"),
    Case(
        "length-lists",
        raw(f"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: {len(PAGE)},{len(PAGE)},{len(PAGE)}"),
        "ok",
        "RFC 9110, 8.6",
    ),
    Case(
        "length-signed", raw(f"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: +{len(PAGE)}"), "ok", "shown"
    ),
    Case(
        "lengths-differ",
        raw("HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 5\nContent-Length: 9"),
        "bad",
        "ERR_RESPONSE_HEADERS_MULTIPLE_CONTENT_LENGTH",
    ),
    Case(
        "nul-header",
        once(b"HTTP/1.1 200 OK\r\nX: a\0b\r\nContent-Type: text/html\r\n\r\n" + PAGE),
        "bad",
        "ERR_INVALID_HTTP_RESPONSE",
    ),
    *(
        Case(f"coding-{number}", coded(coding, body), "ok", f"Content-Encoding: {coding}")
        for number, (coding, body) in enumerate(_CODINGS.items())
    ),
    Case("coding-raw-deflate", coded("deflate", _RAW), "ok", "without zlib's frame, as browsers read it too"),
    Case("coding-three", coded("gzip, gzip, gzip", gzip.compress(gzip.compress(gzip.compress(PAGE)))), "ok", "stacked"),
    Case(
        "coding-two-members", coded("gzip", gzip.compress(PAGE[:20]) + gzip.compress(PAGE[20:])), "ok", "RFC 1952, 2.2"
    ),
    Case("coding-none-as-gzip", coded("gzip", b"plain text"), "bad", "ERR_CONTENT_DECODING_FAILED"),
    # cookies and redirects
    *(
        Case(
            f"cookie-{number}",
            gated(f"v={value}; Path=/", b"Cookie: v=" + value.encode() + b"\r", f"/cookie-{number}"),
            "ok",
            "byte for byte (RFC 6265, 5.4)",
        )
        for number, value in enumerate(('"a b"', "a,b", '{"a":[1]}', "a=b==", "é", "%E4%B8%AD", "a\\b", "(x)@[y]"))
    ),
    Case("cookie-path", gated("v=1; Path=/other", b"v=1", "/cookie-path"), "bad", "sent to /other only: a loop"),
    Case("cookie-counted", counted("cookie-counted", 5), "ok", "each request differs by its cookie"),
    *(Case(f"redirect-{code}", moved("/end", status=f"{code} X"), "ok", "followed") for code in (303, 307, 308)),
    Case("location-query", moved("?x=1"), "ok", "relative to the address", path="/loc/q"),
    Case("location-scheme-relative", moved("//{host}/end"), "ok", "the same scheme"),
    Case("location-blank", moved("/a b"), "ok", "escaped by the browser (URL Standard)"),
    Case("location-utf8", moved("/路徑".encode()), "ok", "escaped as UTF-8"),
    Case("location-backslash", moved("\\end"), "ok", "a slash in special schemes"),
    Case("location-upper", moved("HTTP://{host}/end"), "ok", "schemes in any case"),
    Case("location-blanks", moved("   /end   "), "ok", "blanks around it are dropped"),
    Case("location-fragment", moved("/end#one"), "ok", "the part is there"),
    Case("location-no-fragment", moved("/end#two"), "ok", "the link names no part; its page is shown"),
    Case("location-script", moved("javascript:alert(1)"), "bad", "ERR_UNSAFE_REDIRECT"),
    Case("location-data", moved("data:text/html,x"), "bad", "ERR_UNSAFE_REDIRECT"),
    Case("location-file", moved("file:///etc/hosts"), "bad", "ERR_UNSAFE_REDIRECT"),
    Case("location-missing", moved("/not-there"), "bad", "ends at a 404"),
    Case("location-none", page(status="302 Found"), "ok", "its own body is shown"),
    # soft 404s by the end of a redirect
    *(
        Case(f"soft-{number}", moved(end), "bad", "the end says that nothing is there")
        for number, end in enumerate(("/404.html?from=/x", "/error/404", "/zh/NotFound.aspx", "/page-not-found"))
    ),
    Case("soft-error", moved("/errors/default.aspx?code=500"), "cant", "an error of any kind"),
    Case("innocent-404", moved("/news/404-area-code.html"), "ok", "a number in a name"),
    Case("innocent-error", moved("/handbook/error-correction.html"), "ok", "a subject"),
    # content against name
    Case("file.pdf", page(), "cant", "a page, perhaps about the file"),
    Case("attached.pdf", page("Content-Disposition: attachment"), "bad", "a page saved as a file"),
    Case("empty.pdf", reply(b"", "Content-Type: application/pdf"), "bad", "nothing"),
    Case("letter.docx", reply(b"PK\3\4" + bytes(50), "Content-Type: application/octet-stream"), "ok", "an Office file"),
    Case("locked.docx", reply(b"\xd0\xcf\x11\xe0" + bytes(50), "Content-Type: application/msword"), "ok", "encrypted"),
    Case("table.xls", reply(b"<html><table>", "Content-Type: application/vnd.ms-excel"), "ok", "Excel opens it"),
    Case("data.csv", page(), "cant", "a page in the place of data"),
    Case("song.mp3", page(), "cant", "a page, perhaps about it"),
    # subresources
    Case(
        "img-text",
        reply(b"file does not exist", "Content-Type: image/png"),
        "bad",
        "no picture",
        "<img alt='' src='{u}'>",
    ),
    Case("img-html", page(), "bad", "no picture", "<img alt='' src='{u}'>"),
    Case(
        "img-wrong-type", reply(PNG, "Content-Type: text/plain"), "ok", "known by its bytes", "<img alt='' src='{u}'>"
    ),
    Case(
        "img-svg",
        reply(b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "Content-Type: image/svg+xml"),
        "ok",
        "a picture",
        "<img alt='' src='{u}'>",
    ),
    Case(
        "script-image-type",
        reply(b"var a = 1;", "Content-Type: image/png"),
        "bad",
        "blocked by its type (Fetch, should response be blocked due to its MIME type)",
        "<script src='{u}'></script>",
    ),
    Case(
        "script-csv-type",
        reply(b"var a = 1;", "Content-Type: text/csv"),
        "bad",
        "as before",
        "<script src='{u}'></script>",
    ),
    Case("script-plain", reply(b"var a = 1;", "Content-Type: text/plain"), "ok", "run", "<script src='{u}'></script>"),
    Case(
        "script-nosniff",
        reply(b"var a = 1;", "Content-Type: text/plain", "X-Content-Type-Options: nosniff"),
        "bad",
        "blocked by nosniff (Fetch, 3.6)",
        "<script src='{u}'></script>",
    ),
    Case(
        "sheet-nosniff.css",
        reply(b"p {color: red}", "Content-Type: text/plain", "X-Content-Type-Options: nosniff"),
        "bad",
        "blocked by nosniff (Fetch, 3.6)",
        "<link rel=stylesheet href='{u}'>",
    ),
    Case("sheet-typeless.css", reply(b"p {color: red}"), "ok", "applied", "<link rel=stylesheet href='{u}'>"),
    # fragments
    Case("f-case", page(), "bad", "ids are compared exactly", path="/f-case#One"),
    Case("f-escaped", page(body="<p id=章節>x".encode()), "ok", "decoded once", path="/f-escaped#%E7%AB%A0%E7%AF%80"),
    Case("f-name", page(body=b"<a name=here>x</a>"), "ok", "an anchor", path="/f-name#here"),
    Case("f-svg", page(body=b"<svg><g id=g1></g></svg>"), "ok", "any element", path="/f-svg#g1"),
    Case("f-comment", page(body=b"<p>x</p><!-- <p id=c> -->"), "bad", "a comment", path="/f-comment#c"),
    Case("f-template", page(body=b"<template><p id=t>x</p></template>y"), "bad", "inert", path="/f-template#t"),
)
"""Answers of an address that a page links to."""

ENDS: dict[str, bytes | Script] = {
    "/end": page(),
    "/a%20b": page(),
    "/%E8%B7%AF%E5%BE%91": page(),
    "/loc/q?x=1": page(),
    "/p.png": reply(PNG, "Content-Type: image/png"),
    "/v.mp4": reply(b"\0\0\0\x18ftypmp42" + bytes(40), "Content-Type: video/mp4"),
    "/404.html?from=/x": page(),
    "/error/404": page(),
    "/zh/NotFound.aspx": page(),
    "/page-not-found": page(),
    "/errors/default.aspx?code=500": page(),
    "/news/404-area-code.html": page(),
    "/handbook/error-correction.html": page(),
}
"""What the redirects lead to."""
