"""The builder of tables: captions and headers by key, cells from texts and numbers."""

from __future__ import annotations

import pytest

from auditor.report.html.table_builder import ReportTable, TableBuilder, TableCell, TableColumn, split_table
from auditor.report.html.views import Status
from auditor.report.words import words_in

EN = words_in("en")


def test_headers_and_caption_are_sentences_of_the_language() -> None:
    table = TableBuilder(EN, "link-kinds").texts("site").numbers("pages", "kind.n").headed("Mine").table()
    assert (table.key, table.caption) == ("link-kinds", EN("caption.link_kinds"))
    assert table.columns == (
        TableColumn("Site"),
        TableColumn("Pages read", numeric=True),
        TableColumn("Links", numeric=True),
        TableColumn("Mine"),
    )


def test_a_caption_can_be_given() -> None:
    made = TableBuilder(EN, "unit", "Faults of B")
    assert made.table() == ReportTable("unit", "Faults of B", (), (), "Faults of B: none.")
    assert made.table(examined=False).empty == "Faults of B: not tested."


def test_texts_and_numbers_become_cells() -> None:
    mark = TableCell("met", status=Status.MET)
    (row,) = TableBuilder(EN, "rows").row("a", 1234, 0.5, mark, "b").table().rows
    assert row.header == TableCell("a")
    assert row.cells == (TableCell("1,234"), TableCell("0.5"), mark, TableCell("b"))


def test_a_key_without_a_sentence_is_an_error() -> None:
    with pytest.raises(KeyError, match="no_such"):
        TableBuilder(EN, "rows").texts("no_such")


def test_a_long_table_is_split_and_an_empty_one_stays() -> None:
    made = TableBuilder(EN, "rows").texts("site")
    assert split_table(made.table(), 2) == (made.table(),)
    for number in range(5):
        made.row(str(number))
    parts = split_table(made.table(), 2)
    assert [[row.header.text for row in part.rows] for part in parts] == [["0", "1"], ["2", "3"], ["4"]]
    assert {part.columns for part in parts} == {made.table().columns}
