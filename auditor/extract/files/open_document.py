"""Parses OpenDocument (ODF 1.3): title, language, headings, lists, images, tables, fields, slides, links."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.extract.files.office_parts import distinct_links, first_text, lacking_of, list_counts, whole_number
from auditor.extract.files.zip_xml import Element, Package, PackageFailure
from auditor.model import Download, FileFormat, Opens, PartCounts

_DC = "{http://purl.org/dc/elements/1.1/}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_FORM = "{urn:oasis:names:tc:opendocument:xmlns:form:1.0}"
_SHOWN = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_FIELDS = tuple(
    f"{_FORM}{name}"
    for name in ("text", "textarea", "password", "date", "time", "number", "checkbox", "radio", "listbox", "combobox")
)


def read_open_document(kind: FileFormat, package: Package) -> Download:
    """Parse an ODT, ODS or ODP. Raises ``PackageFailure`` where a part is damaged or the package is encrypted."""
    if "encryption-data" in package.text("META-INF/manifest.xml"):
        raise PackageFailure(Opens.ENCRYPTED)
    content = package.xml("content.xml")
    if content is None:
        raise PackageFailure(Opens.BROKEN)
    meta, styles, is_text = package.xml("meta.xml"), package.xml("styles.xml"), kind is FileFormat.ODT
    outline = tuple(_outline(content)) if is_text else None
    return Download(
        kind,
        Opens.YES,
        title=first_text(meta, f"{_DC}title"),
        lang=first_text(meta, f"{_DC}language") or _default_language(styles),
        pages=_pages(kind, content, meta),
        headings=len(outline) if outline is not None else None,
        outline=outline,
        images=lacking_of(_pictures(content), lambda frame: not _has_alternative(frame)),
        tables=lacking_of(_data_tables(content), _has_no_header) if is_text else None,
        lists=_lists(content) if is_text else None,
        slides=lacking_of(content.iter(f"{_DRAW}page"), _has_no_title) if kind is FileFormat.ODP else None,
        fields=_fields(content),
        links=distinct_links(link.get(_XLINK, "") for link in content.iter(f"{_TEXT}a", f"{_DRAW}a")),
    )


def _pages(kind: FileFormat, content: Element, meta: Element | None) -> int:
    counted = {FileFormat.ODP: f"{_DRAW}page", FileFormat.ODS: f"{_TABLE}table"}.get(kind)
    if counted:
        return sum(1 for _ in content.iter(counted))
    figures = next(meta.iter(f"{_META}document-statistic"), None) if meta is not None else None
    return whole_number(figures.get(f"{_META}page-count")) if figures is not None else 0


def _default_language(styles: Element | None) -> str:
    for style in styles.iter() if styles is not None else ():
        language = style.get(f"{_FO}language", "")
        if language not in {"", "none"}:
            return "-".join(filter(None, (language, style.get(f"{_FO}country", ""))))
    return ""


def _outline(content: Element) -> Iterator[int]:
    """The level of each heading that has a text (ODF 1.3 part 3, 5.1.2; one without a level is of the first)."""
    for heading in content.iter(f"{_TEXT}h"):
        if _text(heading).strip():
            yield whole_number(heading.get(f"{_TEXT}outline-level")) or 1


def _text(part: Element) -> str:
    return "".join(str(text) for text in part.itertext())


def _pictures(content: Element) -> Iterator[Element]:
    return (frame for frame in content.iter(f"{_DRAW}frame") if frame.find(f"{_DRAW}image") is not None)


def _has_alternative(frame: Element) -> bool:
    return any((frame.findtext(f"{_SVG}{name}") or "").strip() for name in ("title", "desc"))


def _data_tables(content: Element) -> Iterator[Element]:
    """Tables of more than one row; a single row is layout as often as not."""
    return (table for table in content.iter(f"{_TABLE}table") if sum(1 for _ in table.iter(f"{_TABLE}table-row")) > 1)


def _has_no_header(table: Element) -> bool:
    return table.find(f"{_TABLE}table-header-rows") is None


def _lists(content: Element) -> PartCounts:
    body = next(content.iter(f"{_OFFICE}text"), None)
    parts = list(body) if body is not None else []
    texts = [_text(part) if part.tag == f"{_TEXT}p" else "" for part in parts]
    return list_counts(sum(part.tag == f"{_TEXT}list" for part in parts), texts)


def _has_no_title(slide: Element) -> bool:
    """Whether no frame of the class title has a text (ODF 1.3 part 3, 19.389)."""
    titles = (frame for frame in slide.iter(f"{_DRAW}frame") if frame.get(f"{_SHOWN}class") == "title")
    return not any(_text(title).strip() for title in titles)


def _fields(content: Element) -> PartCounts:
    labelled = {target for text in content.iter(f"{_FORM}fixed-text") for target in _targets(text)}
    return lacking_of(
        content.iter(*_FIELDS),
        lambda field: (
            not any(
                (
                    field.get(f"{_FORM}label", "").strip(),
                    field.get(f"{_FORM}title", "").strip(),
                    {field.get(f"{_FORM}id"), field.get("{http://www.w3.org/XML/1998/namespace}id")} & labelled,
                )
            )
        ),
    )


def _targets(text: Element) -> list[str | None]:
    return [target.strip() for target in text.get(f"{_FORM}for", "").split(",")]
