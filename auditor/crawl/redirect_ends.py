"""Judges where redirects end: at a home page, a login or an error page; and makes ends of redirects comparable."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from auditor.model import LinkDetail
from auditor.standards.error_pages import ErrorEnd, error_end

_ENTRY = r"(?:log|sign)[-_]?(?:in|on)"
_LOGIN = re.compile(rf"(?:[\w.]*[-_.])?{_ENTRY}(?:[-_.](?:form|page|view|index))?(?:\.\w{{2,5}})?", re.IGNORECASE)
_CAMEL_LOGIN = re.compile(r"\w*[a-z](?:Log|Sign)(?:[iI]n|[oO]n)(?:\.\w{2,5})?|[Ll]ogin(?:Form|Page|View)(?:\.\w{2,5})?")
_HOME = re.compile(r"/?(?:(?:index|default|home|main)(?:\.\w+)?)?", re.IGNORECASE)
_ONE_TIME = re.compile(r"\d{8,}|[0-9a-f]{16,}", re.IGNORECASE)
_SHORTEST_ECHO = 2


def redirect_detail(url: str, end: str) -> LinkDetail:
    """What an address that redirects to ``end`` comes to, by the look of both addresses alone."""
    parts = urlsplit(end)
    if any(_LOGIN.fullmatch(name) or _CAMEL_LOGIN.fullmatch(name) for name in parts.path.split("/")):
        return LinkDetail.REDIRECT_TO_LOGIN
    if parts.path in ("", "/") and not parts.query and not _HOME.fullmatch(urlsplit(url).path):
        return LinkDetail.REDIRECT_TO_HOME
    known = error_end(end) if error_end(url) is None else None
    if known is ErrorEnd.MISSING:
        return LinkDetail.SOFT_MISSING
    return LinkDetail.MOVED if known is None else LinkDetail.REDIRECT_TO_ERROR


def comparable_end(url: str, end: str) -> str:
    """The end of a redirect without what it repeats of ``url``, so that ends of one module can be compared.

    Empty where the path stays: then the query names the content, and nothing can be compared.
    """
    requested, ended = urlsplit(url), urlsplit(end)
    if (ended.netloc, ended.path) == (requested.netloc, requested.path):
        return ""
    echoes = {requested.path.rpartition("/")[2], *(value for _, value in parse_qsl(requested.query))}
    echoes = {unquote(echo) for echo in echoes if len(echo) >= _SHORTEST_ECHO}
    kept = [
        (name, value)
        for name, value in parse_qsl(ended.query, keep_blank_values=True)
        if not _ONE_TIME.search(value) and not any(echo in unquote(value) or echo in name for echo in echoes)
    ]
    path = ended.path
    return f"{ended.scheme}://{ended.netloc}{path}" + (f"?{urlencode(kept)}" if kept else "")
