"""Answers a request: who sent it, from where, and whether the route is open to them; then its handler."""

from __future__ import annotations

import logging
from urllib.parse import quote, urlsplit

import msgspec

from auditor.console.exchange import Console, Cookie, Exchange, RefusedError, WebReply, WebRequest, redirect_to
from auditor.console.permissions import Permission
from auditor.console.proxy_identity import session_of_proxy
from auditor.console.route_table import Access, ConsoleRoute
from auditor.console.sessions import carries_token, find_session
from auditor.report.words import LANGUAGES

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Headers of every reply."""

_LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}
_log = logging.getLogger(__name__)


def answer(console: Console, route: ConsoleRoute | None, request: WebRequest) -> WebReply:
    """Return the reply to a request; ``route`` is None where there is no such page."""
    language = request.cookies.get("language", "")
    chosen = language if language in LANGUAGES else console.settings.language
    session, account = find_session(console, request)
    cookies: tuple[Cookie, ...] = ()
    if console.settings.identity_header:
        session, account, cookies = session_of_proxy(console, request, session, account)
    exchange = Exchange(console, request, chosen, session, account)
    try:
        reply = _checked(exchange, route)
    except RefusedError as refusal:
        reply = _refusal(exchange, refusal)
    headers = SECURITY_HEADERS | reply.headers
    if console.settings.is_secure:
        headers = headers | {"Strict-Transport-Security": "max-age=31536000"}
    return msgspec.structs.replace(reply, headers=headers, cookies=(*cookies, *reply.cookies))


def _checked(exchange: Exchange, route: ConsoleRoute | None) -> WebReply:
    request = exchange.request
    if not _is_own_host(exchange.console, request):
        raise RefusedError("unknown_host", 400)
    if route is None:
        raise RefusedError("not_found", 404)
    if request.method == "POST":
        _require_own_form(exchange)
    if route.access is Access.PUBLIC:
        return route.handler(exchange)
    if exchange.account is None:
        if request.method == "GET":
            return redirect_to(f"/sign-in?next={quote(request.path)}" if request.path != "/" else "/sign-in")
        raise RefusedError("signed_out", 403)
    if isinstance(route.access, Permission) and not exchange.may(route.access):
        raise RefusedError("not_permitted")
    return route.handler(exchange)


def _require_own_form(exchange: Exchange) -> None:
    """Refuse a form that another site sent (OWASP CSRF Prevention: source of the request, and a token of the session).

    Without a session there is no token: the source alone decides, for signing in and one-time links.
    """
    request = exchange.request
    origin, site = request.headers.get("origin", ""), request.headers.get("sec-fetch-site", "")
    own = urlsplit(origin).netloc == request.headers.get("host", "") if origin else site == "same-origin"
    if not own:
        raise RefusedError("foreign_form")
    if exchange.session and not carries_token(exchange.session, request):
        raise RefusedError("form_old")


def _is_own_host(console: Console, request: WebRequest) -> bool:
    """Return whether a request names this console's host: another name that resolves here is none of ours."""
    host = request.headers.get("host", "")
    public = urlsplit(console.settings.public_url)
    if host == public.netloc:
        return True
    return public.hostname in {"localhost", "127.0.0.1", "::1"} and host.rpartition(":")[0] in _LOOPBACK


def _refusal(exchange: Exchange, refusal: RefusedError) -> WebReply:
    request = exchange.request
    _log.info("refused", extra={"method": request.method, "path": request.path, "reason": refusal.key})
    if exchange.account and refusal.key != "not_found":
        exchange.store.activity.add(
            exchange.entry("refused", f"{request.method} {request.path}"[:200], after=refusal.key)
        )
    title = exchange.words(f"refused.{refusal.key}_title")
    values = {"title": title, "crumbs": (), "sentence": exchange.words(f"refused.{refusal.key}")}
    return exchange.page("refused", values, status=refusal.status)
