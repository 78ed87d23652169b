"""Link targets: the state of one address, for all pages and sites that point to it."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from auditor.model.download import Download, FileFormat, Opens
from auditor.model.response import FetchFailure, Response
from auditor.model.verdict import CannotJudge, Untested


class LinkState(StrEnum):
    """What became of a link target. Only ``broken`` and a confirmed ``unreachable`` count against a site."""

    OK = "ok"
    REDIRECTED = "redirected"
    BROKEN = "broken"
    UNREACHABLE = "unreachable"
    SERVER_ERROR = "server_error"
    BLOCKED = "blocked"
    NOT_CHECKED = "not_checked"

    @property
    def is_alive(self) -> bool:
        """Whether the address leads somewhere: answered, with or without a redirect."""
        return self in {LinkState.OK, LinkState.REDIRECTED}

    @property
    def is_dead(self) -> bool:
        """Whether the address leads nowhere for everybody; an error of the server may pass and is not meant."""
        return self in {LinkState.BROKEN, LinkState.UNREACHABLE}


class LinkDetail(StrEnum):
    """The sub-state, one sentence each for editors in the report."""

    ALIVE = "alive"
    MOVED = "moved"
    MISSING = "missing"
    GONE = "gone"
    CLIENT_ERROR = "client_error"
    SOFT_MISSING = "soft_missing"
    LIKE_MISSING = "like_missing"
    REDIRECT_TO_HOME = "redirect_to_home"
    REDIRECT_TO_LOGIN = "redirect_to_login"
    REDIRECT_LOOP = "redirect_loop"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    DEAD_DOWNLOAD = "dead_download"
    BAD_ADDRESS = "bad_address"
    DNS = "dns"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    RESET = "reset"
    TLS = "tls"
    TLS_EXPIRED = "tls_expired"
    TLS_WRONG_NAME = "tls_wrong_name"
    TLS_UNTRUSTED = "tls_untrusted"
    TLS_INCOMPLETE = "tls_incomplete"
    SERVER_ERROR = "server_error"
    REFUSES_ROBOTS = "refuses_robots"
    CHALLENGE = "challenge"
    RATE_LIMITED = "rate_limited"
    LOGIN_NEEDED = "login_needed"
    ROBOTS = "robots"
    EXCLUDED = "excluded"
    BUDGET = "budget"
    TRAP = "trap"
    NOT_HTTP = "not_http"
    SCRIPT = "script"
    INSIDE_ADDRESS = "inside_address"
    OWN_NETWORK = "own_network"


class Notice(StrEnum):
    """Worth knowing, apart from the state."""

    PERMANENT_REDIRECT = "permanent_redirect"
    INSECURE_HOP = "insecure_hop"
    CERTIFICATE_ENDING = "certificate_ending"
    INCOMPLETE_CHAIN = "incomplete_chain"
    SLOW = "slow"


class Fragment(msgspec.Struct, frozen=True):
    """A part of the target that some link names. ``found`` is None where it cannot be known."""

    name: str
    found: bool | None


class StyleSheet(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a style sheet says: its font sizes as (line, value as written); ``whole`` is False for a beginning only."""

    font_sizes: tuple[tuple[int, str], ...] = ()
    whole: bool = True


class LinkTarget(msgspec.Struct, frozen=True):
    """One distinct address (without fragment) and what asking it brought, with the evidence.

    ``attempts`` counts how often it was asked; ``confirmed`` says that a failure was seen again on another connection.
    ``fragments`` are those named by any link in this run. ``download`` is what was read of a file inside a site,
    ``sheet`` what was read of a style sheet; ``unread`` why nothing was read of a body that could have been.
    """

    url: str
    state: LinkState
    detail: LinkDetail
    notices: tuple[Notice, ...] = ()
    answer: Response | FetchFailure | None = None
    attempts: int = 1
    confirmed: bool = False
    fragments: tuple[Fragment, ...] = ()
    checked_on: str = ""
    download: Download | None = None
    sheet: StyleSheet | None = None
    unread: Untested | None = None

    def file(self, *formats: FileFormat) -> Download | None:
        """The working target's file, where it is one of these formats and was read to its end.

        Raises ``CannotJudge`` where it seems to be such a file and could not be read so far.
        """
        file = self.download
        if file is None or not self.state.is_alive:
            return None
        if file.whole:
            return file if file.format in formats else None
        if file.format in formats or file.claimed in formats:
            raise CannotJudge(_UNREAD.get(file.opens, Untested.FETCH_FAILED), f"the file was not read: {file.opens}")
        return None


_UNREAD = {Opens.NOT_WHOLE: Untested.BUDGET, Opens.TOO_LARGE_INSIDE: Untested.BUDGET, Opens.ENCRYPTED: Untested.BLOCKED}
