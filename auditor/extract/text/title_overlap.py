"""Whether titles and headings have words in common with what they stand over."""

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


def echoed(reading: PageReader, words: TextCollector, headings: tuple[Heading, ...]) -> tuple[Heading, ...]:
    """The headings, each with how much of it stands in the text below it, up to the next."""
    if len(headings) != len(reading.marks):
        return headings
    texts = words.between([*reading.marks, None], _MOST)
    return tuple(_echoed(heading, text) for heading, text in zip(headings, texts, strict=True))


def _echoed(heading: Heading, text: str) -> Heading:
    below = " ".join(text.split()).removeprefix(heading.text)
    if heading.hidden or len(below) < _FEWEST:
        return heading
    share = overlap_percent(heading.text, below)
    return heading if share is None else msgspec.structs.replace(heading, echo=share)


def title_overlap(reading: PageReader, words: TextCollector, title: str | None) -> int | None:
    """How much of the title stands on the page; all of it where one of its parts does, such as the site's name."""
    names = " ".join(f"{image.alt or ''} {image.name}" for image in reading.found.get("images", ()))
    ground = f"{words.whole()} {names}"
    if not title or len(ground.strip()) < _FEWEST:
        return None
    shares = [overlap_percent(part, ground) for part in (*_PARTS.split(title), title)]
    return 100 if 100 in shares else shares[-1]
