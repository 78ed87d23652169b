"""Signs in whom a proxy on this machine names in a header, for single sign-on before the console."""

from __future__ import annotations

from auditor.console.exchange import Console, Cookie, WebRequest
from auditor.console.passwords import token_digest
from auditor.console.sessions import begin_session, ended_cookie
from auditor.model import Account, AccountState, WebSession

_HERE = frozenset({"127.0.0.1", "::1"})


def session_of_proxy(
    console: Console, request: WebRequest, session: WebSession | None, account: Account | None
) -> tuple[WebSession | None, Account | None, tuple[Cookie, ...]]:
    """Return session, account and cookies for whom the proxy names; nobody where it names none, or is not here.

    The header counts only from this machine: elsewhere anybody could send it. A session of somebody else ends.
    """
    named = request.headers.get(console.settings.identity_header.lower(), "") if request.client in _HERE else ""
    if session and account and account.name == named:
        return session, account, ()
    known = console.store.accounts.find(named) if named else None
    if known is None or known.state is AccountState.DISABLED:
        return None, None, (ended_cookie(console),) if session else ()
    cookie = begin_session(console, known, session)
    return console.store.sessions.find(token_digest(cookie.value)), known, (cookie,)
