"""Addresses as people type them: those of the web are taken, others refused with what was perhaps meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from auditor.cli.terminal import Exit, stop
from auditor.urls import is_web, scheme_of

_SCHEME_TWICE = re.compile(r"https?:/*(https?:/+\S+)", re.IGNORECASE)
"""``https://https://x``: a scheme pasted before a whole address."""

_MISTYPED_SCHEME = re.compile(r"(?:h?t{1,3}ps?|https?)\s*[:：;]?[/\\／]+\s*(?=[^/\s])", re.IGNORECASE)
"""``https:/x``, ``https//x``, ``htp://x``, ``https：//x``."""

_MAIL = re.compile(r"(?:mailto:)?[^\s/@:]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_HOST = re.compile(r"(?:localhost|\d+(?:\.\d+){3}|\w[\w-]*(?:\.[\w-]+)+)\.?(?::\d+)?(?:[/?#].*)?")
_QUOTED = re.compile(r"[<\"'“「『(（]\s*(\S+?)\s*[>\"'”」』)）]")
_ELSEWHERE = ("localhost", "127.", "10.", "192.168.")
"""Beginnings of hosts that usually have no certificate."""


def web_addresses(addresses: Sequence[str]) -> list[str]:
    """The addresses; exit 3 for the first that is not of the web, with what was perhaps meant."""
    for address in addresses:
        if hint := address_hint(address):
            raise stop(Exit.CONFIGURATION, f"{address or 'An empty text'}: {hint}")
    return list(addresses)


def address_hint(address: str) -> str:
    """Why a text is not taken as an address of the web, and what to write; empty for one that is taken."""
    text = address.strip()
    if found := _SCHEME_TWICE.fullmatch(text):
        return f"http:// or https:// stands twice; write {found[1]}"
    if is_web(text):
        return ""
    if found := _QUOTED.fullmatch(text):
        return f"not an address with the signs around it; write {found[1]}"
    if _MAIL.fullmatch(text):
        host = text.rpartition("@")[2]
        return f"a mail address, not one of the web; for the website perhaps https://www.{host.removeprefix('www.')}/"
    if found := _MISTYPED_SCHEME.match(text):
        return f"not an address; perhaps https://{text[found.end() :]} is meant"
    if _HOST.fullmatch(text) and not Path(text).is_file():
        scheme = "http" if text.startswith(_ELSEWHERE) else "https"
        return f"not a whole address; begin it with http:// or https://, such as {scheme}://{text}"
    if text.startswith("file:") or (text and Path(text).exists()):
        return "a file of this machine; name its address on a web server, which begins with http:// or https://"
    if scheme := scheme_of(text):
        return f"{scheme}: is no scheme of the web; begin the address with http:// or https://"
    return "not an address; begin it with http:// or https://"
