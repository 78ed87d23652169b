"""Parses HTML to a ``Document``: the facts of one page, free of parser objects."""

from __future__ import annotations

from typing import Any

from auditor.extract.charset import Charset, read_text
from auditor.extract.html.dom import Tree, charset_name, doctype_of, parse
from auditor.extract.html.forms import with_labels
from auditor.extract.html.injected_links import find_injected
from auditor.extract.html.page_reader import PageReader
from auditor.extract.html.page_traits import is_script_built, runs_scripts, skeleton_of, title_of
from auditor.extract.html.tree_walk import read_tree
from auditor.extract.text.attributions import find_attributions
from auditor.extract.text.contacts import find_contacts
from auditor.extract.text.languages import find_languages
from auditor.extract.text.layout_passages import find_layout_passages
from auditor.extract.text.marked_passages import find_marked_passages
from auditor.extract.text.title_overlap import title_overlap, with_overlap
from auditor.extract.text.visible_text import TextCollector
from auditor.model import Document


def read_document(html: str | bytes, url: str, *, charset: str = "", source: str = "delivered") -> Document:
    """The facts of one page. ``url`` is the address that answered, ``charset`` the HTTP header's label.

    ``source`` is ``delivered`` or ``rendered``. Any text is parsed, nothing raises: what is no HTML gives few facts.
    Links in comments and ``template`` elements do not count (HTML Standard, 4.12.3: their content is inert).
    """
    if isinstance(html, str):
        found = Charset(charset_name(charset) or "utf-8", "header" if charset else "default")
        text = html
    else:
        text, found = read_text(html, charset)
    tree = parse(text)
    reader = PageReader(text, tree, url, found.name)
    if tree.root is not None:
        read_tree(reader, tree.root)
    texts = TextCollector(reader.texts)
    lang, title = tree.root.attr("lang") if tree.root is not None else None, title_of(tree)
    text_facts = _text_facts(reader, texts, lang, title)
    element_facts = _element_facts(reader)
    has_scripts, scripted = tree.find("script") is not None, runs_scripts(tree)
    return Document(
        url=url,
        source=source,
        charset=found.name,
        charset_source=found.source,
        base=reader.base,
        lang=lang,
        title=title,
        doctype=doctype_of(tree),
        viewport=_viewport(tree),
        ids=frozenset(reader.ids),
        access_keys=tuple(reader.access_keys),
        text_length=texts.length,
        text_hash=texts.fingerprint(),
        template=skeleton_of(reader.frame_kinds),
        skeleton=skeleton_of(reader.body_kinds),
        script_built=is_script_built(element_facts.get("links", ()), texts.whole(), has_scripts=has_scripts),
        has_scripts=scripted,
        spam=find_injected(reader),
        **{**element_facts, **text_facts},
    )


def _text_facts(reader: PageReader, texts: TextCollector, lang: str | None, title: str | None) -> dict[str, Any]:
    """The fields of ``Document`` that are read from the visible text."""
    han, latin = texts.letters()
    return {
        "han": han,
        "latin": latin,
        "dates": texts.dates(reader),
        "keys_told": texts.access_keys(),
        "passages": (
            *find_marked_passages(reader, texts),
            *find_attributions(reader, texts),
            *find_contacts(reader, texts),
            *find_layout_passages(reader, texts, lang),
        ),
        "title_echo": title_overlap(reader, texts, title),
        "tongues": find_languages(reader, texts, lang, title),
        "headings": with_overlap(reader, texts, tuple(reader.found.get("headings", ()))),
    }


def _element_facts(reader: PageReader) -> dict[str, tuple[Any, ...]]:
    """The fields of ``Document`` that are read from elements."""
    found = reader.found
    finished = {name: tuple(opened.finish() for opened in found.pop(name, ())) for name in ("forms", "tables")}
    controls = with_labels(found.pop("controls", []), reader)
    return {name: tuple(facts) for name, facts in found.items()} | finished | {"controls": controls}


def _viewport(tree: Tree) -> str | None:
    element = tree.select_one('meta[name="viewport" i]')
    return element.attr("content") if element is not None else None
