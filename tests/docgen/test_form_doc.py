"""The page of the form's rows is made from the tables, and every row is on it once."""

from __future__ import annotations

import re
from pathlib import Path

from auditor.docgen import form_doc
from auditor.findings.form_items import indicator
from auditor.standards import table

REPOSITORY = Path(__file__).resolve().parents[2]


def test_every_row_is_on_it_once_with_its_rules() -> None:
    rows = [row["id"] for dimension in table("form")["form"] for item in dimension["items"] for row in item["rows"]]
    text = form_doc.form_page()
    assert re.findall(r"^### (\S+) ", text, re.MULTILINE) == rows
    assert len(rows) == 43
    for item in indicator().items.values():
        assert all(f"`{check}`" in text for check in item.checks)
