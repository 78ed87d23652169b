"""Error pages that are answered like content: known by the end of a redirect or by a title (``error_pages.yaml``)."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from auditor.standards import table


class ErrorEnd(StrEnum):
    """What the address shows at which a redirect ended."""

    MISSING = "missing"
    """A page that exists only to report that there is no such content."""
    ERROR = "error"
    """A page for errors of every kind."""


_ROWS: dict[str, Any] = table("error_pages")
_ENDS = tuple((ErrorEnd(row["means"]), re.compile(row["pattern"], re.IGNORECASE)) for row in _ROWS["ends"])
_TITLES = tuple(re.compile(row["pattern"], re.IGNORECASE) for row in _ROWS["titles"])
_SEPARATORS = re.compile(r" [-–—|_»:]{1,5} |[|｜»]| ?[－：] ?")
_LONGEST_TITLE = 200


@lru_cache(1_024)
def error_end(url: str) -> ErrorEnd | None:
    """Return what an address at which a redirect ended shows of an error page; None for all others.

    A row that states that content is missing counts before one for errors of every kind.
    """
    parts = urlsplit(url)
    written = parts.path + (f"?{parts.query}" if parts.query else "")
    found = {means for means, pattern in _ENDS if pattern.search(written)}
    return ErrorEnd.MISSING if ErrorEnd.MISSING in found else ErrorEnd.ERROR if found else None


def is_error_title(title: str) -> bool:
    """Return whether a title, or a part of it between separators (page, site), is that of an error page."""
    whole = " ".join(title.split())[:_LONGEST_TITLE]
    return any(pattern.fullmatch(part.strip()) for part in (whole, *_SEPARATORS.split(whole)) for pattern in _TITLES)
