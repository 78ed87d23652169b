"""Finds links and hidden texts of gambling, pornography, medicine or forgeries in a page of another subject."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from auditor.extract.html.dom import Element, is_hiding
from auditor.extract.html.page_reader import ElementContext, PageReader
from auditor.model import Place, SpamLink
from auditor.standards.registrable_names import is_government, registrable_name
from auditor.standards.spam_words import core_words, searchable, words_of
from auditor.urls import host_of, is_web

_OUTSIDE = "a[href^='http' i],a[href^='//']"
_MAYBE_HIDDEN = "[hidden],[style]"
_OFF_SCREEN = re.compile(
    r"(?:left|top|right|text-indent|margin-left|margin-top)\s*:\s*-\d{3,}"
    r"|(?:font-size|opacity)\s*:\s*0(?![.\d]*[1-9])|(?<![-\w])(?:height|width|max-height)\s*:\s*[01](?:px)?\s*(?:;|$|!)"
    r"|display\s*:\s*none|visibility\s*:\s*hidden|clip\s*:\s*rect\(0",
    re.IGNORECASE,
)
_RULE = re.compile(r"([.#][\w-]{1,80})\s*\{([^{}]{1,2000})\}")
_MOST = 50
_FEWEST_WORDS = 2
_LONGEST = 2_000


def find_injected(reader: PageReader) -> tuple[SpamLink, ...]:
    """The places of a page where such words stand: links to other names, and hidden texts with several words."""
    return tuple(_places(reader))[:_MOST]


def _places(reader: PageReader) -> Iterator[SpamLink]:
    own, hidden_names = registrable_name(host_of(reader.url)), _hidden_names(reader)
    for link in reader.tree.select(_OUTSIDE):
        address = reader.resolve(link.attr("href") or "")
        host = host_of(address)
        if not is_web(address) or registrable_name(host) == own or is_government(host):
            continue
        words = _core(" ".join((link.text, link.attr("title") or "", host.rpartition(":")[0].replace(".", " "))))
        if words:
            yield SpamLink(_place(reader, link), words, address, _is_hidden(link, hidden_names))
    for element in _hidden(reader, hidden_names):
        words = _core(element.text[:_LONGEST])
        if len(words) >= _FEWEST_WORDS and element.select_one(_OUTSIDE) is None:
            yield SpamLink(_place(reader, element), words, hidden=True)


def _hidden(reader: PageReader, names: frozenset[str]) -> Iterator[Element]:
    """The outermost hidden elements."""
    within: set[Element] = set()
    selector = ",".join((_MAYBE_HIDDEN, *sorted(names)))
    for element in reader.tree.select(selector):
        parent = element.parent
        if isinstance(parent, Element) and parent in within:
            within.add(element)
        elif _hides(element, names):
            within.add(element)
            yield element


def _hides(element: Element, names: frozenset[str]) -> bool:
    if is_hiding(element) or _OFF_SCREEN.search(element.attr("style") or ""):
        return True
    own = {f".{name}" for name in (element.attr("class") or "").split()} | {f"#{element.attr('id')}"}
    return not own.isdisjoint(names)


def _is_hidden(element: Element, names: frozenset[str]) -> bool:
    at: object = element
    while isinstance(at, Element):
        if _hides(at, names):
            return True
        at = at.parent
    return False


def _hidden_names(reader: PageReader) -> frozenset[str]:
    """The classes and ids that style elements of the page put out of sight."""
    sheets = (style.text for style in reader.tree.select("style"))
    return frozenset(name for sheet in sheets for name, body in _RULE.findall(sheet) if _OFF_SCREEN.search(body))


def _place(reader: PageReader, element: Element) -> Place:
    return reader.place(element, ElementContext())


@lru_cache(16_384)
def _core(text: str) -> tuple[str, ...]:
    """The core words of a text; none where it speaks of such things. Links of menus are on every page."""
    searched = searchable(text)
    words = core_words(searched)
    return () if not words or words_of("harmless", searched) else tuple(sorted(words))
