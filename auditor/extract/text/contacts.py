"""Finds telephone numbers, addresses, copyright lines, empty search results and personal numbers in a page's text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.extract.html.dom import Element, Text
from auditor.extract.html.page_reader import ElementContext, PageReader
from auditor.extract.text.visible_text import TextCollector
from auditor.model import Passage, PassageKind, Region
from auditor.standards import personal_numbers
from auditor.standards.conventions import pattern

_CONTACTS = {
    "telephone": (re.compile(r"(?<!\d)\(?0[2-8]\d{0,2}\)?[-\s]{0,2}\d{3,4}[-\s]?\d{3,4}(?!\d)"), "0"),
    "address": (re.compile(r"[縣市][^\s，。、；]{0,20}?(?:[路街道村里巷段]|工業區)[^\s，。、；]{0,16}?號"), "號"),
    "toll-free": (re.compile(r"(?<!\d)080[09][-\s]?\d{3}[-\s]?\d{3}(?!\d)"), "080"),
}
_RIGHTS = pattern("copyright")
_RIGHTS_SIGNS = ("權所有", "©", "opyright", "OPYRIGHT", "(c)", "(C)")
_NOTHING = pattern("no_results")
_NOTHING_SIGNS = ("查無", "沒有", "符合", "找不到", "0 筆", "0筆", "esult", "atches", "ecords")
_OUTERMOST = frozenset({"html", "body", "header", "footer", "main"})
_LONGEST = 120


def find_contacts(reader: PageReader, texts: TextCollector) -> Iterator[Passage]:
    """The passages of contacts: mark ``telephone``, ``address`` or ``toll-free``, the first of each.

    Also the first message of an empty search result, every copyright line outside the content, and personal numbers,
    masked.
    """
    for topic, (numbers, sign) in _CONTACTS.items():
        yield from _first(reader, texts, (numbers, (sign,)), PassageKind.CONTACT, topic)
    yield from _first(reader, texts, (_NOTHING, _NOTHING_SIGNS), PassageKind.NO_RESULTS)
    yield from _personal_numbers(reader, texts)
    for text, context, _ in texts.matches(_RIGHTS, lambda joined: any(sign in joined for sign in _RIGHTS_SIGNS)):
        if context.region in {Region.FOOTER, Region.BODY} and isinstance(text.parent, Element):
            line = " ".join(_line(text.parent).split())[:_LONGEST]
            yield Passage(reader.place(text.parent, context), PassageKind.COPYRIGHT, reader.masked(line))


def _first(
    reader: PageReader,
    texts: TextCollector,
    wanted: tuple[re.Pattern[str], tuple[str, ...]],
    kind: PassageKind,
    mark: str = "",
) -> Iterator[Passage]:
    found: Iterator[tuple[Text, ElementContext, str]] = texts.matches(
        wanted[0], lambda joined: any(sign in joined for sign in wanted[1])
    )
    for text, context, shown in found:
        if isinstance(text.parent, Element):
            yield Passage(reader.place(text.parent, context), kind, reader.masked(shown), mark)
            return


def _personal_numbers(reader: PageReader, texts: TextCollector) -> Iterator[Passage]:
    for mark, numbers in (("identity", personal_numbers.IDENTITY), ("mobile", personal_numbers.MOBILE)):
        for text, context, shown in texts.matches(numbers, personal_numbers.perhaps):
            if isinstance(text.parent, Element) and (mark == "mobile" or personal_numbers.is_identity(shown)):
                yield Passage(
                    reader.place(text.parent, context), PassageKind.PERSONAL, personal_numbers.masked_plain(shown), mark
                )


def _line(element: Element) -> str:
    """The line of the copyright sign: years and names often have elements of their own."""
    above = element.parent
    if isinstance(above, Element) and above.tag not in _OUTERMOST and len(above.text) <= _LONGEST:
        return above.text
    return element.text
