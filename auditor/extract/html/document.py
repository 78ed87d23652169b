"""HTML to a ``Document``: what stands in a page, as facts that need no parser any more."""

from __future__ import annotations

from typing import Any

from auditor.extract.charset import Charset, read_text
from auditor.extract.html.dom import Tree, charset_name, doctype_of, parse
from auditor.extract.html.forms import labelled
from auditor.extract.html.page_reader import PageReader
from auditor.extract.html.page_traits import is_script_built, skeleton_of, title_of
from auditor.extract.html.tree_walk import walk
from auditor.extract.text.attributions import sources
from auditor.extract.text.contacts import statements
from auditor.extract.text.languages import tongues
from auditor.extract.text.marked_passages import passages
from auditor.extract.text.title_overlap import echoed, title_overlap
from auditor.extract.text.visible_text import TextCollector
from auditor.model import Document


def read_document(html: str | bytes, url: str, *, charset: str = "", source: str = "delivered") -> Document:
    """The facts of one page. ``url`` is the address that answered, ``charset`` the HTTP header's label.

    ``source`` is ``delivered`` or ``rendered``. Anything is read, nothing raises: what is no HTML is a page with few
    facts. Links of comments and of ``template`` elements are none (HTML Standard, 4.12.3: their content is inert).
    """
    if isinstance(html, str):
        found = Charset(charset_name(charset) or "utf-8", "header" if charset else "default")
        text = html
    else:
        text, found = read_text(html, charset)
    tree = parse(text)
    reading = PageReader(text, tree, url, found.name)
    if tree.root is not None:
        walk(reading, tree.root)
    words = TextCollector(reading.texts)
    lang, title = tree.root.attr("lang") if tree.root is not None else None, title_of(tree)
    said = _said(reading, words, lang, title)
    nouns = _nouns(reading)
    has_scripts = tree.find("script") is not None
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
        template=skeleton_of(reading.frame),
        skeleton=skeleton_of(reading.body),
        script_built=is_script_built(nouns.get("links", ()), words.whole(), has_scripts=has_scripts),
        **{**nouns, **said},
    )


def _said(reading: PageReader, words: TextCollector, lang: str | None, title: str | None) -> dict[str, Any]:
    """What the words of the page tell: fields of ``Document``."""
    han, latin = words.letters()
    return {
        "han": han,
        "latin": latin,
        "dates": words.dates(reading),
        "keys_told": words.keys_told(),
        "passages": (*passages(reading, words), *sources(reading, words), *statements(reading, words)),
        "title_echo": title_overlap(reading, words, title),
        "tongues": tongues(reading, words, lang, title),
        "headings": echoed(reading, words, tuple(reading.found.get("headings", ()))),
    }


def _nouns(reading: PageReader) -> dict[str, tuple[Any, ...]]:
    found = reading.found
    closed = {name: tuple(one.closed() for one in found.pop(name, ())) for name in ("forms", "tables")}
    controls = labelled(found.pop("controls", []), reading)
    return {name: tuple(things) for name, things in found.items()} | closed | {"controls": controls}


def _viewport(tree: Tree) -> str | None:
    element = tree.select_one('meta[name="viewport" i]')
    return element.attr("content") if element is not None else None
