"""Sheets (ODS) and text documents (ODT) as OpenDocument. Uses odfdo."""

from __future__ import annotations

import io
from datetime import datetime
from typing import NamedTuple
from xml.sax.saxutils import escape

import msgspec
from odfdo import Document

from auditor.report.exports.spreadsheet import Sheet, cell_text
from auditor.report.exports.zip_archive import with_fixed_dates
from auditor.report.html.table_builder import ReportTable, TableCell

_LANGUAGE = "zh-TW"
_CELL = '<style:table-cell-properties fo:border="0.5pt solid #7d8690" fo:padding="0.1cm"/>'
_STYLES = (
    "<office:automatic-styles>"
    f'<style:style style:name="cell" style:family="table-cell">{_CELL}</style:style>'
    '<style:style style:name="in-cell" style:family="paragraph" style:parent-style-name="Standard">'
    '<style:text-properties fo:font-size="9pt" style:font-size-asian="9pt"/></style:style>'
    '<style:style style:name="in-head" style:family="paragraph" style:parent-style-name="in-cell">'
    '<style:text-properties fo:font-weight="bold" style:font-weight-asian="bold"/></style:style>'
    "</office:automatic-styles>"
)


class DocumentHeading(NamedTuple):
    """A heading of a document."""

    level: int
    """Its level, from 1."""

    text: str
    """Its text."""


class Paragraph(NamedTuple):
    """A paragraph of a document."""

    text: str
    """Its text."""


DocumentBlock = DocumentHeading | Paragraph | ReportTable
"""What a document consists of."""


class TextDocument(msgspec.Struct, frozen=True):
    """A document to be edited."""

    title: str
    """The title in its properties."""

    day: str
    """The date (ISO) in its properties."""

    language: str
    """The language of its text, such as ``zh-TW``."""

    blocks: tuple[DocumentBlock, ...]
    """Its headings, paragraphs and tables in order."""


def ods(sheet: Sheet) -> bytes:
    """Return a sheet as a spreadsheet: text stays text, whatever it begins with."""
    rows = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in sheet.rows)
    head = "".join(map(_cell, sheet.columns))
    table = (
        '<table:table table:name="1">'
        f'<table:table-column table:number-columns-repeated="{len(sheet.columns)}"/>'
        f"<table:table-header-rows><table:table-row>{head}</table:table-row></table:table-header-rows>"
        f"{rows}</table:table>"
    )

    def filled(name: str, body: bytes) -> bytes:
        if name != "content.xml":
            return body
        before, start, rest = body.decode().partition("<office:spreadsheet>")
        _, end, after = rest.partition("</office:spreadsheet>")
        return (before + start + table + end + after).encode()

    # the library takes minutes for cell after cell, so the whole table is inserted as text
    return with_fixed_dates(_saved(Document("spreadsheet"), sheet.title, sheet.day), sheet.day, filled)


def odt(document: TextDocument) -> bytes:
    """Return a document as ODT: headings, paragraphs, and tables whose headers repeat on every page."""
    body = "".join(map(_block, document.blocks, range(len(document.blocks))))

    def filled(name: str, content: bytes) -> bytes:
        if name != "content.xml":
            return content
        before, start, rest = content.decode().partition("<office:text>")
        _, end, after = rest.partition("</office:text>")
        return (before.replace("<office:automatic-styles/>", _STYLES) + start + body + end + after).encode()

    return with_fixed_dates(
        _saved(Document("text"), document.title, document.day, document.language), document.day, filled
    )


def _block(block: DocumentBlock, number: int) -> str:
    match block:
        case DocumentHeading(level, text):
            style = f"Heading_20_{level}"
            return f'<text:h text:style-name="{style}" text:outline-level="{level}">{_text(text)}</text:h>'
        case Paragraph(text):
            return f'<text:p text:style-name="Text_20_body">{_text(text)}</text:p>'
        case ReportTable():
            return _table(block, number)


def _table(table: ReportTable, number: int) -> str:
    if not table.rows:
        return f'<text:p text:style-name="Text_20_body">{_text(table.empty)}</text:p>'
    head = "".join(_table_cell(TableCell(column.label), "in-head") for column in table.columns)
    rows = "".join(
        "<table:table-row>"
        f"{''.join(_table_cell(cell, 'in-cell') for cell in (row.header, *row.cells))}"
        "</table:table-row>"
        for row in table.rows
    )
    return (
        f'<text:p text:style-name="Text_20_body">{_text(table.caption)}</text:p>'
        f'<table:table table:name="t{number}">'
        f'<table:table-column table:number-columns-repeated="{len(table.columns)}"/>'
        f"<table:table-header-rows><table:table-row>{head}</table:table-row></table:table-header-rows>"
        f"{rows}</table:table>"
    )


def _table_cell(cell: TableCell, style: str) -> str:
    text = " ".join(part for part in (cell.text, cell.note) if part)
    kind = 'table:style-name="cell" office:value-type="string"'
    spanned = f' table:number-columns-spanned="{cell.span}"' if cell.span > 1 else ""
    rest = "<table:covered-table-cell/>" * (cell.span - 1)
    shown = f'<text:p text:style-name="{style}">{_text(text)}</text:p>'
    return f"<table:table-cell {kind}{spanned}>{shown}</table:table-cell>{rest}"


def _text(text: str) -> str:
    return escape(cell_text(text))


def _cell(value: str | int) -> str:
    if value == "":
        return "<table:table-cell/>"
    if isinstance(value, int):
        shown = f"<text:p>{value}</text:p>"
        return f'<table:table-cell office:value-type="float" office:value="{value}">{shown}</table:table-cell>'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in cell_text(value).split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def _saved(document: Document, title: str, day: str, language: str = _LANGUAGE) -> bytes:
    moment = datetime.fromisoformat(day)
    meta = document.meta
    meta.title, meta.language, meta.generator = title, language, "auditor"
    meta.creation_date = meta.date = moment
    document.set_language(language)
    for style in document.styles.get_elements("//style:text-properties"):
        if style.get_attribute("style:language-asian"):
            style.set_attribute("style:language-asian", "zh")
            style.set_attribute("style:country-asian", "TW")
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
