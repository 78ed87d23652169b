"""Builds the text of a page that the model reads, and the tags to paste from suggestions."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from auditor.model import Document, Head, Suggestion
from auditor.standards.classification import codes
from auditor.standards.dublin_core import content, filled, known_tags

_DESCRIBING = frozenset({"DC.Title", "DC.Subject", "DC.Description"})


def text_of_page(document: Document, head: Head | None, opening: str = "") -> str:
    """Title, headings, described subject and ``opening`` of a page, a line each, repeated lines left out."""
    described = (
        [content(meta) for name, meta in known_tags(head) if name in _DESCRIBING and filled(meta)] if head else []
    )
    headings = [heading.text for heading in document.headings if not heading.place.region.is_template]
    lines = (line.strip() for line in [document.title or "", *headings, *described, opening])
    return "\n".join(dict.fromkeys(line for line in lines if line))


def carried(head: Head | None, field: str) -> tuple[str, ...]:
    """The codes that a page carries in a field, in order."""
    return tuple(code for _, code in codes(head, field)) if head else ()


def block(suggestions: Iterable[Suggestion]) -> str:
    """The ``meta`` tags of sure suggestions, ready to paste; for others, a comment with the likeliest codes."""
    return "\n".join(_tag(suggestion) for suggestion in suggestions)


def tag(field: str, code: str) -> str:
    """The ``meta`` tag of a class."""
    return f'<meta name="{field}" content="{escape(code)}">'


def _tag(suggestion: Suggestion) -> str:
    if suggestion.sure:
        return tag(suggestion.field, suggestion.choices[0].code)
    likeliest = ", ".join(choice.code for choice in suggestion.choices)
    return f"<!-- {suggestion.field}: ? {likeliest} -->"
