"""Resolves and compares addresses as browsers do (WHATWG URL Standard); never folds what a server may distinguish."""

from __future__ import annotations

import re
from functools import lru_cache

import ada_url

_PORTS = {"http:": "80", "https:": "443"}
_ANY_PAGE = "http://x/"
_ABSOLUTE = re.compile(r"https?://", re.IGNORECASE)
_AUTHORITY = re.compile(r"https?://[^/?#\\@\s]+(?=[/?#]|\Z)", re.IGNORECASE)
_BELOW_FOLDER = re.compile(r"/(?!/)|(?:\.{1,2}/|[\w%-][^:/\\]*(?:/|$))", re.ASCII)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:)", re.IGNORECASE)
_JUNK = str.maketrans("", "", "\t\n\r")
_EDGES = "".join(map(chr, range(0x21)))
_VIEWS = re.compile(r"(?<=[?&])(PRO|method|mode|view|action)=([^&]*)", re.IGNORECASE)

_ENCODERS = {"big5": ("big5hkscs", "cp950"), "gbk": ("gb18030",), "shift_jis": ("cp932",), "euc-kr": ("cp949",)}
"""Python codecs that together write what browsers write, by WHATWG name; a name not listed here is its own codec."""
_AS_WINDOWS_DOES = frozenset("／＼╭╮╰╯")
_FIRST_LEAD = 0xA1
_UNICODE = frozenset({"utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "replacement", ""})
_QUERY_ESCAPED = frozenset(b" \"#<>'") | frozenset(range(0x20)) | frozenset(range(0x7F, 0x100))
_NO_HOST = frozenset({"", "/", "?", "#"})
_CACHE = 32_768


def resolve(base: str, href: str, charset: str = "utf-8") -> str | None:
    """Return the absolute address of ``href`` on the page ``base``, or None when no browser could resolve it.

    Paths and fragments are encoded in UTF-8, queries of web addresses in the page's ``charset`` (URL Standard, 4.4
    and 5.1: a character that the charset lacks becomes ``%26%23…%3B``). The fragment is kept.
    """
    if charset not in _UNICODE and not href.isascii():
        href = _with_query_encoded(base, href, charset)
    # one menu stands on every page of a folder: these pages share the cached result
    if _ABSOLUTE.match(href):
        base = _ANY_PAGE
    elif _BELOW_FOLDER.match(href):
        base = _folder(base)
    return _joined(base, href)


def without_fragment(url: str) -> str:
    """Return the address without ``#`` and what follows."""
    return url.partition("#")[0]


def fragment_of(url: str) -> str:
    """Return what follows ``#``, as written; empty when there is none."""
    return url.partition("#")[2]


@lru_cache(_CACHE)
def host_of(url: str) -> str:
    """Return ``name:port``, with the scheme's own port where none is written; ``:`` without a host."""
    parts = _parts(url)
    return f"{parts[1]}:{parts[2] or _PORTS.get(parts[0], '')}"


@lru_cache(_CACHE)
def origin_of(url: str) -> str:
    """Return ``scheme://name:port``, the port left out where it is the scheme's own; empty for what is no address."""
    scheme, name, port = _parts(url)
    name = f"[{name}]" if ":" in name else name
    return f"{scheme}//{name}" + (f":{port}" if port else "") if scheme else ""


def scheme_of(url: str) -> str:
    """Return the scheme in lower case, empty when there is none."""
    found = _SCHEME.match(url)
    return found[0].lower() if found else ""


def path_of(url: str) -> str:
    """Return the path as written, without query and fragment; ``/`` where there is none."""
    start = url.find("/", url.find("//") + 2)
    return url[start:].partition("?")[0].partition("#")[0] if start >= 0 else "/"


def is_web(url: str) -> bool:
    """Return whether the address is one of http or https with a host."""
    start = 8 if url.startswith("https://") else 7 if url.startswith("http://") else 0
    if not start:
        found = _ABSOLUTE.match(url)
        start = found.end() if found else len(url)
    return url[start : start + 1] not in _NO_HOST


def in_scope(url: str, host: str, prefix: str) -> bool:
    """Return whether the address is on ``host`` (``name:port``) below ``prefix``; the folder without slash counts."""
    if host_of(url) != host:
        return False
    path = path_of(url)
    return path.startswith(prefix) or path == prefix.rstrip("/")


def matches(url: str, pattern: str) -> bool:
    """Return whether the whole address, query included, fits a pattern in which ``*`` stands for any characters.

    Nothing else is special: ``?`` is a question mark, letter case counts.
    """
    return _pattern(pattern).fullmatch(url) is not None


def module_of(url: str) -> str:
    """Return the module of an address, whose members a server answers alike: folder, script and the view it shows.

    ``/ctlr?PRO=news.rwdNewsView&id=3`` and ``…&id=4`` are one module, ``?PRO=news.rwdNewsList`` is another;
    ``tbfaq.do?method=info&id=1`` is another module than ``method=list``; files of one folder are one module by ending.
    """
    address, _, query = without_fragment(url).partition("?")
    folder, _, name = path_of(address).rpartition("/")
    views = "&".join(f"{key}={value}" for key, value in _VIEWS.findall(f"?{query}"))
    script = name if query else f"*{name[name.rfind('.') :]}" if "." in name else "*"
    return f"{scheme_of(url)}://{host_of(url)}{folder}/{script}" + (f"?{views}" if views else "")


@lru_cache(_CACHE)
def _joined(base: str, href: str) -> str | None:
    try:
        return str(ada_url.join_url(base, href))
    except ValueError:
        return None


@lru_cache(1_024)
def _folder(base: str) -> str:
    """Return the address up to the last slash of its path: all that a relative path is resolved against."""
    address = re.split(r"[?#]", base, maxsplit=1)[0]
    return address[: address.rfind("/") + 1] if address.count("/") > 2 else base


def _parts(url: str) -> tuple[str, str, str]:
    # most addresses begin alike, and what follows the host does not matter here
    found = _AUTHORITY.match(url)
    return _parsed(found[0] if found else url)


@lru_cache(_CACHE)
def _parsed(url: str) -> tuple[str, str, str]:
    try:
        parts = ada_url.parse_url(url, attributes=("protocol", "hostname", "port"))
    except ValueError:
        return "", "", ""
    return str(parts["protocol"]), str(parts["hostname"]).strip("[]"), str(parts["port"])


@lru_cache(4_096)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in re.split(r"\*+", pattern)), re.DOTALL)


