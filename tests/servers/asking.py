"""Asking an address of an odd server, as all tests of the asker do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import httpx
import uvloop
from odd_servers import OddServer, Script, odd_server

from auditor.fetch.client import FetchClient, FetchSettings, Validators
from auditor.fetch.transport import HttpxTransport
from auditor.model import Answer, FetchFailure, Response

AGENT = "web-convenience-auditor/1.0 (+mailto:web@agency.test)"
MUCH = 1_000_000


def ask(
    answers: Mapping[str, bytes | Script],
    path: str = "/",
    *,
    cap: int | Callable[[str], int] = MUCH,
    validators: Validators | None = None,
    seconds: float = 5.0,
) -> tuple[Answer, bytes, OddServer]:
    """Ask one address of a server that answers so."""

    async def asking() -> tuple[Answer, bytes, OddServer]:
        async with odd_server(answers) as server:
            asker = FetchClient(FetchSettings(agent=AGENT, inside=frozenset({server.origin}), seconds=seconds))
            try:
                answer, body = await asker.ask(server.origin + path, cap=cap, validators=validators)
            finally:
                await asker.close()
            return answer, body, server

    return uvloop.run(asking())


def response(answers: Mapping[str, bytes | Script], path: str = "/", **terms: object) -> tuple[Response, bytes]:
    answer, body, _ = ask(answers, path, **terms)  # type: ignore[arg-type]
    assert isinstance(answer, Response), answer
    return answer, body


def failure(answers: Mapping[str, bytes | Script], path: str = "/", **terms: object) -> FetchFailure:
    answer, body, _ = ask(answers, path, **terms)  # type: ignore[arg-type]
    assert isinstance(answer, FetchFailure), answer
    assert body == b""
    return answer


def fake(handler: Callable[[httpx.Request], httpx.Response], url: str = "https://agency.test/") -> tuple[Answer, bytes]:
    async def asking() -> tuple[Answer, bytes]:
        asker = FetchClient(FetchSettings(agent=AGENT), HttpxTransport(httpx.MockTransport(handler)))
        try:
            return await asker.ask(url, cap=MUCH)
        finally:
            await asker.close()

    return uvloop.run(asking())
