"""A second way of asking: every address reported dead is asked again by the standard library alone, without our code.

Used where no list of planted faults exists, so that "none false" rests on more than one program. A page's fragments are
looked for with Python's own tolerant parser; a fragment that only scripts make is beyond both ways.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from html.parser import HTMLParser
from urllib.parse import unquote

SECONDS = 10.0
LARGEST = 20_000_000
FILES = (".pdf", ".zip", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".odp")


class _Names(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {value or "" for name, value in attrs if name == "id" or (tag == "a" and name == "name")}


class SecondWay:
    """Asks addresses anew, each page once. Loopback only, for the addresses come from a benchmark's own pages."""

    def __init__(self) -> None:
        self._names: dict[str, set[str] | None] = {}

    def is_dead(self, url: str) -> bool:
        """Whether the address answers with an error or not at all; with a fragment, whether the page lacks it."""
        address, _, fragment = url.partition("#")
        if address not in self._names:
            self._names[address] = _names(address)
        names = self._names[address]
        if names is None or not fragment:
            return names is None
        return fragment not in names and unquote(fragment) not in names


def _names(address: str) -> set[str] | None:
    """The ids and names of a page; None where there is no page, or where a page stands in the place of a file."""
    try:
        with urllib.request.urlopen(address, timeout=SECONDS) as answer:  # noqa: S310 - http on loopback
            body = answer.read(LARGEST)
            if address.lower().endswith(FILES):
                return None if body.lstrip().startswith(b"<") else set()
            text = body.decode(answer.headers.get_content_charset("utf-8"), "replace")
    except (OSError, urllib.error.URLError, ValueError):
        return None
    reader = _Names()
    reader.feed(text)
    return reader.found
