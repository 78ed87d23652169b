"""Finds soft 404s by how each module of a site answers an address that cannot exist; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit, urlunsplit

import msgspec

from auditor import urls
from auditor.model import is_error_status
from auditor.model.identity import digest

_NUMBER = re.compile(r"(?<==)\d+(?=&|$)")


class AnsweredPage(msgspec.Struct, frozen=True):
    """What is compared of an answered address."""

    url: str
    """The address."""

    status: int
    """The HTTP status."""

    text_hash: str
    """The hash of the visible text; empty where the answer is no page, or its page is kept at another address."""

    start: bool = False
    """Whether it is the start address of a site."""

    probe: bool = False
    """Whether the address cannot exist (see ``impossible_address``)."""

    declares_missing: bool = False
    """Whether its title or a heading states that there is no such page: a hint, never a proof."""

    end: str = ""
    """Where its redirects ended, comparable within its module (see ``redirect_ends``); empty without one."""


class NotFoundTraits(msgspec.Struct, frozen=True):
    """Addresses that were answered as their module answers addresses that cannot exist."""

    missing: frozenset[str]
    """Soft 404s."""

    unsure: frozenset[str]
    """Undecided: what cannot exist is answered like the module's real pages."""


def impossible_address(url: str) -> str | None:
    """An address of the same module that cannot exist, or None where none can be made.

    Numbers in the query become one that no editor has reached; a file or folder name becomes a made-up one. The same
    address gives the same probe in every run.
    """
    parts = urlsplit(url)
    token = digest(urls.module_of(url), size=4)
    if parts.query:
        number = str(90_000_000 + int(token, 16) % 9_999_999)
        query, changed = _NUMBER.subn(number, parts.query)
        return urlunsplit(parts._replace(query=query, fragment="")) if changed else None
    folder, _, name = parts.path.rpartition("/")
    ending = f".{name.rpartition('.')[2]}" if "." in name else ""
    if not name and not folder:
        return None
    return urlunsplit(parts._replace(path=f"{folder}/no-such-page-{token}{ending}", fragment=""))


def find_soft_404s(pages: Iterable[AnsweredPage]) -> NotFoundTraits:
    """Distinguish soft 404s from real pages, module by module.

    Only what an address that cannot exist gets counts: the same text, or a redirect to the same end. It decides where
    most pages of the module get something else, or where it states that there is no such page. A page that equals a
    start page or most pages of its module stays undecided.
    """
    modules: dict[str, list[AnsweredPage]] = {}
    for page in pages:
        if not is_error_status(page.status) and (page.text_hash or page.end):
            modules.setdefault(urls.module_of(page.url), []).append(page)
    starts = {page.text_hash for members in modules.values() for page in members if page.start and page.text_hash}
    missing: set[str] = set()
    unsure: set[str] = set()
    for members in modules.values():
        for key in (_text, _end):
            found = _answered_like_probes(members, key, starts)
            missing |= found.missing
            unsure |= found.unsure
    return NotFoundTraits(frozenset(missing), frozenset(unsure - missing))


def _text(page: AnsweredPage) -> str:
    return page.text_hash


def _end(page: AnsweredPage) -> str:
    return page.end


def _answered_like_probes(
    members: list[AnsweredPage], key: Callable[[AnsweredPage], str], starts: set[str]
) -> NotFoundTraits:
    """The pages of one module that get what its probes get, by their text or by the end of their redirects."""
    probes = {key(page): page.declares_missing for page in members if page.probe and key(page)}
    real = [page for page in members if not page.probe]
    alike = [page for page in real if key(page) in probes and not page.start]
    settled = len(alike) * 2 < len(real)
    sure = {page.url for page in alike if page.text_hash not in starts and (settled or probes[key(page)])}
    return NotFoundTraits(frozenset(sure), frozenset(page.url for page in alike) - sure)
