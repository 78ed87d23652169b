"""Finds whether a page has the part that a link names (HTML Standard, 7.4.6.4 "find a potential indicated element")."""

from __future__ import annotations

from typing import Protocol
from urllib.parse import unquote_to_bytes


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


def fragment_found(document: FragmentTargets, fragment: str) -> bool | None:
    """Whether a fragment (without ``#``, as written) leads somewhere; None where only a script decides.

    Empty is the top of the page; then an id just as written, then percent-decoded, then ``top`` in any letter case.
    A text directive (``:~:``) names no element and is left aside. Letter case of ids counts. Pages that scripts build,
    and fragments that scripts read as addresses (``#/news``, ``#!news``), cannot be known.
    """
    name = fragment.partition(":~:")[0]
    if not name or name in document.ids:
        return True
    decoded = unquote_to_bytes(name).decode(errors="replace")
    if decoded in document.ids or decoded.lower() == "top":
        return True
    return None if document.script_built or name.startswith(("/", "!")) else False
