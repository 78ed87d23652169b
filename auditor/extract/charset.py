"""In which charset a page is written: the rules of browsers (HTML Standard, 13.2.3.2), and Taiwan's Big5 as a guess."""

from __future__ import annotations

import codecs

import msgspec

from auditor.extract.html.dom import charset_name, declared, decode

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_BE, "utf-16be"), (codecs.BOM_UTF16_LE, "utf-16le"))
_PRESCAN = 1024
_FORGIVEN = 0.02
_UNKNOWN = "windows-1252"


class Charset(msgspec.Struct, frozen=True):
    """A charset's canonical name in lower case, and what said so: bom, header, meta, detected or default."""

    name: str
    source: str


def read_text(body: bytes, header: str = "") -> tuple[str, Charset]:
    """The text of a page and its charset. ``header`` is the label in the HTTP header, empty when it has none.

    Bytes that the charset does not know become U+FFFD; nothing raises.
    """
    charset = read_charset(body, header)
    return decode(body, charset.name).removeprefix("\ufeff"), charset


def read_charset(body: bytes, header: str = "") -> Charset:
    """BOM, HTTP header, ``meta``, then the bytes themselves: UTF-8 where they are that, else Big5 where they are that.

    Without a declaration browsers guess as well; two in a hundred broken characters are forgiven (a cut or pasted
    text), and what is neither becomes windows-1252.
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
    return text.count("\ufffd") <= max(1, foreign * _FORGIVEN)
