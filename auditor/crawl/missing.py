"""Soft 404s are learned, not guessed: how does each module of a site answer an address that cannot exist?"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

import msgspec

from auditor import urls

_NUMBER = re.compile(r"(?<==)\d+(?=&|$)")


class Answered(msgspec.Struct, frozen=True):
    """What is compared: an address, its status, and the hash of its visible text (empty when it is no page)."""

    url: str
    status: int
    text_hash: str
    start: bool = False
    probe: bool = False


def impossible(url: str) -> str | None:
    """An address of the same module that surely does not exist, or None where none can be made.

    Numbers in the query become one that no editor has reached; a file or folder name becomes a made-up one. The same
    address gives the same probe in every run.
    """
    parts = urlsplit(url)
    token = hashlib.blake2b(urls.module_of(url).encode(), digest_size=4).hexdigest()
    if parts.query:
        number = str(90_000_000 + int(token, 16) % 9_999_999)
        query, changed = _NUMBER.subn(number, parts.query)
        return urlunsplit(parts._replace(query=query, fragment="")) if changed else None
    folder, _, name = parts.path.rpartition("/")
    ending = f".{name.rpartition('.')[2]}" if "." in name else ""
    if not name and not folder:
        return None
    return urlunsplit(parts._replace(path=f"{folder}/no-such-page-{token}{ending}", fragment=""))


def soft_missing(pages: Iterable[Answered]) -> set[str]:
    """Addresses that were answered with success and yet with what their module says of missing pages.

    A module whose missing pages look like a start page or like most of its own pages teaches nothing: then nothing is
    called missing.
    """
    modules: dict[str, list[Answered]] = {}
    for page in pages:
        if page.status < 400 and page.text_hash:
            modules.setdefault(urls.module_of(page.url), []).append(page)
    starts = {page.text_hash for members in modules.values() for page in members if page.start}
    missing: set[str] = set()
    for members in modules.values():
        known = {page.text_hash for page in members if page.probe} - starts
        real = [page for page in members if not page.probe]
        alike = [page for page in real if page.text_hash in known and not page.start]
        if len(alike) * 2 < len(real) or len(real) <= 2:
            missing |= {page.url for page in alike}
    return missing
