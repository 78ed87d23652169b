"""Words by which metadata and the search by classification are judged (``metadata_words.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from auditor.model import Document, Link, LinkKind
from auditor.standards import table
from auditor.standards.dublin_core import CATEGORIES

SCHEMES = dict(zip(CATEGORIES, ("theme", "policy", "service"), strict=True))
"""The row of words for each field of classification."""


def contains_metadata_words(name: str, text: str) -> bool:
    """Return whether the text has words of this row. Raises ``KeyError`` for a row that does not exist."""
    return _pattern(name).search(text) is not None


def class_codes(text: str) -> tuple[str, ...]:
    """Return the class codes that the text or the address of a link names."""
    return tuple(dict.fromkeys(found["code"] for found in _pattern("class_link").finditer(text)))


def schemes_named(document: Document) -> tuple[str, ...]:
    """Return the fields whose schemes the page's headings and links name, in the order of the rule."""
    texts = [heading.text for heading in document.headings] + [link.text for link in document.links]
    return tuple(field for field, row in SCHEMES.items() if any(contains_metadata_words(row, text) for text in texts))


def classification_links(document: Document) -> Iterator[tuple[str, tuple[str, ...], Link]]:
    """Yield the links of a page of search by classification: the field they stand under, the codes they name, the link.

    A link belongs to the scheme that its own words name, else to that of the last heading before it that names one.
    Links of the frame around the page's content are left out.
    """
    scheme, heading, codes = "", "", tuple[str, ...]()
    for link in document.links:
        if link.kind is not LinkKind.PAGE or link.hidden or link.place.region.is_frame or not link.url:
            continue
        if link.heading != heading:
            heading = link.heading
            scheme = _scheme(_headings_to(document, link)) or scheme
            codes = class_codes(heading)
        own = _scheme(link.text)
        yield own or scheme, class_codes(link.text) + class_codes(link.url) or codes, link


def _headings_to(document: Document, link: Link) -> str:
    """Return the nearest heading before a link that names a scheme; empty without one."""
    at = (link.place.line, link.place.column)
    before = [heading.text for heading in document.headings if (heading.place.line, heading.place.column) <= at]
    return next((text for text in reversed(before) if _scheme(text)), "")


def _scheme(text: str) -> str:
    named = [field for field, row in SCHEMES.items() if contains_metadata_words(row, text)]
    return named[0] if len(named) == 1 else ""


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(table("metadata_words")[name]["pattern"], re.IGNORECASE)
