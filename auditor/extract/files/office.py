"""Parses OpenDocument and Office Open XML: title, language, headings, text alternatives, header rows, links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from auditor.extract.files.zip_xml import Element as _Element
from auditor.extract.files.zip_xml import Package, PackageFailure
from auditor.model import Download, FileFormat, Opens, PartCounts
from auditor.standards.personal_numbers import identities_in
from auditor.urls import is_web

_DC = "{http://purl.org/dc/elements/1.1/}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_SHEET = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_SLIDE = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_OUTLINE_LEVELS = 9  # ECMA-376 part 1, 17.3.1.20: level 9 is body text
_MOST_LINKS = 5_000

_WORDS = ("content.xml", "word/document.xml", "xl/sharedStrings.xml")


def read_office(kind: FileFormat, package: Package) -> Download:
    """Parse an opened package. Raises ``PackageFailure`` where a part is damaged or the package is encrypted."""
    found = _open_document(kind, package) if kind.value.startswith("od") else _office_open(kind, package)
    slides = package.within("ppt/slides/", ".xml")
    identities = sum(identities_in(package.text(part)) for part in (*_WORDS, *slides))
    return msgspec.structs.replace(found, identities=identities) if identities else found


def _open_document(kind: FileFormat, package: Package) -> Download:
    if "encryption-data" in package.text("META-INF/manifest.xml"):
        raise PackageFailure(Opens.ENCRYPTED)
    content = package.xml("content.xml")
    if content is None:
        raise PackageFailure(Opens.BROKEN)
    meta, styles = package.xml("meta.xml"), package.xml("styles.xml")
    return Download(
        kind,
        Opens.YES,
        title=_first(meta, f"{_DC}title"),
        lang=_first(meta, f"{_DC}language") or _default_language(styles),
        pages=_pages(kind, content),
        headings=_count(content, f"{_TEXT}h") if kind is FileFormat.ODT else None,
        images=_lacking(_pictures(content), lambda frame: not _has_alternative(frame)),
        tables=_lacking(_data_tables(content), _has_no_header) if kind is FileFormat.ODT else None,
        links=_distinct(link.get(_XLINK, "") for link in content.iter(f"{_TEXT}a", f"{_DRAW}a")),
    )


def _pages(kind: FileFormat, content: _Element) -> int:
    counted = {FileFormat.ODP: f"{_DRAW}page", FileFormat.ODS: f"{_TABLE}table"}.get(kind)
    return _count(content, counted) if counted else 0


def _default_language(styles: _Element | None) -> str:
    for style in styles.iter() if styles is not None else ():
        language = style.get(f"{_FO}language", "")
        if language not in {"", "none"}:
            return "-".join(filter(None, (language, style.get(f"{_FO}country", ""))))
    return ""


def _pictures(content: _Element) -> Iterator[_Element]:
    return (frame for frame in content.iter(f"{_DRAW}frame") if frame.find(f"{_DRAW}image") is not None)


def _has_alternative(frame: _Element) -> bool:
    return any((frame.findtext(f"{_SVG}{name}") or "").strip() for name in ("title", "desc"))


def _data_tables(content: _Element) -> Iterator[_Element]:
    """Tables of more than one row; a single row is layout as often as not."""
    return (table for table in content.iter(f"{_TABLE}table") if _count(table, f"{_TABLE}table-row") > 1)


def _has_no_header(table: _Element) -> bool:
    return table.find(f"{_TABLE}table-header-rows") is None


def _office_open(kind: FileFormat, package: Package) -> Download:
    core = package.xml("docProps/core.xml")
    title, lang = _first(core, f"{_DC}title"), _first(core, f"{_DC}language")
    if kind is FileFormat.DOCX:
        return _word(package, title, lang)
    if kind is FileFormat.XLSX:
        pages, drawings, folder, frame = "xl/worksheets/", "xl/drawings/", "xl/worksheets/_rels/", f"{_SHEET}cNvPr"
    else:
        pages, drawings, folder, frame = "ppt/slides/", "ppt/slides/", "ppt/slides/_rels/", f"{_SLIDE}cNvPr"
    return Download(
        kind,
        Opens.YES,
        title=title,
        lang=lang,
        pages=len(package.within(pages, ".xml")),
        images=_lacking(_framed(package, drawings, frame), _lacks_description),
        links=_linked(package, package.within(folder, ".rels")),
    )


def _word(package: Package, title: str, lang: str) -> Download:
    content = package.xml("word/document.xml")
    if content is None:
        raise PackageFailure(Opens.BROKEN)
    styles = package.xml("word/styles.xml")
    tables = (table for table in content.iter(f"{_WORD}tbl") if len(table.findall(f"{_WORD}tr")) > 1)
    return Download(
        FileFormat.DOCX,
        Opens.YES,
        title=title,
        lang=lang or _word_language(styles),
        headings=_word_headings(content, styles),
        images=_lacking(_placed(content), _lacks_description),
        tables=_lacking(tables, lambda table: next(table.iter(f"{_WORD}tblHeader"), None) is None),
        links=_linked(package, ["word/_rels/document.xml.rels"]),
    )


def _word_language(styles: _Element | None) -> str:
    found = next(styles.iter(f"{_WORD}lang"), None) if styles is not None else None
    return (found.get(f"{_WORD}eastAsia") or found.get(f"{_WORD}val") or "") if found is not None else ""


def _word_headings(content: _Element, styles: _Element | None) -> int:
    """Paragraphs with an outline level, of their own or of their style."""
    levelled = {
        style.get(f"{_WORD}styleId", "")
        for style in (styles.iter(f"{_WORD}style") if styles is not None else ())
        if _level(style) < _OUTLINE_LEVELS
    }
    return sum(
        1
        for paragraph in content.iter(f"{_WORD}p")
        if _level(paragraph) < _OUTLINE_LEVELS or _style_of(paragraph) in levelled
    )


def _level(holder: _Element) -> int:
    level = holder.find(f"{_WORD}pPr/{_WORD}outlineLvl")
    value = level.get(f"{_WORD}val", "") if level is not None else ""
    return int(value) if value.isdigit() else _OUTLINE_LEVELS


def _style_of(paragraph: _Element) -> str:
    style = paragraph.find(f"{_WORD}pPr/{_WORD}pStyle")
    return style.get(f"{_WORD}val", "") if style is not None else ""


def _placed(content: _Element) -> Iterator[_Element]:
    return (picture for picture in content.iter(f"{_PLACED}docPr") if next(picture.iter(_DECORATIVE), None) is None)


def _framed(package: Package, folder: str, name: str) -> Iterator[_Element]:
    """The properties of every picture in the drawings or slides of a package."""
    for part in package.within(folder, ".xml"):
        root = package.xml(part)
        for properties in root.iter(name) if root is not None else ():
            holder = properties.getparent()
            is_picture = holder is not None and str(holder.tag).rpartition("}")[2] == "nvPicPr"
            if is_picture and next(properties.iter(_DECORATIVE), None) is None:
                yield properties


def _linked(package: Package, parts: Iterable[str]) -> tuple[str, ...]:
    roots = (package.xml(part) for part in parts)
    relations = (relation for root in roots if root is not None for relation in root.iter(_RELATION))
    return _distinct(
        relation.get("Target", "")
        for relation in relations
        if relation.get("TargetMode") == "External" and relation.get("Type", "").endswith("/hyperlink")
    )


def _first(root: _Element | None, name: str) -> str:
    found = next(root.iter(name), None) if root is not None else None
    return (found.text or "").strip() if found is not None else ""


def _count(root: _Element, name: str) -> int:
    return sum(1 for _ in root.iter(name))


def _lacks_description(properties: _Element) -> bool:
    return not properties.get("descr", "").strip()


def _lacking(parts: Iterable[_Element], lacks: Callable[[_Element], bool]) -> PartCounts:
    lacking = [lacks(part) for part in parts]
    return PartCounts(len(lacking), sum(lacking))


def _distinct(addresses: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(url.strip() for url in addresses if is_web(url.strip())))[:_MOST_LINKS]
