"""The metadata rules as values: fields by name, their tags on a page, and what their contents mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from auditor.model import Head, Meta
from auditor.standards import table

RULES: dict[str, Any] = table("dublin_core")

FIELDS: tuple[str, ...] = tuple(RULES["fields"])
"""The 15 names as the rule writes them."""

CATEGORIES: tuple[str, ...] = tuple(RULES["categories"])
"""The three fields of classification: theme, policy (Cake), service."""

COVERAGE: tuple[str, str] = tuple(RULES["fields"]["DC.Coverage"]["parts"])

TAG_NAMES: tuple[str, ...] = (*FIELDS, *COVERAGE, *CATEGORIES)
"""Every name of a tag that the rules know."""

AGENCY_FIELDS = frozenset({"DC.Creator", "DC.Publisher", "DC.Contributor", "DC.Source", "DC.Rights"})
"""The fields that name an agency."""

_CANONICAL = {name.casefold(): name for name in TAG_NAMES}
_UNRENDERED = re.compile("|".join(f"(?:{pattern})" for pattern in RULES["unrendered"]), re.IGNORECASE | re.DOTALL)
_MAYBE_UNRENDERED = re.compile(RULES["maybe_unrendered"])
_DATES = {form: re.compile(pattern, re.DOTALL) for form, pattern in RULES["dates"].items()}


def rule_name(meta: Meta) -> str:
    """Return the rule's name for this tag, in any letter case; empty when no rule knows it or it has no ``name``."""
    return _CANONICAL.get(meta.name.strip().casefold(), "") if meta.attribute == "name" else ""


def known_tags(head: Head) -> Iterator[tuple[str, Meta]]:
    """Yield the page's tags that the rules know, by the rule's name, in document order."""
    for meta in head.metas:
        name = rule_name(meta)
        if name:
            yield name, meta


def field_of(name: str) -> str:
    """Return the field that a tag stands for: the pair of coverage dates stands for coverage."""
    return "DC.Coverage" if name in COVERAGE else name


def content(meta: Meta) -> str:
    """Return the content of a tag without spaces around it; empty for a blank or missing content."""
    return (meta.content or "").strip()


def unrendered(text: str) -> bool:
    """Return whether text was left that a program should have replaced."""
    return _UNRENDERED.search(text) is not None


def maybe_unrendered(text: str) -> bool:
    """Return whether the text has a word that resembles a variable or the name of an account."""
    return _MAYBE_UNRENDERED.search(text) is not None


def filled(meta: Meta) -> bool:
    """Return whether the tag has a content that can be judged."""
    text = content(meta)
    return bool(text) and not unrendered(text)


def date_form(text: str) -> str:
    """Return ``iso``, or the name of the wrong form: slashes, no-zeros, compact, roc, impossible, other."""
    form = next((form for form, pattern in _DATES.items() if pattern.fullmatch(text)), "other")
    return form if form != "iso" or _exists(text) else "impossible"


def language(text: str) -> str:
    """Return the language (zh, en, ja) that a word of DC.Language or a ``lang`` attribute means; empty when unknown."""
    word = re.sub(r"[\s-]+", "", text).casefold()
    return _languages().get(word, "") or _languages().get(text.strip().casefold().split("-")[0], "")


def _exists(text: str) -> bool:
    match = _DATES["iso"].fullmatch(text)
    parts = [int(part or 1) for part in match.group("year", "month", "day")] if match else [0, 0, 0]
    try:
        return date(*parts).year >= int(RULES["first_year"])
    except ValueError:
        return False


@cache
def _languages() -> dict[str, str]:
    return {word: code for code, words in RULES["languages"].items() for word in words}
