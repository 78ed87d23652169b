"""HTML to a ``Document``: what stands in a page, as facts that need no parser any more."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any

from auditor.gather.charset import Charset, read_text
from auditor.gather.dom import Tree, canonical, doctype_of, parse
from auditor.gather.echoes import echoed, title_echo
from auditor.gather.forms import labelled
from auditor.gather.passages import passages
from auditor.gather.reading import Reading
from auditor.gather.sources import sources
from auditor.gather.statements import statements
from auditor.gather.texts import Words
from auditor.gather.tongues import tongues
from auditor.gather.walk import walk
from auditor.model import Document

_STATES = re.compile(
    r"(?:^|(?<=[-_]))(?:active|current|selected|open|opened|on|here|now|hover|focus|show|in)$", re.IGNORECASE
)
_FEW_WORDS = 100
_FEW_LINKS = 5


def read_document(
    html: str | bytes, url: str, *, charset: str = "", source: str = "delivered", links_only: bool = False
) -> Document:
    """The facts of one page. ``url`` is the address that answered, ``charset`` the HTTP header's label.

    ``source`` is ``delivered`` or ``rendered``. ``links_only`` reads what an audit of links alone needs: links, ids,
    headings, title, and the hashes of words and frame; other nouns stay empty, in less than half the time. Anything is
    read, nothing raises: what is no HTML is a page with few facts. Links of comments and of ``template`` elements are
    none (HTML Standard, 4.12.3: their content is inert).
    """
    if isinstance(html, str):
        found = Charset(canonical(charset) or "utf-8", "header" if charset else "default")
        text = html
    else:
        text, found = read_text(html, charset)
    tree = parse(text)
    reading = Reading(text, tree, url, found.name)
    if tree.root is not None:
        walk(reading, tree.root, links_only=links_only)
    words = Words(reading.texts)
    lang, title = tree.root.attr("lang") if tree.root is not None else None, _title(tree)
    said = {} if links_only else _said(reading, words, lang, title)
    return Document(
        url=url,
        source=source,
        charset=found.name,
        charset_source=found.source,
        base=reading.base,
        lang=lang,
        title=title,
        doctype=doctype_of(tree),
        viewport=_viewport(tree),
        ids=frozenset(reading.ids),
        text_length=words.length,
        text_hash=words.fingerprint(),
        template=_skeleton(reading.frame),
        skeleton=_skeleton(reading.body),
        script_built=_is_script_built(tree, reading, words),
        **{**_nouns(reading), **said},
    )


def _said(reading: Reading, words: Words, lang: str | None, title: str | None) -> dict[str, Any]:
    """What the words of the page tell: fields of ``Document``."""
    han, latin = words.letters()
    return {
        "han": han,
        "latin": latin,
        "dates": words.dates(reading),
        "keys_told": words.keys_told(),
        "passages": (*passages(reading, words), *sources(reading, words), *statements(reading, words)),
        "title_echo": title_echo(reading, words, title),
        "tongues": tongues(reading, words, lang, title),
        "headings": echoed(reading, words, tuple(reading.found.get("headings", ()))),
    }


def _nouns(reading: Reading) -> dict[str, tuple[Any, ...]]:
    found = reading.found
    closed = {name: tuple(one.closed() for one in found.pop(name, ())) for name in ("forms", "tables")}
    controls = labelled(found.pop("controls", []), reading)
    return {name: tuple(things) for name, things in found.items()} | closed | {"controls": controls}


def _title(tree: Tree) -> str | None:
    element = tree.select_one("head > title") or tree.select_one("body title:not(svg title)")
    return " ".join(element.text.split()) if element is not None else None


def _viewport(tree: Tree) -> str | None:
    element = tree.select_one('meta[name="viewport" i]')
    return element.attr("content") if element is not None else None


def _skeleton(kinds: Iterable[tuple[str, str | None]]) -> str:
    """A short hash of the kinds of elements: menus of any length and the mark of the present entry leave it alone."""
    names = dict.fromkeys(
        f"{tag}.{' '.join(one for one in (given or '').split() if not _STATES.search(one))}" for tag, given in kinds
    )
    return hashlib.blake2b("\n".join(names).encode(errors="replace"), digest_size=6).hexdigest() if names else ""


def _is_script_built(tree: Tree, reading: Reading, words: Words) -> bool:
    """Almost no words and no links, but scripts that will bring them."""
    if words.length >= _FEW_WORDS or len(reading.found.get("links", ())) - _resources(reading) > _FEW_LINKS:
        return False
    return tree.find("script") is not None


def _resources(reading: Reading) -> int:
    return sum(1 for link in reading.found.get("links", ()) if link.element in {"script", "link", "style", "img"})
