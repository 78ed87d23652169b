"""Stretches of text that need a mark of their own: pictographs, and writing that runs from right to left."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.gather.dom import Element, Text
from auditor.gather.reading import Around, Reading
from auditor.model import Passage, PassageKind

# Emoji that are shown as pictures by themselves or by a variation selector, and faces drawn with signs. Typographic
# signs (stars, ticks, telephones) are text.
_PICTOGRAPH = re.compile(
    r"[\U0001F004\U0001F0CF\U0001F18E\U0001F191-\U0001F19A\U0001F1E6-\U0001F1FF\U0001F300-\U0001FAFF]"
    r"|[\u2190-\u2bff]\ufe0f"
    r"|[(（][\^>;TQ=][_.\-oω▽∀][\^<;TQ=][)）]"
    r"|(?<!\w)[:;]-[()DP](?!\w)"
)
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_DIRECTION_MARK = re.compile(r"[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_HIGHEST = 64
_LONGEST = 80


def read_passages(reading: Reading, text: Text, around: Around) -> None:
    """What in one run of visible text needs a mark, with the mark that it has."""
    words = text.data
    if around.silent or around.hidden or around.deep:
        return
    parent = text.parent
    if not isinstance(parent, Element):
        return
    if found := _PICTOGRAPH.search(words):
        mark = next((name for one in _upward(parent) if (name := _explanation(one))), "")
        passage = Passage(reading.place(parent, around), PassageKind.PICTOGRAPH, found[0], mark)
        reading.add("passages", passage)
    if _RIGHT_TO_LEFT.search(words):
        turned = next((name for one in _upward(parent) if (name := _direction(one))), "")
        mark = turned or ("mark" if _DIRECTION_MARK.search(words) else "")
        shown = reading.masked(" ".join(words.split())[:_LONGEST])
        reading.add("passages", Passage(reading.place(parent, around), PassageKind.RIGHT_TO_LEFT, shown, mark))


def _upward(element: Element) -> Iterator[Element]:
    """The element and what it stands in, up to the root or as far as anybody would look."""
    for _ in range(_HIGHEST):
        yield element
        parent = element.parent
        if not isinstance(parent, Element):
            return
        element = parent


def _explanation(element: Element) -> str:
    if element.tag in {"body", "html"}:
        return ""
    return (element.attr("title") or element.attr("aria-label") or "").strip()


def _direction(element: Element) -> str:
    return element.tag if element.tag in {"bdi", "bdo"} else (element.attr("dir") or "").strip().lower()
