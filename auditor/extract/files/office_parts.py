"""Counts parts of office documents that lack something, whatever their format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from auditor.extract.files.zip_xml import Element
from auditor.model import PartCounts
from auditor.urls import is_web

_MOST_LINKS = 5_000
_TYPED_BULLET = re.compile(r"\s*[•‧∙●○■□◆◇▪▫➢➤►▶★☆※]\s*\S")
_FEWEST_ITEMS = 3  # paragraphs in a row: two may be notes


def lacking_of(parts: Iterable[Element], lacks: Callable[[Element], bool]) -> PartCounts:
    """Count parts, and those that lack something."""
    lacking = [lacks(part) for part in parts]
    return PartCounts(len(lacking), sum(lacking))


def list_counts(marked: int, texts: Sequence[str]) -> PartCounts:
    """Count the marked lists and the runs of three paragraphs or more whose bullets are typed by hand.

    ``texts``: the paragraphs outside marked lists, in order, with an empty text where something else stands between.
    """
    typed, run = 0, 0
    for text in (*texts, ""):
        if _TYPED_BULLET.match(text):
            run += 1
            continue
        typed += run >= _FEWEST_ITEMS
        run = 0
    return PartCounts(marked + typed, typed)


def first_text(root: Element | None, name: str) -> str:
    """The text of the first element of this name; empty without one."""
    found = next(root.iter(name), None) if root is not None else None
    return (found.text or "").strip() if found is not None else ""


def distinct_links(addresses: Iterable[str]) -> tuple[str, ...]:
    """The addresses of the web, in order, each once; 5,000 at most."""
    return tuple(dict.fromkeys(url.strip() for url in addresses if is_web(url.strip())))[:_MOST_LINKS]


def whole_number(text: str | None) -> int:
    """A number of digits alone; 0 for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 7 else 0
