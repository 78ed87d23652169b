"""Classifies an answer as a link state: what a visitor who follows a link to the address would meet. Pure."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import msgspec

from auditor import urls
from auditor.crawl.answered_content import content_detail, is_wrong_for
from auditor.crawl.redirect_ends import redirect_detail
from auditor.model import (
    REFUSING_STATUSES,
    FailureReason,
    FetchFailure,
    LinkDetail,
    LinkState,
    LinkTarget,
    Notice,
    ResourceUse,
    Response,
)
from auditor.standards import table
from auditor.standards.error_pages import is_error_title
from auditor.standards.refusal_titles import is_refusal_title

ENDING_DAYS = 30
"""A certificate with fewer days left is noted: authorities ask to renew a month before."""

SLOW_MS = 5_000
"""An address that takes longer than this is noted as slow."""

_OWN_NETWORK = frozenset({407, 511})
"""Statuses of a proxy or a portal between us and the network (RFC 9110, 15.5.8; RFC 6585, 6): not of the address."""

_TEMPORARY = frozenset({408, 421, 425, 444, 460, 499})
"""Statuses that ask to try again, or state that the connection ended too early (444, 460, 499: of proxies)."""

_STATUSES: dict[int, tuple[LinkState, LinkDetail]] = {
    304: (LinkState.BLOCKED, LinkDetail.UNASKED_304),
    404: (LinkState.BROKEN, LinkDetail.MISSING),
    410: (LinkState.BROKEN, LinkDetail.GONE),
    **dict.fromkeys(REFUSING_STATUSES, (LinkState.BLOCKED, LinkDetail.REFUSES_ROBOTS)),
    **dict.fromkeys(_TEMPORARY, (LinkState.BLOCKED, LinkDetail.TEMPORARY)),
    **dict.fromkeys(_OWN_NETWORK, (LinkState.NOT_CHECKED, LinkDetail.OWN_NETWORK)),
    401: (LinkState.BLOCKED, LinkDetail.LOGIN_NEEDED),
    429: (LinkState.BLOCKED, LinkDetail.RATE_LIMITED),
}
"""Statuses whose state follows from nothing else; see ``_response`` for the rest."""

_FAILURES: dict[FailureReason, tuple[LinkState, LinkDetail]] = {
    FailureReason.BAD_ADDRESS: (LinkState.BROKEN, LinkDetail.BAD_ADDRESS),
    FailureReason.DNS: (LinkState.UNREACHABLE, LinkDetail.DNS),
    FailureReason.REFUSED: (LinkState.UNREACHABLE, LinkDetail.REFUSED),
    FailureReason.TIMEOUT: (LinkState.UNREACHABLE, LinkDetail.TIMEOUT),
    FailureReason.RESET: (LinkState.UNREACHABLE, LinkDetail.RESET),
    FailureReason.TLS_EXPIRED: (LinkState.UNREACHABLE, LinkDetail.TLS_EXPIRED),
    FailureReason.TLS_WRONG_NAME: (LinkState.UNREACHABLE, LinkDetail.TLS_WRONG_NAME),
    FailureReason.TLS_UNTRUSTED: (LinkState.UNREACHABLE, LinkDetail.TLS_UNTRUSTED),
    FailureReason.TLS_INCOMPLETE: (LinkState.UNREACHABLE, LinkDetail.TLS_INCOMPLETE),
    FailureReason.TLS_OTHER: (LinkState.UNREACHABLE, LinkDetail.TLS),
    FailureReason.REDIRECT_LOOP: (LinkState.BROKEN, LinkDetail.REDIRECT_LOOP),
    FailureReason.TOO_MANY_REDIRECTS: (LinkState.BROKEN, LinkDetail.TOO_MANY_REDIRECTS),
    FailureReason.INSIDE_ADDRESS: (LinkState.NOT_CHECKED, LinkDetail.INSIDE_ADDRESS),
    FailureReason.ROBOTS: (LinkState.NOT_CHECKED, LinkDetail.ROBOTS),
    FailureReason.HOST_BUSY: (LinkState.BLOCKED, LinkDetail.RATE_LIMITED),
    FailureReason.BAD_ANSWER: (LinkState.BROKEN, LinkDetail.UNREADABLE_ANSWER),
    FailureReason.OWN_NETWORK: (LinkState.NOT_CHECKED, LinkDetail.OWN_NETWORK),
    FailureReason.APP_ADDRESS: (LinkState.BLOCKED, LinkDetail.OPENS_APP),
}

_DEFINITE = frozenset(
    {
        LinkDetail.TLS, LinkDetail.MISSING, LinkDetail.GONE, LinkDetail.BAD_ADDRESS, LinkDetail.REDIRECT_LOOP,
        LinkDetail.INSIDE_ADDRESS, LinkDetail.LOGIN_NEEDED, LinkDetail.CHALLENGE, LinkDetail.CLIENT_ERROR,
        LinkDetail.DEAD_DOWNLOAD, LinkDetail.TOO_MANY_REDIRECTS, LinkDetail.REFUSES_ROBOTS, LinkDetail.TLS_EXPIRED,
        LinkDetail.TLS_WRONG_NAME, LinkDetail.TLS_UNTRUSTED, LinkDetail.TLS_INCOMPLETE, LinkDetail.WRONG_CONTENT,
        LinkDetail.SOFT_MISSING, LinkDetail.OPENS_APP, LinkDetail.UNASKED_304,
        LinkDetail.MISSING_FOR_ROBOTS,
    }
)  # fmt: skip
"""Sub-states that another attempt within the same run would not change."""

_DEAD = frozenset({LinkDetail.DEAD_DOWNLOAD, LinkDetail.WRONG_CONTENT, LinkDetail.SOFT_MISSING})
"""Details by which an address answered with a status of success is broken."""

_REFUSALS: dict[str, Any] = table("refusals")
_UNREMARKABLE = frozenset({LinkDetail.ALIVE, LinkDetail.MOVED})
LARGEST_REFUSAL = 60_000
"""A page larger than this is content, whatever its title."""


def classify(url: str, answer: Response | FetchFailure, *, attempts: int = 1) -> LinkTarget:
    """The state of one address, from the last answer to it.

    ``attempts`` counts the fetches; a failure is confirmed when it was seen twice or cannot change. A certificate whose
    issuer we do not know never is: browsers know more authorities, and fetch missing intermediate certificates.
    """
    state, detail = _failure(answer) if isinstance(answer, FetchFailure) else _response(url, answer)
    return LinkTarget(
        url=url,
        state=state,
        detail=detail,
        notices=_notices(answer),
        answer=answer,
        attempts=attempts,
        confirmed=(attempts > 1 or detail in _DEFINITE) and detail is not LinkDetail.TLS_INCOMPLETE,
    )


def not_fetched(url: str, detail: LinkDetail) -> LinkTarget:
    """The target for an address that was not fetched, and why."""
    return LinkTarget(url=url, state=LinkState.NOT_CHECKED, detail=detail, attempts=0)


def is_worth_retrying(target: LinkTarget) -> bool:
    """Whether the state could change in a while: failures to connect, server errors, rate limits."""
    bad = {LinkState.UNREACHABLE, LinkState.SERVER_ERROR, LinkState.BLOCKED}
    may_pass = target.state in bad or target.detail is LinkDetail.UNREADABLE_ANSWER
    return may_pass and target.detail not in _DEFINITE


def soft_missing(target: LinkTarget) -> LinkTarget:
    """The same target, known to be answered as its server answers addresses that cannot exist."""
    return msgspec.structs.replace(target, state=LinkState.BROKEN, detail=LinkDetail.SOFT_MISSING, confirmed=True)


def like_missing(target: LinkTarget) -> LinkTarget:
    """The same target, answered as its module answers addresses that cannot exist, and yet perhaps there."""
    return msgspec.structs.replace(target, detail=LinkDetail.LIKE_MISSING)


def blocked_by_title(target: LinkTarget, title: str) -> LinkTarget:
    """The same target, blocked where the page's title is that of a firewall or of a test for robots.

    Such pages come with status 200 too. Titles are compared whole: a page about firewalls is none.
    """
    answer = target.answer
    if not isinstance(answer, Response) or answer.size > LARGEST_REFUSAL or target.state is LinkState.BLOCKED:
        return target
    if not is_refusal_title(title):
        return target
    return msgspec.structs.replace(target, state=LinkState.BLOCKED, detail=LinkDetail.CHALLENGE, confirmed=True)


def informed_by_title(target: LinkTarget, title: str, *, states_missing: bool) -> LinkTarget:
    """The same target, with what the page that it brought states of itself.

    ``states_missing`` is whether its title, a heading or its few words state that the content is not there: in the
    place of a file that settles it. A title alone is for a person.
    """
    if not target.state.is_alive:
        return target
    if target.detail is LinkDetail.PAGE_FOR_FILE and (states_missing or is_error_title(title)):
        return msgspec.structs.replace(target, state=LinkState.BROKEN, detail=LinkDetail.DEAD_DOWNLOAD, confirmed=True)
    if target.detail in _UNREMARKABLE and is_error_title(title):
        return msgspec.structs.replace(target, detail=LinkDetail.STATES_MISSING)
    return target


def loaded_as(target: LinkTarget, use: ResourceUse) -> LinkTarget:
    """The same target, broken where the pages that load it for this use get nothing that they can show or run."""
    answer = target.answer
    if not target.state.is_alive or not isinstance(answer, Response) or not is_wrong_for(use, answer):
        return target
    return msgspec.structs.replace(target, state=LinkState.BROKEN, detail=LinkDetail.WRONG_CONTENT, confirmed=True)


def missing_for_robots(target: LinkTarget) -> LinkTarget:
    """The same target, known to lie on a host that answers programs with 404 where browsers get the content."""
    return msgspec.structs.replace(target, state=LinkState.BLOCKED, detail=LinkDetail.MISSING_FOR_ROBOTS)


def ending_soon(target: LinkTarget, day: str) -> LinkTarget:
    """The same target, noted where its certificate runs out within ``ENDING_DAYS`` of a day (ISO)."""
    certificate = target.answer.certificate if target.answer else None
    if certificate is None or not day:
        return target
    left = date.fromisoformat(certificate.not_after[:10]) - date.fromisoformat(day)
    if left.days > ENDING_DAYS:
        return target
    return msgspec.structs.replace(target, notices=(*target.notices, Notice.CERTIFICATE_ENDING))


def own_network(target: LinkTarget) -> LinkTarget:
    """The same target, not judged because nothing at all could be reached from here."""
    return msgspec.structs.replace(target, state=LinkState.NOT_CHECKED, detail=LinkDetail.OWN_NETWORK)


def _failure(failure: FetchFailure) -> tuple[LinkState, LinkDetail]:
    return _FAILURES[failure.reason]


def _response(url: str, response: Response) -> tuple[LinkState, LinkDetail]:
    status = response.status
    if _is_refusal(response):
        return LinkState.BLOCKED, LinkDetail.CHALLENGE
    if known := _STATUSES.get(status):
        return known
    if status >= 500:
        return LinkState.SERVER_ERROR, LinkDetail.SERVER_ERROR
    if response.is_error:
        return LinkState.BLOCKED, LinkDetail.CLIENT_ERROR
    if status == 202 and not response.size:
        return LinkState.BLOCKED, LinkDetail.CHALLENGE
    alive = LinkState.REDIRECTED if response.chain else LinkState.OK
    detail = _detail(url, response)
    return (LinkState.BROKEN if detail in _DEAD else alive), detail


def _detail(url: str, response: Response) -> LinkDetail:
    """The detail of an answer with content: what it is counts before where it was found, but for a login's page."""
    content = content_detail(url, response)
    if not response.chain:
        return content or LinkDetail.ALIVE
    end = redirect_detail(url, response.final_url)
    if content is LinkDetail.PAGE_FOR_FILE:
        return {LinkDetail.MOVED: content, LinkDetail.REDIRECT_TO_HOME: LinkDetail.DEAD_DOWNLOAD}.get(end, end)
    return content or end


def _is_refusal(response: Response) -> bool:
    """Whether a firewall marks the answer as its own, and not the site's, in a header."""
    names = {name for name, _ in response.headers}
    rows = (row for row in _REFUSALS["headers"] if row["name"] in names)
    return any(re.search(row["value"], response.header(row["name"])) for row in rows)


def _notices(answer: Response | FetchFailure) -> tuple[Notice, ...]:
    notices = []
    if isinstance(answer, FetchFailure) and answer.reason is FailureReason.TLS_INCOMPLETE:
        notices.append(Notice.INCOMPLETE_CHAIN)
    if any(hop.status in (301, 308) for hop in answer.chain) and isinstance(answer, Response) and not answer.is_error:
        notices.append(Notice.PERMANENT_REDIRECT)
    if any(urls.scheme_of(hop.url) == "https" and hop.location.startswith("http://") for hop in answer.chain):
        notices.append(Notice.INSECURE_HOP)
    if answer.elapsed_ms > SLOW_MS and isinstance(answer, Response):
        notices.append(Notice.SLOW)
    return tuple(notices)
