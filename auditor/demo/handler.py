"""Serves one host of the demo network by HTTP/1.1: kept connections, validators, gzip, counted requests."""

from __future__ import annotations

import gzip
import hashlib
import json
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from http.server import BaseHTTPRequestHandler

import msgspec

from auditor.demo.answers import DemoAnswer, DemoHost, spelled

COUNTS_PATH = "/__demo__/counts"
_TEXT = ("text/", "application/xml", "image/svg")
_SMALL = 512
_VALIDATED = frozenset({200})


class RequestCounts:
    """Number of requests of each address; safe for many threads."""

    def __init__(self) -> None:
        self._counter: Counter[str] = Counter()
        self._lock = threading.Lock()

    def add(self, url: str) -> None:
        """Count a request of this address."""
        with self._lock:
            self._counter[url] += 1

    def as_json(self) -> bytes:
        """Addresses with their counts, sorted, as a JSON object."""
        with self._lock:
            return json.dumps(dict(sorted(self._counter.items()))).encode()


class Served(msgspec.Struct, frozen=True):
    """A host and the counts that its requests go into."""

    host: DemoHost
    counts: RequestCounts


class _Body(msgspec.Struct, frozen=True):
    """A body as it is sent."""

    plain: bytes
    zipped: bytes
    """Compressed by gzip; empty for small bodies and for media types that do not shrink."""
    tag: str
    """The entity tag."""


def handler_for(served: Served) -> type[BaseHTTPRequestHandler]:
    """The handler class of one host."""
    return type("Handler", (_Handler,), {"served": served})


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "auditor-demo"
    sys_version = ""
    timeout = 60
    disable_nagle_algorithm = True
    wbufsize = 65_536
    served: Served

    def do_GET(self) -> None:
        """Answer with a body."""
        self._reply(with_body=True)

    def do_HEAD(self) -> None:
        """Answer without a body."""
        self._reply(with_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Log nothing: requests are counted."""

    def _reply(self, *, with_body: bool) -> None:
        path = spelled(self.path.encode("latin-1").decode("utf-8", "surrogateescape"))
        if path == COUNTS_PATH:
            answer = DemoAnswer(200, self.served.counts.as_json(), "application/json")
        else:
            self.served.counts.add(f"{self.served.host.origin}{path}")
            answer = self.served.host.answer(path)
        if answer.delay:
            time.sleep(answer.delay)
        body = _body(answer)
        if answer.status in _VALIDATED and answer.updated and self._has(body.tag, answer.updated):
            self._send(304, answer, body, b"")
            return
        zipped = bool(body.zipped) and "gzip" in self.headers.get("Accept-Encoding", "")
        self._send(
            answer.status, answer, body, body.zipped if zipped else body.plain, zipped=zipped, with_body=with_body
        )

    def _has(self, tag: str, updated: str) -> bool:
        """Whether the client has this version already; an entity tag counts before a date (RFC 9110, 13.2.2)."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return tag in [known.strip().removeprefix("W/") for known in tags.split(",")] or tags.strip() == "*"
        return self.headers.get("If-Modified-Since", "") == _http_date(updated)

    def _send(  # noqa: PLR0913 - an answer as it is sent
        self,
        status: int,
        answer: DemoAnswer,
        body: _Body,
        content: bytes,
        *,
        zipped: bool = False,
        with_body: bool = True,
    ) -> None:
        self.send_response(status, "Request denied" if status == 999 else None)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.updated:
            self.send_header("ETag", body.tag)
            self.send_header("Last-Modified", _http_date(answer.updated))
        if status != 304:
            self.send_header("Content-Type", answer.media_type)
            self.send_header("Content-Length", str(len(content)))
        if body.zipped:
            self.send_header("Vary", "Accept-Encoding")
        if zipped:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if with_body:
            self.wfile.write(content)


@lru_cache(4_096)
def _body(answer: DemoAnswer) -> _Body:
    text = answer.media_type.startswith(_TEXT) and len(answer.body) > _SMALL
    tag = hashlib.blake2b(answer.body, digest_size=8).hexdigest()
    return _Body(answer.body, gzip.compress(answer.body, mtime=0) if text else b"", f'"{tag}"')


@lru_cache(1_024)
def _http_date(day: str) -> str:
    return format_datetime(datetime.fromisoformat(day).replace(hour=1, tzinfo=UTC), usegmt=True)
