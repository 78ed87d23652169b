"""State of a rendered page at rest: the expression that reads it in the browser, and the facts made of the result."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import msgspec

from auditor import urls
from auditor.browser.tab import Tab
from auditor.model import (
    REFUSING_STATUSES,
    Link,
    LinkKind,
    Observation,
    ObservationKind,
    Place,
    Region,
    Untested,
    is_error_status,
)
from auditor.standards.personal_numbers import masked_plain
from auditor.standards.refusal_titles import is_refusal_title

_SNIPPET = 200
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_ERROR_PAGE = "chrome-error:"
_FRAMES = frozenset({"iframe", "frame"})
_FOLLOWED = frozenset({"a", "area"})
_SCHEMES = {
    "http": LinkKind.PAGE,
    "https": LinkKind.PAGE,
    "mailto": LinkKind.MAIL,
    "tel": LinkKind.PHONE,
    "javascript": LinkKind.SCRIPT,
    "data": LinkKind.EMBEDDED_DATA,
}


PlaceParts = tuple[str, Region, str]
"""A place in the page, as our scripts report it: selector, region, snippet."""


_ObservationParts = tuple[ObservationKind, str, Region, str, str, str, float, bool]
"""An observation, as our scripts report it: kind, place, and the further fields of ``Observation``."""


class _ScriptLink(msgspec.Struct, frozen=True):
    """A link that the delivered page does not have; fields as in ``model.Link``, addresses resolved by Chromium."""

    place: PlaceParts
    element: str
    attribute: str
    raw: str
    url: str
    text: str
    own_text: str
    title: str | None
    image_alts: tuple[str, ...]
    heading: str
    rel: tuple[str, ...]
    opens_window: bool
    download: bool
    access_key: str
    hidden: bool


class PageState(msgspec.Struct, frozen=True):
    """A page at rest."""

    url: str
    """The address that the browser shows."""

    stale: bool
    """It is the page of the visit before: the requested address brought nothing to show."""

    scripts_off: bool
    """The page's own policy switches scripts off (CSP ``sandbox``): no engine can run there."""

    status: int
    """The HTTP status; 0 when unknown."""

    type: str
    """The media type."""

    title: str
    links: tuple[_ScriptLink, ...]
    """The links that the delivered page does not have."""

    unsent: tuple[str, ...]
    """Method and address of each request by which its scripts wanted to send data; none of them left the browser."""

    has_closed: bool
    """A script attached a closed shadow root."""

    html: str
    """The rendered HTML."""


@cache
def script(name: str) -> str:
    """Return the text of ``scripts/<name>.js``."""
    return (files(__name__.rpartition(".")[0]) / "scripts" / f"{name}.js").read_text(encoding="utf-8")


def state_expression(known: Iterable[str], *, quiet_ms: int, limit_ms: int, watch: bool = False) -> str:
    """Return the expression that waits until the page is at rest and then reads its ``PageState``.

    The page is at rest after ``quiet_ms`` without a change, and after ``limit_ms`` in any case. ``known`` are the
    addresses on the delivered page. With ``watch`` changes of texts are recorded from then on.
    """
    without_fragments = sorted({address.partition("#")[0] for address in known})
    options = {"quiet": quiet_ms, "limit": limit_ms, "known": without_fragments, "watch": watch}
    return f"auditor.pageState({msgspec.json.encode(options).decode()})"


SHOWS_CONTENT = (
    "String(Boolean(document.body && (document.body.innerText.trim()"
    " || document.querySelector('img, svg, canvas, video, audio, object, embed, iframe'))"
    " || document.querySelector('frameset, svg')))"
)
"""The expression whether the document holds a text or anything else that a visitor can see."""


class NothingShown(StrEnum):
    """Why a browser shows no document of an address."""

    DOWNLOAD = "download"
    """It was given nothing to show: a download, or an answer without content."""

    ERROR_PAGE = "error_page"
    """It shows an error page of its own."""

    NOT_REACHED = "not_reached"
    """The network, or our proxy, brought nothing."""

    TIMED_OUT = "timed_out"
    """Nothing was shown in time."""

    EMPTY = "empty"
    """The document has no content that can be seen."""


