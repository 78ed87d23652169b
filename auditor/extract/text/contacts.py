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
_CELLS = ("td", "th")


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
        for text, context, shown, around in texts.matches_in_context(numbers, personal_numbers.perhaps):
            parent = text.parent
            if not isinstance(parent, Element):
                continue
            if mark == "mobile":
                is_personal = personal_numbers.reads_as_mobile(*around, heads=_heads_of_cell(parent))
            else:
                is_personal = personal_numbers.is_identity(shown)
            if is_personal:
                masked = personal_numbers.masked_plain(shown)
                yield Passage(reader.place(parent, context), PassageKind.PERSONAL, masked, mark)


def _heads_of_cell(element: Element) -> str:
    """The text of the cells that head the table cell around an element: the first of its row and of its column."""
    cell, table = element.closest("td,th"), element.closest("table")
    row = cell.parent if cell is not None else None
    if cell is None or table is None or not isinstance(row, Element):
        return ""
    cells = _cells_of(row)
    column = cells.index(cell)
    first = next(iter(table.find_all("tr")), row)
    heads = [*cells[:1], *_cells_of(first)[column : column + 1]]
    return " ".join(head.text[:_LONGEST] for head in heads if head is not cell)


def _cells_of(row: Element) -> list[Element]:
    return [child for child in row.children if isinstance(child, Element) and child.tag in _CELLS]


def _line(element: Element) -> str:
    """The line of the copyright sign: years and names often have elements of their own."""
    above = element.parent
    if isinstance(above, Element) and above.tag not in _OUTERMOST and len(above.text) <= _LONGEST:
        return above.text
    return element.text
