"""Tables and papers as OpenDocument. The door to odfdo."""

from __future__ import annotations

import io
from datetime import datetime
from xml.sax.saxutils import escape

from odfdo import Document, Element

from auditor.report.archive import fixed
from auditor.report.spreadsheet import Sheet, written

_LANGUAGE = "zh-TW"


def ods(sheet: Sheet) -> bytes:
    """A sheet as a spreadsheet: text stays text, whatever it begins with."""
    document = Document("spreadsheet")
    document.body.clear()
    # one cell after the other through the library takes minutes for what a parser reads at once
    rows = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in sheet.rows)
    head = "".join(map(_cell, sheet.columns))
    document.body.append(
        Element.from_tag(
            '<table:table table:name="1">'
            f'<table:table-column table:number-columns-repeated="{len(sheet.columns)}"/>'
            f"<table:table-header-rows><table:table-row>{head}</table:table-row></table:table-header-rows>"
            f"{rows}</table:table>"
        )
    )
    return _saved(document, sheet.title, sheet.day)


def _cell(value: str | int) -> str:
    if isinstance(value, int):
        shown = f"<text:p>{value}</text:p>"
        return f'<table:table-cell office:value-type="float" office:value="{value}">{shown}</table:table-cell>'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in written(value).split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def _saved(document: Document, title: str, day: str) -> bytes:
    moment = datetime.fromisoformat(day)
    meta = document.meta
    meta.title, meta.language, meta.generator = title, _LANGUAGE, "auditor"
    meta.creation_date = meta.date = moment
    document.language = _LANGUAGE
    made = io.BytesIO()
    document.save(made)
    return fixed(made.getvalue(), day)
