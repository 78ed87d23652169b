"""Addresses as browsers see them (WHATWG URL Standard). Pure, and never folds what a server might tell apart."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

import ada_url

_PORTS = {"http": "80", "https": "443"}
_LISTS = re.compile(r"(?<=[?&])(PRO|method|mode|view|action)=([^&]*)", re.IGNORECASE)
_JUNK = re.compile(r"[\t\n\r]")


@lru_cache(65_536)
def resolve(base: str, href: str, charset: str = "utf-8") -> str | None:
    """The absolute address of ``href`` on the page ``base``, or None when no browser could resolve it.

    Paths are encoded in UTF-8, queries in the page's ``charset`` (URL Standard, 4.4 and 5.1: a character that the
    charset lacks becomes ``%26%23…%3B``). The fragment is kept.
    """
    if charset not in {"utf-8", "utf8"} and not href.isascii():
        href = _encode_query(href, charset)
    try:
        return str(ada_url.join_url(base, href))
    except ValueError:
        return None


def without_fragment(url: str) -> str:
    """The address without ``#`` and what follows."""
    return url.partition("#")[0]


def fragment_of(url: str) -> str:
    """What follows ``#``, as written; empty when there is none."""
    return url.partition("#")[2]


@lru_cache(16_384)
def host_of(url: str) -> str:
    """``name:port``, with the scheme's own port where none is written."""
    parts = urlsplit(url)
    return f"{parts.hostname or ''}:{_port(url)}"


@lru_cache(16_384)
def origin_of(url: str) -> str:
    """``scheme://name:port``, the port left out where it is the scheme's own."""
    parts = urlsplit(url)
    port = _port(url)
    name = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    return f"{parts.scheme}://{name}" + ("" if port == _PORTS.get(parts.scheme) else f":{port}")


def scheme_of(url: str) -> str:
    """The scheme in lower case, empty when there is none."""
    return url.partition(":")[0].lower() if ":" in url else ""


def is_web(url: str) -> bool:
    """Whether the address is one of http or https with a host."""
    return url[:8].lower().startswith(("http://", "https://")) and len(url.split("/", 3)[2]) > 0


def in_scope(url: str, host: str, prefix: str) -> bool:
    """Whether the address lies on ``host`` (``name:port``) below ``prefix``; the folder without its slash is in too."""
    path = urlsplit(url).path or "/"
    return host_of(url) == host and (path.startswith(prefix) or path == prefix.rstrip("/"))


@lru_cache(4_096)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in pattern.split("*")), re.DOTALL)


def matches(url: str, pattern: str) -> bool:
    """Whether the whole address, query included, fits a pattern in which ``*`` stands for anything."""
    return _pattern(pattern).fullmatch(url) is not None


def module_of(url: str) -> str:
    """The family of an address whose members a server answers alike: folder, script and the view it shows.

    ``/ctlr?PRO=news.rwdNewsView&id=3`` and ``…&id=4`` are one module, ``?PRO=news.rwdNewsList`` is another;
    ``tbfaq.do?method=info&id=1`` is told apart from ``method=list``; files of one folder are one module by ending.
    """
    parts = urlsplit(url)
    folder, _, name = parts.path.rpartition("/")
    views = "&".join(f"{key}={value}" for key, value in _LISTS.findall(f"?{parts.query}"))
    script = name if parts.query else f"*{name[name.rfind('.') :]}" if "." in name else "*"
    return f"{parts.scheme}://{host_of(url)}{folder}/{script}" + (f"?{views}" if views else "")


def _port(url: str) -> str:
    parts = urlsplit(url)
    try:
        return str(parts.port or _PORTS.get(parts.scheme, ""))
    except ValueError:
        return ""


def _encode_query(href: str, charset: str) -> str:
    head, mark, rest = _JUNK.sub("", href).partition("?")
    if not mark:
        return href
    query, hash_mark, fragment = rest.partition("#")
    encoded = "".join(_percent(character, charset) for character in query)
    return f"{head}?{encoded}{hash_mark}{fragment}"


def _percent(character: str, charset: str) -> str:
    if character.isascii():
        return character
    try:
        return "".join(f"%{byte:02X}" for byte in character.encode(charset))
    except (UnicodeEncodeError, LookupError):
        return f"%26%23{ord(character)}%3B"
