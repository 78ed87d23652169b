"""Finds whether a page has the part that a link names (HTML Standard, 7.4.6.4 "find a potential indicated element")."""

from __future__ import annotations

import re
from typing import Protocol
from urllib.parse import unquote_to_bytes

_LINES = re.compile(r"(?:L|lines?-?)\d+(?:C\d+)?(?:[-:](?:L|lines?-?)?\d+(?:C\d+)?)?", re.IGNORECASE)
"""Lines of source code, as viewers of repositories write them."""

_PREFIXED = "user-content-"
"""What sanitizers of user content put before each id, and a script takes away again."""


class FragmentTargets(Protocol):
    """The part of a ``Document`` by which fragments are found."""

    @property
    def ids(self) -> frozenset[str]:
        """Every id and every name of an anchor."""
        ...

    @property
    def script_built(self) -> bool:
        """Whether scripts bring the content."""
        ...

    @property
    def has_scripts(self) -> bool:
        """Whether scripts run on the page at all."""
        ...


def fragment_found(document: FragmentTargets, fragment: str) -> bool | None:
    """Whether a fragment (without ``#``, as written) leads somewhere; None where only a script decides.

    Empty is the top of the page; then an id just as written, then percent-decoded, then ``top`` in any letter case.
    A text directive (``:~:``) names no element and is left aside. Letter case of ids counts. Pages that scripts build,
    and fragments that scripts read as addresses (``#/news``, ``#!news``), cannot be known; nor, on a page with scripts,
    such as they read as a state (``#tab=2``), as lines (``#L14``) or as the name of a prefixed id.
    """
    name = fragment.partition(":~:")[0]
    if not name or name in document.ids:
        return True
    decoded = unquote_to_bytes(name).decode(errors="replace")
    if decoded in document.ids or decoded.lower() == "top":
        return True
    if document.script_built or name.startswith(("/", "!")):
        return None
    is_read_by_script = "=" in decoded or _LINES.fullmatch(decoded) or f"{_PREFIXED}{decoded}" in document.ids
    return None if document.has_scripts and is_read_by_script else False
