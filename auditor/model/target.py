"""Link targets: the state of one address, for all pages and sites that point to it."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from auditor.model.download import Download, FileFormat, Opens
from auditor.model.page_content import Signal
from auditor.model.response import FetchFailure, Response
from auditor.model.style_declarations import StyleSheet
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
    TEMPORARY = "temporary"
    MISSING_FOR_ROBOTS = "missing_for_robots"
    REDIRECT_TO_ERROR = "redirect_to_error"
    STATES_MISSING = "states_missing"
    PAGE_FOR_FILE = "page_for_file"
    WRONG_CONTENT = "wrong_content"
    OPENS_APP = "opens_app"
    UNREADABLE_ANSWER = "unreadable_answer"
    UNASKED_304 = "unasked_304"


class Notice(StrEnum):
    """Worth knowing, apart from the state."""

    PERMANENT_REDIRECT = "permanent_redirect"
    INSECURE_HOP = "insecure_hop"
    CERTIFICATE_ENDING = "certificate_ending"
    INCOMPLETE_CHAIN = "incomplete_chain"
    SLOW = "slow"
    SCRIPT_HOST_NEW = "script_host_new"
    SCRIPT_HOST_KNOWN = "script_host_known"


class Fragment(msgspec.Struct, frozen=True):
    """A part of the target that some link names by a fragment."""

    name: str
    """The fragment as written."""
    found: bool | None
    """Whether the target has such a part; None where it cannot be known."""


class ClientName(StrEnum):
    """The independent clients that may request an address; the value is the program's name."""

    FIRST = "libcurl"
    SECOND = "httpx"
    BROWSER = "Chromium"


class Opinion(msgspec.Struct, frozen=True):
    """What one client saw of an address that was requested by several."""

    client: ClientName
    """Who requested it."""
    state: LinkState
    """What that client's answer alone amounts to."""
    detail: LinkDetail
    """The sub-state."""
    status: int = 0
    """The HTTP status; 0 where no answer came."""
    nothing: str = ""
    """Why the browser showed nothing; empty where it showed a document, and for other clients."""
    title: str = ""
    """The title of the document that the browser showed; empty for other clients."""


class LinkTarget(msgspec.Struct, frozen=True):
    """One distinct address, and what fetching it brought, with the evidence."""

    url: str
    """The address, without fragment."""
    state: LinkState
    """What became of it."""
    detail: LinkDetail
    """The sub-state."""
    notices: tuple[Notice, ...] = ()
    """What is worth knowing apart from the state."""
    answer: Response | FetchFailure | None = None
    """What fetching it brought; None when it was not fetched."""
    attempts: int = 1
    """How often it was requested."""
    confirmed: bool = False
    """Whether a failure was seen again on another connection."""
    fragments: tuple[Fragment, ...] = ()
    """The parts of it that any link of the run names."""
    download: Download | None = None
    """The facts of a file inside a site; None for all others."""
    sheet: StyleSheet | None = None
    """The facts of a style sheet; None for all others."""
    unread: Untested | None = None
    """Why a body that could have been parsed was not; None when it was."""
    opinions: tuple[Opinion, ...] = ()
    """Who saw what, in the order requested, where one client alone did not settle it; empty for all others."""

    @property
    def seen_data(self) -> dict[str, tuple[str, ...]]:
        """Who saw what, for the data of a verdict: ``seen``, one text an opinion; empty where one client settled it.

        A text is the fields of an ``Opinion``, separated by bars.
        """
        if not self.opinions:
            return {}
        parts = (msgspec.structs.astuple(opinion) for opinion in self.opinions)
        return {"seen": tuple("|".join(map(str, opinion)) for opinion in parts)}

    signals: tuple[Signal, ...] = ()
    """Signals that its name or content changed hands; known when the whole run is."""

    @property
    def suspicions(self) -> tuple[Signal, ...]:
        """The strong signals."""
        return tuple(signal for signal in self.signals if signal.kind.is_strong)

    @property
    def refuses_programs(self) -> bool:
        """Whether a firewall, a test for robots or a limit answered in place of the site."""
        return self.state is LinkState.BLOCKED and self.detail in _REFUSALS

    def file(self, *formats: FileFormat) -> Download | None:
        """Return the file of an alive target when it has one of these formats and was parsed to its end.

        Raises ``CannotJudge`` when it seems to be such a file and could not be parsed so far.
        """
        file = self.download
        if file is None or not self.state.is_alive:
            return None
        if file.whole:
            return file if file.format in formats else None
        if file.format in formats or file.claimed in formats:
            raise CannotJudge(_UNREAD.get(file.opens, Untested.FETCH_FAILED), f"the file was not parsed: {file.opens}")
        return None


_REFUSALS = frozenset(
    {LinkDetail.CHALLENGE, LinkDetail.REFUSES_ROBOTS, LinkDetail.RATE_LIMITED, LinkDetail.MISSING_FOR_ROBOTS}
)
_UNREAD = {Opens.NOT_WHOLE: Untested.BUDGET, Opens.TOO_LARGE_INSIDE: Untested.BUDGET, Opens.ENCRYPTED: Untested.BLOCKED}
