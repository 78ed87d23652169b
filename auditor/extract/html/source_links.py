"""Reads the addresses that elements load, embed or send to (HTML Standard, URL attributes)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.extract.html.dom import Element, is_html
from auditor.extract.html.links import add_link, add_unusable_link
from auditor.extract.html.page_reader import ElementContext, PageReader
from auditor.extract.html.script_jumps import is_written_as_address
from auditor.model import LinkKind

_HREF = (("href", LinkKind.RESOURCE), ("xlink:href", LinkKind.RESOURCE))
_BACKGROUND = (("background", LinkKind.RESOURCE),)
_SRC = (("src", LinkKind.RESOURCE),)
_SOURCES = {
    "img": (*_SRC, ("longdesc", LinkKind.PAGE)),
    "iframe": (("src", LinkKind.FRAME),),
    "frame": (("src", LinkKind.FRAME),),
    "script": _SRC,
    "source": _SRC,
    "video": (*_SRC, ("poster", LinkKind.RESOURCE)),
    "audio": _SRC,
    "track": _SRC,
    "embed": _SRC,
    "input": _SRC,
    "object": (("data", LinkKind.RESOURCE),),
    "image": _HREF,
    "feImage": _HREF,
    "use": _HREF,
    **dict.fromkeys(("body", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "col", "colgroup"), _BACKGROUND),
}
SOURCE_TAGS = frozenset(_SOURCES) - {"input"}
"""Tags of elements that load an address by themselves; of ``input`` only the type that is a picture."""

_NEVER_BLANK = frozenset({"img", "script", "source", "video", "audio", "track", "embed", "input"})
_LAZY_SOURCES = frozenset({"data-src", "data-original", "data-lazy-src", "data-lazy"})
_LAZY_SETS = frozenset({"data-srcset", "data-lazy-srcset"})
_LAZY = _LAZY_SOURCES | _LAZY_SETS
_LAZY_TAGS = {"img": LinkKind.RESOURCE, "source": LinkKind.RESOURCE, "iframe": LinkKind.FRAME}
_CHOSEN = frozenset({"srcset", *_LAZY})

_NO_LINK = frozenset({
    "preconnect", "dns-prefetch", "profile",
    # what Word leaves in its web pages, which no browser loads
    "file-list", "edit-time-data", "themedata", "colorschememapping", "datastoreitem", "main-file", "original-file",
})  # fmt: skip
_VOCABULARY = ("schema.", "govtw")
_PAGES = frozenset({
    "canonical", "alternate", "next", "prev", "previous", "first", "last", "up", "start", "contents", "index",
    "search", "help", "author", "license", "bookmark", "shortlink", "amphtml", "prerender", "copyright",
    "glossary", "chapter", "section",
})  # fmt: skip
_CANDIDATE = re.compile(r"[\s,]*(\S*[^\s,])(?:\s+[^,(]*(?:\([^)]*\)[^,(]*)*|,|$|(?=,))")


def read_sources(reader: PageReader, element: Element, context: ElementContext) -> None:
    """Read what an element loads or embeds, by itself or by a script that loads it late."""
    tag = element.tag
    attributes = _SOURCES[tag]
    if tag == "script" and not is_html(element):
        attributes = _HREF
    elif tag == "iframe" and element.attr("srcdoc") is not None:  # HTML Standard, 4.8.5: it takes the place of src
        attributes = ()
    for attribute, kind in attributes:
        raw = element.attr(attribute)
        if raw is None:
            continue
        if raw.strip():
            add_link(reader, element, context, attribute, raw, kind)
        elif attribute == "src" and tag in _NEVER_BLANK and _CHOSEN.isdisjoint(element.attrs):
            add_unusable_link(reader, element, context, attribute, raw, kind)
    if tag in _LAZY_TAGS:
        _read_alternatives(reader, element, context, tag)


def read_button(reader: PageReader, element: Element, context: ElementContext) -> None:
    """Read an ``input`` or ``button``: its picture, and where it sends its form to in spite of the form's action."""
    if element.tag == "input" and (element.attr("type") or "").strip().lower() == "image":
        read_sources(reader, element, context)
    raw = (element.attr("formaction") or "").strip()
    if raw:
        form = element.closest("form")
        own = element.attr("formmethod")
        method = own if own is not None else form.attr("method") if form is not None else ""
        _add_action(reader, element, context, "formaction", raw, form_method(method))