def _with_query_encoded(base: str, href: str, charset: str) -> str:
    """URL Standard, 4.4 "query state": only special schemes take the page's charset."""
    href = href.strip(_EDGES).translate(_JUNK)
    if (scheme_of(href) or scheme_of(base)) not in {"http", "https", "ftp", "file"}:
        return href
    address, hash_mark, fragment = href.partition("#")
    path, mark, query = address.partition("?")
    if query.isascii():
        return href
    return path + mark + "".join(_percent(character, charset) for character in query) + hash_mark + fragment


def _percent(character: str, charset: str) -> str:
    """URL Standard, 1.3 "percent-encode after encoding": a second byte that is a plain character stays one."""
    if character.isascii():
        return character
    encoded = _encoded(character, charset)
    if not encoded:
        return f"%26%23{ord(character)}%3B"
    return "".join(f"%{byte:02X}" if byte in _QUERY_ESCAPED else chr(byte) for byte in encoded)


def _encoded(character: str, charset: str) -> bytes:
    codecs = _ENCODERS.get(charset, (charset,))
    for codec in reversed(codecs) if character in _AS_WINDOWS_DOES else codecs:
        try:
            encoded = character.encode(codec)
        except (UnicodeError, LookupError):
            continue
        # Encoding Standard, 11.1 and 5.1: the Hong Kong rows of Big5 are read and never written
        if charset != "big5" or encoded[0] >= _FIRST_LEAD:
            return encoded
    return b""
