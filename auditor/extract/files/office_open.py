"""Parses Office Open XML (ECMA-376): title, language, headings, lists, images, tables, fields, slides, links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditor.extract.files.office_parts import distinct_links, first_text, lacking_of, list_counts, whole_number
from auditor.extract.files.zip_xml import Element, Package, PackageFailure
from auditor.model import Download, FileFormat, Opens, PartCounts

_DC = "{http://purl.org/dc/elements/1.1/}"
_APPLICATION = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_SHEET = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_SLIDE = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_CHECKBOX = "{http://schemas.microsoft.com/office/word/2010/wordml}checkbox"
_OUTLINE_LEVELS = 9  # ECMA-376 part 1, 17.3.1.20: level 9 is body text
_CONTROLS = (f"{_WORD}text", f"{_WORD}comboBox", f"{_WORD}dropDownList", f"{_WORD}date", _CHECKBOX)
_TITLES = frozenset({"title", "ctrTitle"})


def read_office_open(kind: FileFormat, package: Package) -> Download:
    """Parse a DOCX, XLSX or PPTX. Raises ``PackageFailure`` where a part is damaged or the package is encrypted."""
    core = package.xml("docProps/core.xml")
    title, lang = first_text(core, f"{_DC}title"), first_text(core, f"{_DC}language")
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
        images=lacking_of(_framed(package, drawings, frame), _lacks_description),
        slides=lacking_of(_slides(package), _has_no_title) if kind is FileFormat.PPTX else None,
        links=_linked(package, package.within(folder, ".rels")),
    )


def _word(package: Package, title: str, lang: str) -> Download:
    content = package.xml("word/document.xml")
    if content is None:
        raise PackageFailure(Opens.BROKEN)
    styles = package.xml("word/styles.xml")
    tables = (table for table in content.iter(f"{_WORD}tbl") if len(table.findall(f"{_WORD}tr")) > 1)
    outline = tuple(_outline(content, styles))
    return Download(
        FileFormat.DOCX,
        Opens.YES,
        title=title,
        lang=lang or _word_language(styles),
        pages=whole_number(first_text(package.xml("docProps/app.xml"), f"{_APPLICATION}Pages")),
        headings=len(outline),
        outline=outline,
        images=lacking_of(_placed(content), _lacks_description),
        tables=lacking_of(tables, lambda table: next(table.iter(f"{_WORD}tblHeader"), None) is None),
        lists=_lists(content, styles),
        fields=lacking_of(_controls(content), _has_no_alias),
        links=_linked(package, ["word/_rels/document.xml.rels"]),
    )


def _word_language(styles: Element | None) -> str:
    found = next(styles.iter(f"{_WORD}lang"), None) if styles is not None else None
    return (found.get(f"{_WORD}eastAsia") or found.get(f"{_WORD}val") or "") if found is not None else ""


def _outline(content: Element, styles: Element | None) -> Iterator[int]:
    """The level of each paragraph that has a text and an outline level, of its own or of its style."""
    named = {_id_of(style): _level(style) for style in _styles(styles)}
    for paragraph in content.iter(f"{_WORD}p"):
        level = min(_level(paragraph), named.get(_style_of(paragraph), _OUTLINE_LEVELS))
        if level < _OUTLINE_LEVELS and _text(paragraph).strip():
            yield level + 1


def _styles(styles: Element | None) -> Iterable[Element]:
    return styles.iter(f"{_WORD}style") if styles is not None else ()


def _id_of(style: Element) -> str:
    return style.get(f"{_WORD}styleId", "")


def _level(holder: Element) -> int:
    level = holder.find(f"{_WORD}pPr/{_WORD}outlineLvl")
    value = level.get(f"{_WORD}val", "") if level is not None else ""
    return int(value) if value.isdigit() else _OUTLINE_LEVELS


def _style_of(paragraph: Element) -> str:
    style = paragraph.find(f"{_WORD}pPr/{_WORD}pStyle")
    return style.get(f"{_WORD}val", "") if style is not None else ""


def _text(paragraph: Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(f"{_WORD}t"))


def _lists(content: Element, styles: Element | None) -> PartCounts:
    """Marked lists are runs of numbered paragraphs (ECMA-376 part 1, 17.9), by themselves or by their style."""
    numbered = {_id_of(style) for style in _styles(styles) if _is_numbered(style)}
    body = content.find(f"{_WORD}body")
    marked, texts, was_item = 0, [], False
    for part in body if body is not None else ():
        is_item = part.tag == f"{_WORD}p" and (_is_numbered(part) or _style_of(part) in numbered)
        marked += is_item and not was_item
        was_item = is_item
        texts.append(_text(part) if part.tag == f"{_WORD}p" and not is_item else "")
    return list_counts(marked, texts)


def _is_numbered(holder: Element) -> bool:
    return holder.find(f"{_WORD}pPr/{_WORD}numPr") is not None


def _controls(content: Element) -> Iterator[Element]:
    """The properties of content controls that people fill in (ECMA-376 part 1, 17.5.2)."""
    return (
        properties
        for properties in content.iter(f"{_WORD}sdtPr")
        if any(properties.find(name) is not None for name in _CONTROLS)
    )


def _has_no_alias(properties: Element) -> bool:
    alias = properties.find(f"{_WORD}alias")
    return alias is None or not alias.get(f"{_WORD}val", "").strip()


def _placed(content: Element) -> Iterator[Element]:
    return (picture for picture in content.iter(f"{_PLACED}docPr") if next(picture.iter(_DECORATIVE), None) is None)


def _framed(package: Package, folder: str, name: str) -> Iterator[Element]:
    """The properties of every picture in the drawings or slides of a package."""
    for part in package.within(folder, ".xml"):
        root = package.xml(part)
        for properties in root.iter(name) if root is not None else ():
            holder = properties.getparent()
            is_picture = holder is not None and str(holder.tag).rpartition("}")[2] == "nvPicPr"
            if is_picture and next(properties.iter(_DECORATIVE), None) is None:
                yield properties


def _slides(package: Package) -> Iterator[Element]:
    """The slides that are shown."""
    roots = (package.xml(part) for part in package.within("ppt/slides/", ".xml"))
    return (root for root in roots if root is not None and root.get("show") not in {"0", "false"})


def _has_no_title(slide: Element) -> bool:
    """Whether no placeholder for the title has a text (ECMA-376 part 1, 19.7.10)."""
    for shape in slide.iter(f"{_SLIDE}sp"):
        place = next(shape.iter(f"{_SLIDE}ph"), None)
        is_title = place is not None and place.get("type") in _TITLES
        if is_title and any((text.text or "").strip() for text in shape.iter(f"{_DRAWING}t")):
            return False
    return True


def _linked(package: Package, parts: Iterable[str]) -> tuple[str, ...]:
    roots = (package.xml(part) for part in parts)
    relations = (relation for root in roots if root is not None for relation in root.iter(_RELATION))
    return distinct_links(
        relation.get("Target", "")
        for relation in relations
        if relation.get("TargetMode") == "External" and relation.get("Type", "").endswith("/hyperlink")
    )


def _lacks_description(properties: Element) -> bool:
    return not properties.get("descr", "").strip()
