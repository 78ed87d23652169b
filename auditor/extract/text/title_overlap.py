"""Measures how many words titles and headings share with the text below them."""

from __future__ import annotations

import re

import msgspec

from auditor.extract.html.page_reader import PageReader
from auditor.extract.text.visible_text import TextCollector
from auditor.model import Heading
from auditor.standards.word_overlap import overlap_percent

_PARTS = re.compile(r"[-|｜–—:：_>»/,，、]")
_FEWEST = 20
_MOST = 2_000


def with_overlap(reader: PageReader, texts: TextCollector, headings: tuple[Heading, ...]) -> tuple[Heading, ...]:
    """The headings, each with the share of its words in the text below it, up to the next heading."""
    if len(headings) != len(reader.heading_positions):
        return headings
    below = texts.between([*reader.heading_positions, None], _MOST)
    return tuple(_heading_with_overlap(heading, text) for heading, text in zip(headings, below, strict=True))


def _heading_with_overlap(heading: Heading, text: str) -> Heading:
    below = " ".join(text.split()).removeprefix(heading.text)
    if heading.hidden or len(below) < _FEWEST:
        return heading
    share = overlap_percent(heading.text, below)
    return heading if share is None else msgspec.structs.replace(heading, echo=share)


def title_overlap(reader: PageReader, texts: TextCollector, title: str | None) -> int | None:
    """Percentage of the title's words on the page; 100 where all of one part, such as the site's name, are there."""
    names = " ".join(f"{image.alt or ''} {image.name}" for image in reader.found.get("images", ()))
    page = f"{texts.whole()} {names}"
    if not title or len(page.strip()) < _FEWEST:
        return None
    shares = [overlap_percent(part, page) for part in (*_PARTS.split(title), title)]
    return 100 if 100 in shares else shares[-1]
