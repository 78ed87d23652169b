"""What style sheets say: addresses in ``url()`` and ``@import``, and font sizes. Pure text in, facts out."""

from __future__ import annotations

import re
from collections.abc import Iterator

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_URL = re.compile(r"""url\(\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^)"'\s]*))\s*\)""", re.IGNORECASE)
_IMPORT = re.compile(r"""@import\s+(?:"([^"\n]*)"|'([^'\n]*)')""", re.IGNORECASE)
_FONT_SIZE = re.compile(r"(?:^|[;{\s])font-size\s*:\s*([^;}!]+)", re.IGNORECASE)
_FONT = re.compile(r"(?:^|[;{\s])font\s*:\s*([^;}]+)", re.IGNORECASE)
_LENGTH = re.compile(r"(?<![\w.-])\d*\.?\d+(?:px|pt|pc|cm|mm|in|q|em|rem|ex|ch|vw|vh|%)(?![\w-])", re.IGNORECASE)


def addresses(css: str) -> Iterator[str]:
    """Every address in a style sheet as written, comments and ``data:`` left out."""
    plain = _COMMENT.sub(" ", css)
    for pattern in (_IMPORT, _URL):
        for found in pattern.finditer(plain):
            address = next((group for group in found.groups() if group), "").strip()
            if address and not address.lower().startswith(("data:", "#", "about:")):
                yield address


def font_sizes(css: str) -> Iterator[str]:
    """The value of every font-size declaration, also those inside the ``font`` shorthand (its first length)."""
    plain = _COMMENT.sub(" ", css)
    for found in _FONT_SIZE.finditer(plain):
        yield found[1].strip()
    for found in _FONT.finditer(plain):
        size = _LENGTH.search(found[1])
        if size:
            yield size[0]
