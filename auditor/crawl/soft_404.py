"""Soft 404s are learned, not guessed: how does each module of a site answer an address that cannot exist?"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

import msgspec

from auditor import urls
from auditor.model import is_error_status

_NUMBER = re.compile(r"(?<==)\d+(?=&|$)")


class AnsweredPage(msgspec.Struct, frozen=True):
    """What is compared: an address, its status, and the hash of its visible text (empty when it is no page).

    ``says_missing`` tells whether its title or a heading says that there is no such page: a hint, never a proof.
    """

    url: str
    status: int
    text_hash: str
    start: bool = False
    probe: bool = False
    says_missing: bool = False


class NotFoundTraits(msgspec.Struct, frozen=True):
    """Addresses that were answered as their module answers addresses that cannot exist.

    ``missing`` are soft 404s; of ``unsure`` nobody can tell, for what cannot exist looks like the module's real pages.
    """

    missing: frozenset[str]
    unsure: frozenset[str]


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


def learn(pages: Iterable[AnsweredPage]) -> NotFoundTraits:
    """Tell soft 404s from real pages, module by module.

    Only the same text as that of an address that cannot exist counts, and it settles the matter where most pages of
    the module have texts of their own, or where it says itself that there is no such page. What looks like a start
    page or like most pages of the module is no sign of anything.
    """
    modules: dict[str, list[AnsweredPage]] = {}
    for page in pages:
        if not is_error_status(page.status) and page.text_hash:
            modules.setdefault(urls.module_of(page.url), []).append(page)
    starts = {page.text_hash for members in modules.values() for page in members if page.start}
    missing: set[str] = set()
    unsure: set[str] = set()
    for members in modules.values():
        probes = {page.text_hash: page.says_missing for page in members if page.probe}
        real = [page for page in members if not page.probe]
        alike = [page for page in real if page.text_hash in probes and not page.start]
        settled = len(alike) * 2 < len(real)
        for page in alike:
            sure = page.text_hash not in starts and (settled or probes[page.text_hash])
            (missing if sure else unsure).add(page.url)
    return NotFoundTraits(frozenset(missing), frozenset(unsure))
