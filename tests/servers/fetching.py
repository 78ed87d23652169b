"""Fetching an address of an odd server, as all tests of the client do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import httpx
import uvloop
from odd_servers import OddServer, Script, odd_server

from auditor.fetch.client import FetchClient, FetchSettings, Validators
from auditor.fetch.curl_transport import CurlTransport
from auditor.fetch.httpx_transport import HttpxTransport
from auditor.model import Answer, FetchFailure, Response

AGENT = "web-convenience-auditor/1.0 (+mailto:web@agency.test)"
MUCH = 1_000_000


def fetch(
    answers: Mapping[str, bytes | Script],
    path: str = "/",
    *,
    cap: int | Callable[[str], int] = MUCH,
    validators: Validators | None = None,
    seconds: float = 5.0,
) -> tuple[Answer, bytes, OddServer]:
    """Fetch one address of a server that gives these answers."""

    async def fetched() -> tuple[Answer, bytes, OddServer]:
        async with odd_server(answers) as server:
            client = FetchClient(FetchSettings(agent=AGENT, inside=frozenset({server.origin}), seconds=seconds))
            try:
                answer, body = await client.fetch(server.origin + path, cap=cap, validators=validators)
            finally:
                await client.close()
            return answer, body, server

    return uvloop.run(fetched())


def fetch_over_curl(answers: Mapping[str, bytes | Script], path: str = "/") -> tuple[Answer, bytes, OddServer]:
    """Fetch one address of a server that gives these answers, over libcurl."""

    async def fetched() -> tuple[Answer, bytes, OddServer]:
        async with odd_server(answers) as server:
            client = FetchClient(FetchSettings(AGENT, seconds=5), CurlTransport([server.origin]))
            try:
                answer, body = await client.fetch(server.origin + path, cap=MUCH)
            finally:
                await client.close()
            return answer, body, server

    return uvloop.run(fetched())


def response(answers: Mapping[str, bytes | Script], path: str = "/", **terms: object) -> tuple[Response, bytes]:
    answer, body, _ = fetch(answers, path, **terms)  # type: ignore[arg-type]
    assert isinstance(answer, Response), answer
    return answer, body


def failure(answers: Mapping[str, bytes | Script], path: str = "/", **terms: object) -> FetchFailure:
    answer, body, _ = fetch(answers, path, **terms)  # type: ignore[arg-type]
    assert isinstance(answer, FetchFailure), answer
    assert body == b""
    return answer


def fake(handler: Callable[[httpx.Request], httpx.Response], url: str = "https://agency.test/") -> tuple[Answer, bytes]:
    async def fetched() -> tuple[Answer, bytes]:
        client = FetchClient(FetchSettings(agent=AGENT), HttpxTransport(httpx.MockTransport(handler)))
        try:
            return await client.fetch(url, cap=MUCH)
        finally:
            await client.close()

    return uvloop.run(fetched())
