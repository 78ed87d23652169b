"""Parts of a page that no engine examines: closed shadow roots, and content that comes only when data is sent."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.browser.page_state import PageState, PlaceParts, rendered_place
from auditor.browser.tab import Tab
from auditor.browser.webdriver import WebDriverException
from auditor.model import Place, Untested, UntestedPart
from auditor.standards.personal_numbers import masked_plain

_HOSTS = 20
_DECLARED = "shadowrootmode"
"""The attribute by which markup declares a shadow root; the parsed page does not show it any more."""


def find_untested_parts(tab: Tab, state: PageState, url: str) -> tuple[UntestedPart, ...]:
    """Return the parts of the page at ``url``, as ``state`` shows it, that are not examined."""
    unsent = tuple(UntestedPart(Untested.SENT_DATA, Place(url), masked_plain(request)) for request in state.unsent)
    if not state.has_closed and not tab.source_contains(_DECLARED):
        return unsent
    return (*(UntestedPart(Untested.CLOSED_SHADOW, place) for place in _closed_hosts(tab, url)), *unsent)


def _closed_hosts(tab: Tab, url: str) -> Iterator[Place]:
    """The places of the elements with a closed shadow root; in a frame, the page."""
    nodes = [tab.command("DOM.getDocument", depth=-1, pierce=True)["root"]]
    hosts: list[int] = []
    while nodes and len(hosts) < _HOSTS:
        node = nodes.pop()
        roots = [root for root in node.get("shadowRoots", ()) if root["shadowRootType"] != "user-agent"]
        hosts += [node["backendNodeId"] for root in roots if root["shadowRootType"] == "closed"]
        frames = [node["contentDocument"]] if "contentDocument" in node else []
        nodes += reversed([*roots, *frames, *node.get("children", ())])
    places = [_place(tab, host, url) for host in hosts]
    tab.command("DOM.disable")
    yield from places


def _place(tab: Tab, node: int, url: str) -> Place:
    try:
        parts: PlaceParts | None = tab.place_of_node(node)
    except WebDriverException:  # it is in another document, or gone
        parts = None
    return rendered_place(url, *parts) if parts else Place(url)
