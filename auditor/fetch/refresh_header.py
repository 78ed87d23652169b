"""Parses the ``Refresh`` header, which browsers obey like a ``meta`` refresh (HTML Standard, 4.2.5.3 and 7.5)."""

from __future__ import annotations

import re

from auditor import urls

INSTANT_SECONDS = 1
"""A refresh within this many seconds is a redirect for visitors: they see nothing of the page before."""

_REFRESH = re.compile(
    r"""\s*+(?:(\d{1,9})|(?=\.))[\d.]*+(?:\s*+[;,]\s*+|\s++)(?:url\s*+=\s*+)?(?:"([^"]*+).*|'([^']*+).*|(.+))""",
    re.IGNORECASE | re.DOTALL,
)
_OTHERWISE = frozenset({"javascript"})


def refresh_target(value: str, at: str) -> tuple[int, str]:
    """Return the seconds and the address (resolved at ``at``) of a Refresh header; no address where it only reloads."""
    found = _REFRESH.fullmatch(value)
    written = next((group for group in found.groups()[1:] if group), "").strip() if found else ""
    address = urls.resolve(at, written) if written else None
    if found is None or address is None or urls.scheme_of(address) in _OTHERWISE:
        return 0, ""
    is_reload = urls.without_fragment(address) == urls.without_fragment(at)
    return int(found[1] or 0), "" if is_reload else address


def instant_refresh(value: str, at: str) -> str:
    """Return the address that a Refresh header leads to at once; empty without one, or where it comes later."""
    seconds, address = refresh_target(value, at) if value else (0, "")
    return address if seconds <= INSTANT_SECONDS else ""
