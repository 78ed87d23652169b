"""Which characters are these bytes? The WHATWG rules: byte order mark, header, meta, then a look at the bytes."""

from __future__ import annotations

import codecs
import re

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_META = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?(?:-->|$)", re.DOTALL)
_PRESCAN = 1024
_LABELS = {
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "cn-big5": "big5hkscs", "x-x-big5": "big5hkscs",
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "chinese": "gb18030", "x-gbk": "gb18030",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252", "windows-1252": "cp1252",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "ms_kanji": "cp932",
    "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "utf8": "utf-8", "unicode-1-1-utf-8": "utf-8",
}  # fmt: skip
"""Labels that browsers read as another encoding than their name says (Encoding Standard, 4.2)."""


def decode(body: bytes, header: str) -> tuple[str, str, str]:
    """The text of a page, the charset it was read in (a Python codec's name), and how that was known.

    ``header`` is the charset of Content-Type. The source is ``bom``, ``header``, ``meta``, ``detected`` or
    ``default``. Bytes that do not fit become replacement characters.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace"), name, "bom"
    charset, source = _named(body, header)
    return body.decode(charset, "replace"), charset, source


def _named(body: bytes, header: str) -> tuple[str, str]:
    if known := _codec(header):
        return known, "header"
    declared = _META.search(_COMMENT.sub(b"", body[:_PRESCAN]))
    if declared and (known := _codec(declared[1].decode("ascii", "replace"))):
        # a page that can be read so far is not in UTF-16, whatever it says (HTML Standard, 13.2.3.2)
        return ("utf-8" if known.startswith("utf-16") else known), "meta"
    for guess in ("utf-8", "big5hkscs"):
        try:
            body.decode(guess)
        except UnicodeDecodeError:
            continue
        return guess, "default" if body.isascii() else "detected"
    return "cp1252", "default"


def _codec(label: str) -> str:
    name = label.strip().lower()
    try:
        return codecs.lookup(_LABELS.get(name, name)).name if name else ""
    except LookupError:
        return ""
