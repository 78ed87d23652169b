"""Detects the charset of a page by the rules of browsers (HTML Standard, 13.2.3.2), then by its bytes."""

from __future__ import annotations

import codecs

import msgspec

from auditor.extract.html.dom import charset_name, declared, decode

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_BE, "utf-16be"), (codecs.BOM_UTF16_LE, "utf-16le"))
_PRESCAN = 1024
_BROKEN_SHARE = 0.02
_UNKNOWN = "windows-1252"


class Charset(msgspec.Struct, frozen=True):
    """The charset of a page."""

    name: str
    """Canonical name of the Encoding Standard, in lower case."""

    source: str
    """What it was taken from: ``bom``, ``header``, ``meta``, ``detected`` or ``default``."""


def read_text(body: bytes, header: str = "") -> tuple[str, Charset]:
    """The text of a page and its charset. ``header`` is the label in the HTTP header, empty when it has none.

    Bytes that the charset does not know become U+FFFD; nothing raises.
    """
    charset = read_charset(body, header)
    return decode(body, charset.name).removeprefix("\ufeff"), charset


def read_charset(body: bytes, header: str = "") -> Charset:
    """The charset by BOM, HTTP header, ``meta`` and then the bytes themselves: UTF-8, Big5 or windows-1252.

    Without a declaration browsers detect it as well. UTF-8 and Big5 may have two in a hundred broken characters, as cut
    or pasted texts have; what fits neither is windows-1252.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return Charset(name, "bom")
    named = charset_name(header) if header else ""
    if named:
        return Charset(named, "header")
    named = declared(body[:_PRESCAN]) or (declared(body) if b"charset" in body[_PRESCAN:].lower() else "")
    if named:
        return Charset(named, "meta")
    if body.isascii():
        return Charset("utf-8", "default")
    return next(
        (Charset(name, "detected") for name in ("utf-8", "big5") if _fits(body, name)), Charset(_UNKNOWN, "default")
    )


def _fits(body: bytes, name: str) -> bool:
    text = decode(body, name)
    foreign = len(text) - sum(map(str.isascii, text)) if len(text) < 1_000_000 else len(text)
    return text.count("\ufffd") <= max(1, foreign * _BROKEN_SHARE)
