"""The slots of a table, held against the HTML standard's way of assigning header cells."""

from __future__ import annotations

import pytest

from auditor.extract.html.document import read_document
from auditor.extract.html.table_slots import Slots


def idle(rows: str) -> list[str]:
    """The headers of a table that head nothing."""
    (table,) = read_document(f"<table>{rows}</table>", "https://a.gov.tw/").tables
    return [cell.text for cell in table.header_cells if cell.idle]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("<tr><th>a<th>b<tr><td>1<td>2", []),
        ("<tr><th>a<th>b<tr><td>1", ["b"]),
        ("<tr><th>a<th>b<tr><td colspan=2>1", []),
        ("<tr><th>a<td>1<tr><th>b", ["b"]),
        ("<tr><th>a<td rowspan=2>1<tr><th>b", []),
        ("<tr><th rowspan=2>a<th>b<tr><th>c<tr><td>1<td>2", []),
        ("<tr><th colspan=2>a<th>b<tr><td>1<td>2", ["b"]),
        ("<tr><td>1<th scope=row>a", ["a"]),
        ("<tr><td>1<td>2<tr><td>3<th scope=col>a", ["a"]),
        ("<tr><th id=x>a<tr><td><td headers=x>1", []),
        ("<tr><th id=x>a<tr><td headers=y>1", ["a"]),
        ("<tr><td><th>a<tr><th>b<td>1", []),
        ("<tr><th><th>a<tr><th>b<td>1", []),
        ("<tr><th scope=colgroup colspan=2>a", []),
        ("<tr><th>nothing today", []),
    ],
)
def test_headers_that_head_nothing(rows: str, found: list[str]) -> None:
    assert idle(rows) == found


@pytest.mark.parametrize("span", ["0", "-1", "x", "9" * 400, "65535"])
def test_odd_spans_are_taken_as_browsers_do_or_cut(span: str) -> None:
    assert idle(f"<tr><th rowspan={span} colspan={span}>a<td>1") == []


def test_a_table_of_very_many_slots_is_given_up() -> None:
    slots = Slots()
    for _ in range(300):
        slots.row()
        slots.header(slots.cell(("1000", "65534"), headers="", data=False), "", "")
    slots.row()
    slots.cell(("", ""), headers="", data=True)
    assert not any(slots.idle())