def read_link_element(reader: PageReader, element: Element, context: ElementContext) -> None:
    """Read a ``link``: a page it names, a resource it loads. Resource hints and names of vocabularies are no links."""
    raw = element.attr("href")
    rel = tuple((element.attr("rel") or "").lower().split())
    if not rel or _NO_LINK.intersection(rel) or any(kind.startswith(_VOCABULARY) for kind in rel):
        return
    is_page = _PAGES.intersection(rel) and "stylesheet" not in rel
    is_feed = "+xml" in (element.attr("type") or "")
    kind = LinkKind.PAGE if is_page and not is_feed else LinkKind.RESOURCE
    candidates = element.attr("imagesrcset")
    late = (element.attr("data-href") or "").strip()
    if raw is not None and raw.strip():
        add_link(reader, element, context, "href", raw, kind, rel=rel)
    elif late and is_written_as_address(late):
        add_link(reader, element, context, "data-href", late, kind, rel=rel)
    elif raw is not None and not candidates:
        add_unusable_link(reader, element, context, "href", raw, kind)
    if candidates and "preload" in rel:
        for candidate in _srcset_addresses(candidates):
            add_link(reader, element, context, "imagesrcset", candidate, LinkKind.RESOURCE, rel=rel)


def form_method(written: str | None) -> str:
    """``get``, ``post`` or ``dialog``, as browsers take the attribute (HTML Standard, 4.10.19.6)."""
    method = (written or "").lower()
    return method if method in {"post", "dialog"} else "get"


def read_form_action(reader: PageReader, element: Element, context: ElementContext, method: str) -> None:
    """Read where a form sends to; the attribute of one that posts is ``action:post``, for it is never requested."""
    raw = (element.attr("action") or "").strip()
    if raw:
        _add_action(reader, element, context, "action", raw, method)


def _add_action(  # noqa: PLR0913 - what a form and its buttons have in common
    reader: PageReader, element: Element, context: ElementContext, attribute: str, raw: str, method: str
) -> None:
    if method != "dialog":
        name = attribute if method == "get" else f"{attribute}:post"
        add_link(reader, element, context, name, raw, LinkKind.FORM)


def _read_alternatives(reader: PageReader, element: Element, context: ElementContext, tag: str) -> None:
    """Read what an image, a source or a frame may show besides its own address."""
    names = element.attrs
    if "srcset" in names and tag != "iframe":
        for raw in _srcset_addresses(element.attr("srcset") or ""):
            add_link(reader, element, context, "srcset", raw, LinkKind.RESOURCE)
    for name in () if _LAZY.isdisjoint(names) else sorted(_LAZY.intersection(names)):
        for raw in _late_addresses(name, (element.attr(name) or "").strip()):
            add_link(reader, element, context, name, raw, _LAZY_TAGS[tag])
    usemap = (element.attr("usemap") or "").strip() if tag == "img" and "usemap" in names else ""
    if usemap and usemap.partition("#")[2] not in reader.image_maps:
        add_unusable_link(reader, element, context, "usemap", usemap, LinkKind.RESOURCE)


def _late_addresses(name: str, value: str) -> Iterator[str]:
    """The addresses in an attribute of which a script loads the element when it comes into view."""
    candidates = _srcset_addresses(value) if name in _LAZY_SETS else (value,)
    return filter(is_written_as_address, candidates)


def _srcset_addresses(srcset: str) -> Iterator[str]:
    """The addresses of image candidates (HTML Standard, 4.8.4.4 "parse a srcset attribute")."""
    for found in _CANDIDATE.finditer(srcset):
        if found[1]:
            yield found[1]
