"""Begins, finds and ends sessions; limits failures to sign in. Times are seconds since the epoch."""

from __future__ import annotations

import hmac
import time

from auditor.console.exchange import Console, Cookie, WebRequest, utc_now
from auditor.console.passwords import new_token, password_fits, token_digest
from auditor.model import Account, AccountState, LogEntry, WebSession

IDLE_SECONDS = 2 * 3600.0
"""A session ends after so long without a request."""

LONGEST_SECONDS = 12 * 3600.0
"""A session ends so long after signing in."""

MOST_FAILURES_OF_ACCOUNT = 5
"""Failures to sign in with one account, after which it waits."""

MOST_FAILURES_OF_ADDRESS = 30
"""Failures from one network address, after which it waits; an office may share one."""

WAIT_SECONDS = 15 * 60.0
"""How long failures count, and an account or address waits."""

_TOUCH_SECONDS = 60.0


class TooManyFailuresError(Exception):
    """Too many failures to sign in; wait."""


def session_cookie_name(console: Console) -> str:
    """Return the cookie's name; over TLS its prefix makes browsers refuse one that another host set (RFC 6265bis)."""
    return "__Host-session" if console.settings.is_secure else "session"


def find_session(console: Console, request: WebRequest) -> tuple[WebSession | None, Account | None]:
    """Return the session of a request and its account; None and None where it has ended or there is none."""
    token = request.cookies.get(session_cookie_name(console), "")
    session = console.store.sessions.find(token_digest(token)) if token else None
    now = time.time()
    if session is None or now - session.seen > IDLE_SECONDS or now - session.began > LONGEST_SECONDS:
        return None, None
    account = console.store.accounts.find(session.account)
    if account is None or account.state is not AccountState.ACTIVE:
        return None, None
    if now - session.seen > _TOUCH_SECONDS:
        console.store.sessions.touch(session.digest, now)
    return session, account


def begin_session(console: Console, account: Account, before: WebSession | None = None) -> Cookie:
    """Begin a session with a new token, whatever the browser sent before; returns its cookie."""
    token, now = new_token(), time.time()
    if before:
        console.store.sessions.end(before.digest, LogEntry(utc_now(), account.name, "signed-out", account.name))
    console.store.sessions.delete_old(now - IDLE_SECONDS, now - LONGEST_SECONDS)
    session = WebSession(token_digest(token), account.name, new_token(), now, now)
    console.store.sessions.begin(session, LogEntry(utc_now(), account.name, "signed-in", account.name))
    return Cookie(session_cookie_name(console), token, console.settings.is_secure)


def ended_cookie(console: Console) -> Cookie:
    """Return the cookie that deletes the session's."""
    return Cookie(session_cookie_name(console), "", console.settings.is_secure)


def verify_account(console: Console, name: str, password: str, address: str) -> Account | None:
    """Return the account with this name and password; None where they do not belong together.

    Unknown names take as long as known ones. Raises ``TooManyFailuresError`` before anything is compared.
    """
    now, sessions = time.time(), console.store.sessions
    limits = {f"account:{name}": MOST_FAILURES_OF_ACCOUNT, f"address:{address}": MOST_FAILURES_OF_ADDRESS}
    if any(sessions.failures(who, now - WAIT_SECONDS) >= most for who, most in limits.items()):
        raise TooManyFailuresError
    account = console.store.accounts.find(name)
    if not password_fits(password, console.store.accounts.password_hash(name)) or account is None:
        for who in limits:
            sessions.add_failure(who, now, now - WAIT_SECONDS)
        return None
    sessions.forget_failures(f"account:{name}")
    return account


def carries_token(session: WebSession, request: WebRequest) -> bool:
    """Return whether a form carries the token of its session, so that no other site can have sent it."""
    return hmac.compare_digest(request.sent("csrf").encode(), session.csrf.encode())
