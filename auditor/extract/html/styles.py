"""Reads style sheets and style attributes: addresses they load, font sizes, lengths. Pure: text in, facts out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.model import StyleSheet

# One pass over what matters in CSS Syntax Level 3: comments and strings come first so that nothing in them counts.
_TOKENS = re.compile(
    r"""/\*.*?(?:\*/|\Z)"""
    r"""|@import\s*(?:url\(\s*)?(?P<sheet>"[^"\n]*"|'[^'\n]*'|(?<=\()[^\s"'()]+)"""
    r"""|@namespace[^;]*"""
    r"""|(?<![\w-])url\(\s*(?P<address>"[^"\n]*"|'[^'\n]*'|[^\s"'()]*)\s*\)"""
    r"""|(?<![\w-])(?:-webkit-)?image(?:-set)?\(\s*(?P<image>"[^"\n]*"|'[^'\n]*')"""
    r"""|(?<![\w-])font-size\s*:\s*(?P<size>[^;{}!]{1,80})"""
    r"""|(?<![\w-])(?P<property>max-width|line-height)\s*:\s*(?P<length>[^;{}!]{1,80})"""
    r"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'""",
    re.IGNORECASE | re.DOTALL,
)
_MOST_SIZES = 2_000
_WORTH_READING = re.compile(r"url\(|@import|font-size|image|max-width|line-height", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)


def read_styles(css: str) -> Iterator[tuple[str, str, int]]:
    """The declarations that matter in a style sheet or style attribute, in order: (kind, value, offset).

    Kinds are ``address``, ``size``, ``max-width`` and ``line-height``.

    Addresses are those of ``url()``, ``image()`` and ``@import``, escapes resolved; embedded data (``data:``) and mere
    fragments are left out. Sizes are the values of ``font-size`` as written, lengths those of the property named;
    the conditions of ``@media`` are no declarations.
    """
    if not _WORTH_READING.search(css):
        return
    for found in _TOKENS.finditer(css):
        kind = found.lastgroup
        if kind == "size":
            yield "size", found["size"].strip(), found.start()
        elif kind == "length":
            value = found["length"].strip()
            if value.count(")") <= value.count("("):
                yield found["property"].lower(), value, found.start()
        elif kind is not None:
            address = _plain(found[kind])
            if address and not address[:5].lower().startswith(("data:", "#")):
                yield "address", address, found.start()


def read_sheet(css: str, *, whole: bool = True) -> StyleSheet:
    """The facts of a linked style sheet: font sizes with their lines, at most 2,000 of them."""
    sizes = [(css.count("\n", 0, offset) + 1, value) for kind, value, offset in read_styles(css) if kind == "size"]
    return StyleSheet(tuple(sizes[:_MOST_SIZES]), whole)


def _plain(written: str) -> str:
    text = written[1:-1] if written[:1] in {"'", '"'} else written
    return (_ESCAPE.sub(_unescaped, text) if "\\" in text else text).strip()


def _unescaped(found: re.Match[str]) -> str:
    if found[1] is None:
        return found[2]
    code = int(found[1], 16)
    return chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd"
