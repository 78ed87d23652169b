"""Our own looks at a rendered page: the expressions that the browser is asked, and the facts made of its answers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

import msgspec

from auditor import urls
from auditor.model import REFUSING_STATUSES, Link, LinkKind, Place, Region, Untested, Width, is_error_status
from auditor.standards.personal_numbers import masked

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


class _Born(msgspec.Struct, frozen=True):
    """A link as the page's script reports it; ``place`` is selector, region and snippet."""

    place: tuple[str, Region, str]
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


class Arrival(msgspec.Struct, frozen=True):
    """A page at rest: address, HTTP status (0: unknown), media type, title, rendered HTML, links born of scripts.

    ``stale`` marks the page of the visit before: the address asked for brought nothing to show.
    """

    url: str
    stale: bool
    status: int
    type: str
    title: str
    links: tuple[_Born, ...]
    html: str


@cache
def script(name: str) -> str:
    """The text of one of our scripts, ``<name>.js``."""
    return (files(__name__.rpartition(".")[0]) / "scripts" / f"{name}.js").read_text(encoding="utf-8")


def arrival_expression(known: Iterable[str], *, quiet_ms: int, most_ms: int, watched: bool = False) -> str:
    """Waits until the page is at rest, then tells what is there; ``known`` are the delivered page's addresses.

    ``watched``: from then on it is noted which texts change.
    """
    without_parts = sorted({address.partition("#")[0] for address in known})
    asked = {"quiet": quiet_ms, "most": most_ms, "known": without_parts, "watched": watched}
    return f"auditor.arrive({msgspec.json.encode(asked).decode()})"


def arrival(answer: str) -> Arrival:
    """Read the answer to ``arrival_expression``."""
    return msgspec.json.decode(answer, type=Arrival)


def unfit(found: Arrival, url: str, marker: str) -> tuple[Untested | None, str]:
    """Why what the browser shows is not the page that was meant (None: it is), with the detail for the log.

    ``marker`` begins the titles of pages that our own proxy answered with.
    """
    if found.stale:
        return Untested.NOT_HTML, "the browser was given nothing to show, perhaps a download"
    if found.url.startswith(_ERROR_PAGE):
        return Untested.FETCH_FAILED, f"the browser shows an error page ({found.title}), perhaps for the certificate"
    if found.title.startswith(marker):
        return Untested.FETCH_FAILED, found.title.removeprefix(marker).strip()
    if is_error_status(found.status):
        reason = Untested.BLOCKED if found.status in REFUSING_STATUSES else Untested.FETCH_FAILED
        return reason, f"the server answered the browser with status {found.status}"
    if found.type not in _HTML_TYPES:
        return Untested.NOT_HTML, f"the browser was given {found.type}"
    if _host(found.url) != _host(url):
        return Untested.NOT_VISITED, f"the page sends visitors on to {_host(found.url)}"
    return None, ""


def width(answer: str) -> Width:
    """Read the answer to ``auditor.width()``."""
    return msgspec.json.decode(answer, type=Width)


def script_links(found: Arrival, url: str) -> tuple[Link, ...]:
    """The links that scripts have added to the page of this address; Chromium resolves some that no standard allows."""
    return tuple(_link(born, url) for born in found.links if urls.resolve(url, born.url))


def place(url: str, selector: str, region: Region, snippet: str) -> Place:
    """A place in a rendered page; personal numbers in the snippet are masked."""
    return Place(url, selector=selector, snippet=masked(snippet)[:_SNIPPET], region=region)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _link(born: _Born, url: str) -> Link:
    words = {name: getattr(born, name) for name in Link.__struct_fields__ if hasattr(born, name)}
    return Link(**{**words, "place": place(url, *born.place)}, kind=_kind(born), from_script=True)


def _kind(born: _Born) -> LinkKind:
    kind = _SCHEMES.get(born.url.partition(":")[0], LinkKind.OTHER)
    if kind is LinkKind.PAGE and born.element in _FRAMES:
        return LinkKind.FRAME
    if kind is LinkKind.PAGE and born.element not in _FOLLOWED:
        return LinkKind.RESOURCE
    return kind
