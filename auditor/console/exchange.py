"""One request to the console and its reply, free of any web framework; and what every handler works with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from auditor.console.latest_report import LatestReport
from auditor.console.passwords import new_token
from auditor.console.permissions import Permission, Reach, may, reach
from auditor.model import Account, LogEntry, WebSession
from auditor.model.identity import digest
from auditor.report.html.views import Report
from auditor.report.render import Renderer
from auditor.report.words import Words
from auditor.store import Store

_HTML = "text/html; charset=utf-8"


class ConsoleSettings(msgspec.Struct, frozen=True):
    """How the console is served."""

    public_url: str
    """Its address as browsers see it, without a path."""
    language: str = "zh-TW"
    """The language of pages until a reader chooses another."""
    identity_header: str = ""
    """The header in which a proxy on this machine names who is signed in; empty: accounts sign in here."""
    data: Path = Path(".auditor")
    """The folder of the store."""

    @property
    def is_secure(self) -> bool:
        """Return whether browsers reach it over TLS."""
        return self.public_url.startswith("https://")


class WebRequest(msgspec.Struct, frozen=True):
    """What a browser sent."""

    method: str
    path: str
    """The path, decoded."""
    params: dict[str, str] = {}
    """The variable parts of the path by name."""
    query: dict[str, list[str]] = {}
    """The values of the query by name."""
    form: dict[str, list[str]] = {}
    """The values of a form that was sent, by name."""
    cookies: dict[str, str] = {}
    headers: dict[str, str] = {}
    """The headers by name in lower case."""
    client: str = ""
    """The network address of the browser, or of the proxy before this program."""

    def sent(self, name: str) -> str:
        """Return a value of the form without blanks around it; empty where it was not sent."""
        return self.form.get(name, [""])[0].strip()

    def asked(self, name: str) -> str:
        """Return a value of the query without blanks around it; empty where it was not sent."""
        return self.query.get(name, [""])[0].strip()


class Cookie(msgspec.Struct, frozen=True):
    """A cookie to set; an empty value deletes it."""

    name: str
    value: str
    secure: bool
    """Whether browsers send it over TLS only."""


class WebReply(msgspec.Struct, frozen=True):
    """What goes back."""

    body: bytes = b""
    status: int = 200
    media_type: str = _HTML
    headers: dict[str, str] = {}
    cookies: tuple[Cookie, ...] = ()


class RefusedError(Exception):
    """A request is refused; the reader is given the reason.

    ``key`` is that of the sentence ``refused.KEY``, ``status`` the HTTP status.
    """

    def __init__(self, key: str, status: int = 403) -> None:
        super().__init__(key)
        self.key, self.status = key, status


class Console(msgspec.Struct, frozen=True):
    """What all requests share."""

    store: Store
    settings: ConsoleSettings
    latest: LatestReport
    renderers: dict[str, Renderer]
    """By language."""
    words: dict[str, Words]
    """By language."""


class Exchange:
    """A request with who sent it, in which language, and the means to answer it."""

    def __init__(
        self, console: Console, request: WebRequest, language: str, session: WebSession | None, account: Account | None
    ) -> None:
        self.console, self.request, self.store = console, request, console.store
        self.language, self.session, self.account = language, session, account
        self.words = console.words[language]

    @property
    def who(self) -> Account:
        """Return who is signed in. Raises ``RefusedError`` where nobody is."""
        if self.account is None:
            raise RefusedError("signed_out")
        return self.account

    @property
    def report(self) -> Report | None:
        """Return the latest judged run; None where nothing was judged."""
        return self.console.latest.get(self.words)

    def may(self, permission: Permission) -> bool:
        """Return whether who is signed in may do something in some scope."""
        return self.account is not None and may(self.account, permission)

    def reach(self, permission: Permission) -> Reach:
        """Return where who is signed in may do something."""
        report = self.report
        if report is None or self.account is None:
            return Reach()
        sites = (site.site for site in report.evidence.sites)
        return reach(self.account, permission, sites, report.evidence.run.day)

    def form_id(self) -> str:
        """Return the identity of what a form creates: the same form of the same person sent twice gives the same."""
        once = self.request.sent("once")
        if not once:
            raise RefusedError("form_incomplete", 400)
        return digest(self.who.name, once)

    def entry(self, what: str, subject: str = "", before: str = "", after: str = "") -> LogEntry:
        """Return an entry of the log about what who is signed in does now."""
        return LogEntry(utc_now(), self.account.name if self.account else "", what, subject, before, after)

    def page(self, template: str, values: Mapping[str, Any], *, status: int = 200) -> WebReply:
        """Return a page; ``values`` are those of the template besides those of the frame."""
        frame = {
            "account": self.account,
            "once_id": new_token(),
            "csrf": self.session.csrf if self.session else "",
            "here": self.request.path,
            "may": {permission.value: self.may(permission) for permission in Permission},
            "problem": status == 400,
            "other_language": next(each for each in self.console.words if each != self.language),
            "proxied": bool(self.console.settings.identity_header),
        }
        html = self.console.renderers[self.language].page(template, frame | dict(values))
        return WebReply(html.encode(), status, headers={"Cache-Control": "no-store"})


def redirect_to(path: str, *cookies: Cookie) -> WebReply:
    """Return a redirect to a path of the console after a form was carried out (HTTP 303)."""
    return WebReply(status=303, headers={"Location": path}, cookies=cookies)


def utc_now() -> str:
    """Return the present moment: ISO 8601 in UTC, so fine that what follows sorts after it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")
