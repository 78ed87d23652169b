"""The console as an ASGI application (Starlette): reads requests within bounds, answers them in threads."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from auditor.console.dispatch import SECURITY_HEADERS, answer
from auditor.console.exchange import Console, WebReply, WebRequest
from auditor.console.route_table import ROUTES, ConsoleRoute
from auditor.console.sessions import LONGEST_SECONDS

MOST_BYTES = 1_000_000
"""The longest body that is read."""

_MOST_FIELDS = 200
_log = logging.getLogger(__name__)


def web_app(console: Console) -> Starlette:
    """Return the application over a console."""

    async def missing(request: Request, _: Exception) -> Response:
        return _response(await run_in_threadpool(answer, console, None, await _read(request, with_form=False)))

    async def failed(_: Request, error: Exception) -> Response:
        _log.error("a page failed", exc_info=error)
        text = "發生未預期的錯誤，沒有任何資料被更動。Unexpected failure; nothing was changed."
        return Response(text, 500, SECURITY_HEADERS, "text/plain; charset=utf-8")

    routes = [Route(route.path, _endpoint(console, route), methods=[route.method]) for route in ROUTES]
    handlers: dict[Any, Any] = {404: missing, 405: missing, 500: failed}
    return Starlette(routes=routes, exception_handlers=handlers)


def _endpoint(console: Console, route: ConsoleRoute) -> Any:
    async def endpoint(request: Request) -> Response:
        read = await _read(request, with_form=route.method == "POST")
        return _response(await run_in_threadpool(answer, console, route, read))

    return endpoint


async def _read(request: Request, *, with_form: bool) -> WebRequest:
    """Read a request. Raises ``HTTPException`` for one that is too long."""
    form: dict[str, list[str]] = {}
    if with_form:
        await _require_short(request)
        sent = await request.form(max_files=0, max_fields=_MOST_FIELDS, max_part_size=MOST_BYTES)
        for name, value in sent.multi_items():
            form.setdefault(name, []).append(str(value))
    query: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        query.setdefault(name, []).append(value)
    return WebRequest(
        # a HEAD is answered as a GET; the server leaves the body out
        method="GET" if request.method == "HEAD" else request.method,
        path=request.url.path,
        params={name: str(value) for name, value in request.path_params.items()},
        query=query,
        form=form,
        cookies=dict(request.cookies),
        headers=dict(request.headers),
        client=request.client.host if request.client else "",
    )


async def _require_short(request: Request) -> None:
    """Read the body into memory, up to ``MOST_BYTES``, whatever length it claims."""
    size, chunks = 0, []
    async for chunk in request.stream():
        size += len(chunk)
        if size > MOST_BYTES:
            raise HTTPException(413)
        chunks.append(chunk)
    request._body = b"".join(chunks)  # where the library looks for a body that has been read


def _response(reply: WebReply) -> Response:
    response = Response(reply.body, reply.status, reply.headers, reply.media_type)
    for name, value, seconds, secure in _cookies(reply):
        response.set_cookie(name, value, max_age=seconds, path="/", secure=secure, httponly=True, samesite="lax")
    return response


def _cookies(reply: WebReply) -> Iterator[tuple[str, str, int, bool]]:
    for cookie in reply.cookies:
        yield cookie.name, cookie.value, int(LONGEST_SECONDS) if cookie.value else 0, cookie.secure