def nothing_shown(state: PageState, marker: str) -> NothingShown | None:
    """Return why the browser shows no document of the requested address; None where it shows one.

    ``marker`` begins the titles of error pages that our own proxy serves.
    """
    if state.stale:
        return NothingShown.DOWNLOAD
    if state.url.startswith(_ERROR_PAGE):
        return NothingShown.ERROR_PAGE
    return NothingShown.NOT_REACHED if state.title.startswith(marker) else None


def settle_expression(quiet_ms: int, limit_ms: int) -> str:
    """Return the expression that waits until the page is at rest (see ``state_expression``), and reads no more."""
    options = {"quiet": quiet_ms, "limit": limit_ms, "watch": True}
    return f"auditor.settle({msgspec.json.encode(options).decode()})"


def mismatch(state: PageState, url: str, marker: str) -> tuple[Untested | None, str]:
    """Return why the browser does not show the page at ``url`` (None: it does), with a detail for the evidence.

    ``marker`` begins the titles of error pages that our own proxy serves.
    """
    match nothing_shown(state, marker):
        case NothingShown.DOWNLOAD:
            return Untested.NOT_HTML, "the browser was given nothing to show, perhaps a download"
        case NothingShown.ERROR_PAGE:
            detail = f"the browser shows an error page ({state.title}), perhaps for the certificate"
            return Untested.FETCH_FAILED, detail
        case NothingShown.NOT_REACHED:
            return Untested.FETCH_FAILED, state.title.removeprefix(marker).strip()
    if is_refusal_title(state.title):
        return Untested.BLOCKED, f"the browser was shown a test or a refusal ({state.title})"
    if is_error_status(state.status):
        reason = Untested.BLOCKED if state.status in REFUSING_STATUSES else Untested.FETCH_FAILED
        return reason, f"the server answered the browser with status {state.status}"
    if state.type not in _HTML_TYPES:
        return Untested.NOT_HTML, f"the browser was given {state.type}"
    if state.scripts_off:
        return Untested.SCRIPTS_OFF, "the page's policy switches scripts off; no engine can run on it"
    if _host(state.url) != _host(url):
        return Untested.NOT_VISITED, f"the page sends visitors on to {_host(state.url)}"
    return None, ""


def script_links(state: PageState, url: str) -> tuple[Link, ...]:
    """Return the links that scripts have added to the page at ``url``.

    Addresses that Chromium resolves although the URL Standard does not allow them are left out.
    """
    return tuple(_link(link, url) for link in state.links if urls.resolve(url, link.url))


def rendered_place(url: str, selector: str, region: Region, snippet: str) -> Place:
    """Return a place in a rendered page; personal numbers in the snippet are masked."""
    return Place(url, selector=selector, snippet=masked_plain(snippet)[:_SNIPPET], region=region)


def read_observations(tab: Tab, url: str) -> tuple[Observation, ...] | None:
    """Return what the page at rest looks like against its markup; None where a script fails. Raises ``PageMoved``."""
    found: tuple[_ObservationParts, ...] | None = msgspec.json.decode(
        tab.evaluate("auditor.observations()"), type=tuple[_ObservationParts, ...] | None
    )
    return None if found is None else tuple(_observation(url, *parts) for parts in found)


def _observation(url: str, kind: ObservationKind, *parts: Any) -> Observation:
    place, (text, detail), rest = parts[:3], parts[3:5], parts[5:]
    return Observation(rendered_place(url, *place), kind, masked_plain(text), masked_plain(detail), *rest)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _link(link: _ScriptLink, url: str) -> Link:
    fields = {name: getattr(link, name) for name in Link.__struct_fields__ if hasattr(link, name)}
    return Link(**{**fields, "place": rendered_place(url, *link.place)}, kind=_kind(link), from_script=True)


def _kind(link: _ScriptLink) -> LinkKind:
    kind = _SCHEMES.get(link.url.partition(":")[0], LinkKind.OTHER)
    if kind is LinkKind.PAGE and link.element in _FRAMES:
        return LinkKind.FRAME
    if kind is LinkKind.PAGE and link.element not in _FOLLOWED:
        return LinkKind.RESOURCE
    return kind
