"""Reads style sheets and style attributes: addresses they load, font sizes, lengths. Pure: text in, facts out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.model import SheetAddress, StyleSheet
from auditor.urls import resolve

_STRING = r"""(?:"(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+')"""
_BARE = r"""(?:[^\s"'()\\]|\\[0-9a-f]{1,6}+\s?+|\\[^\n0-9a-f])"""
_URL = rf"url\(\s*(?P<address>{_STRING}|{_BARE}*+)\s*\)"
# One pass over what matters in CSS Syntax Level 3: comments and strings come first so that nothing in them counts.
_TOKENS = re.compile(
    r"""(?=[/@"'ufmlib-])"""  # how a token can begin: half of the time is saved
    r"(?:/\*.*?(?:\*/|\Z)"
    rf"|@import\s*(?:/\*.*?\*/\s*)*(?:(?P<sheet>{_STRING})|url\(\s*(?P<bare>{_STRING}|{_BARE}++)\s*\))"
    r"|@namespace[^;]*"
    rf"|{_STRING}"
    rf"|(?<![\w-])(?:{_URL}"
    r"|font-size\s*:\s*(?P<size>[^;{}!]{1,80})"
    r"|(?P<property>max-width|line-height)\s*:\s*(?P<length>[^;{}!]{1,80})"
    rf"""|(?:-webkit-)?image(?:-set\((?P<set>(?:{_STRING}|\([^()]*\)|[^()"'])*+)\)|\(\s*(?P<image>{_STRING}))"""
    r"|(?:-ms-)?behavior\s*:[^;{}]*))",  # Internet Explorer alone loaded these
    re.IGNORECASE | re.DOTALL,
)
_CANDIDATES = re.compile(rf"(?<![\w-])(?:{_URL}|type\([^)]*\))|(?P<image>{_STRING})", re.IGNORECASE | re.DOTALL)
_FIRST_BLOCK = re.compile(rf"(?:/\*.*?\*/|{_STRING}|[^{{])*+", re.DOTALL)
_MOST_OF_SHEET = 2_000
_WORTH_READING = re.compile(r"url\(|@import|font-size|image|max-width|line-height", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|\s)?|(.))", re.DOTALL)


def read_styles(css: str) -> Iterator[tuple[str, str, int]]:
    """The declarations that matter in a style sheet or style attribute, in order: (kind, value, offset).

    Kinds are ``address``, ``size``, ``max-width`` and ``line-height``.

    Addresses are those of ``url()``, ``image-set()``, ``image()`` and ``@import``, escapes resolved; embedded data
    (``data:``) and mere fragments are left out. Sizes are the values of ``font-size`` as written, lengths those of the
    property named; the conditions of ``@media`` are no declarations.
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
            yield from _addresses(css, found, kind)


def _addresses(css: str, found: re.Match[str], kind: str) -> Iterator[tuple[str, str, int]]:
    """The addresses of one token that loads something."""
    if kind in {"sheet", "bare"} and found.start() >= _end_of_imports(css):
        return
    loaded = _CANDIDATES.finditer(css, *found.span("set")) if kind == "set" else (found,)
    for part in loaded:
        address = _plain(part[part.lastgroup]) if part.lastgroup else ""
        if address and not address[:5].lower().startswith(("data:", "#")):
            yield "address", address, part.start()


def _end_of_imports(css: str) -> int:
    """Where the first block begins: browsers ignore ``@import`` after it (CSS Cascade Level 4, 2)."""
    begin = _FIRST_BLOCK.match(css)
    return begin.end() if begin else 0


def read_sheet(css: str, url: str, charset: str = "utf-8", *, whole: bool = True) -> StyleSheet:
    """The facts of a linked style sheet at ``url``: font sizes and addresses with lines, at most 2,000 of each."""
    sizes, addresses = list[tuple[int, str]](), list[SheetAddress]()
    line, position = 1, 0
    for kind, value, offset in read_styles(css):
        line, position = line + css.count("\n", position, offset), offset
        if kind == "size":
            sizes.append((line, value))
        elif kind == "address" and (address := resolve(url, value, charset)):
            addresses.append(SheetAddress(line, value, address))
    return StyleSheet(tuple(sizes[:_MOST_OF_SHEET]), whole, tuple(addresses[:_MOST_OF_SHEET]))


def _plain(written: str) -> str:
    text = written[1:-1] if written[:1] in {"'", '"'} else written
    return (_ESCAPE.sub(_unescaped, text) if "\\" in text else text).strip()


def _unescaped(found: re.Match[str]) -> str:
    if found[1] is None:
        return "" if found[2] == "\n" else found[2]
    code = int(found[1], 16)
    return chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd"
