"""Derives what a page loads an address as: an image, a style sheet or a script."""

from __future__ import annotations

from auditor.model import LinkKind, ResourceUse
from auditor.urls import path_of

_BY_PLACE = {
    ("img", "src"): ResourceUse.IMAGE,
    ("img", "srcset"): ResourceUse.IMAGE,
    ("image", "href"): ResourceUse.IMAGE,
    ("image", "xlink:href"): ResourceUse.IMAGE,
    ("input", "src"): ResourceUse.IMAGE,
    ("source", "srcset"): ResourceUse.IMAGE,
    ("video", "poster"): ResourceUse.IMAGE,
    ("script", "src"): ResourceUse.SCRIPT,
}
_IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".ico", ".avif", ".svg")


def resource_use(url: str, kind: LinkKind, element: str = "", attribute: str = "") -> ResourceUse | None:
    """What an element loads a resource as; by the ending of its name where the element may load several kinds.

    ``element`` is empty for what a style sheet loads. None for links of all other kinds.
    """
    if kind is not LinkKind.RESOURCE:
        return None
    known = _BY_PLACE.get((element, attribute))
    if known is not None or element in _ANY_KIND:
        return known
    path = path_of(url).casefold()
    if path.endswith(".css"):
        return ResourceUse.SHEET
    return ResourceUse.IMAGE if path.endswith(_IMAGES) or attribute == "background" else None


_ANY_KIND = frozenset({"object", "embed", "iframe", "frame", "audio", "video", "track", "source", "use"})
"""Elements that may show a web page, or load what has no bytes to be recognised by."""
