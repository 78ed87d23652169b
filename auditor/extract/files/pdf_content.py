"""Parses what the pages of a PDF draw: text, pictures as large as the page, and fonts without a map to Unicode."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec
import pikepdf

_SHOWS_TEXT = frozenset({"Tj", "TJ", "'", '"'})
_MOST_FORMS = 20
_WHOLE_PAGE = 0.8  # share of the page's area: scanners fill it but for a margin
_MAPPED_ENCODINGS = frozenset({"/WinAnsiEncoding", "/MacRomanEncoding", "/MacExpertEncoding", "/StandardEncoding"})
_IDENTITY = frozenset({"/Identity-H", "/Identity-V"})
_MAPPED_COLLECTIONS = frozenset({"GB1", "CNS1", "Japan1", "Korea1", "KR", "Manga1"})
_NUMBERED_GLYPH = re.compile(r"/(?:g|c|a|cid|gid|glyph|index|char)\d+", re.IGNORECASE)

_Matrix = tuple[float, float, float, float]


class DrawnPage(msgspec.Struct, frozen=True):
    """What one page draws."""

    has_text: bool
    """Whether it shows text, be it an invisible layer over a scan."""
    is_picture: bool
    """Whether one picture covers at least four fifths of it."""
    fonts: tuple[pikepdf.Object, ...]
    """The fonts that its text is set in."""


def page_content(page: pikepdf.Page) -> DrawnPage:
    """Parse the content of a page, and of the forms that it draws (ISO 32000-1, 8.10), twenty at most."""
    width, height = _size(page)
    has_text, largest, fonts = False, 0.0, {}
    waiting: list[tuple[pikepdf.Page | pikepdf.Object, _Matrix]] = [(page, (1.0, 0.0, 0.0, 1.0))]
    for _ in range(_MOST_FORMS):
        if not waiting:
            break
        holder, matrix = waiting.pop()
        for step in _drawn(holder, matrix):
            has_text |= step.shows_text
            if step.font is not None:
                fonts[step.font.objgen if step.font.is_indirect else id(step.font)] = step.font
            if step.picture is not None and step.picture.get("/Subtype") == "/Form":
                waiting.append((step.picture, _times(_matrix(step.picture.get("/Matrix")), step.matrix)))
            elif step.picture is not None or step.is_inline:
                a, b, c, d = step.matrix
                largest = max(largest, abs(a * d - b * c))
    return DrawnPage(has_text, largest >= _WHOLE_PAGE * width * height, tuple(fonts.values()))


class _Step(msgspec.Struct, frozen=True):
    """One operator that shows text, selects a font or draws an object."""

    matrix: _Matrix
    shows_text: bool = False
    is_inline: bool = False
    font: pikepdf.Object | None = None
    picture: pikepdf.Object | None = None


def _drawn(holder: pikepdf.Page | pikepdf.Object, matrix: _Matrix) -> Iterator[_Step]:
    """The steps of a content stream with the matrix in force (ISO 32000-1, 8.3.4; what it moves by is left out)."""
    fonts, objects = _resources(holder, "/Font"), _resources(holder, "/XObject")
    kept: list[_Matrix] = []
    for step in pikepdf.parse_content_stream(holder):
        operator = str(step.operator)
        if operator == "q":
            kept.append(matrix)
        elif operator == "Q" and kept:
            matrix = kept.pop()
        elif operator == "cm":
            matrix = _times(_matrix(step.operands), matrix)
        elif operator in _SHOWS_TEXT:
            yield _Step(matrix, shows_text=True)
        elif operator == "Tf" and step.operands:
            yield _Step(matrix, font=fonts.get(str(step.operands[0])))
        elif operator == "Do" and step.operands:
            yield _Step(matrix, picture=objects.get(str(step.operands[0])))
        elif operator in {"INLINE IMAGE", "EI"}:
            yield _Step(matrix, is_inline=True)


def _resources(holder: pikepdf.Page | pikepdf.Object, kind: str) -> Mapping[str, pikepdf.Object]:
    resources = holder.get("/Resources")
    table = resources.get(kind) if isinstance(resources, pikepdf.Dictionary) else None
    return dict(table.as_dict()) if isinstance(table, pikepdf.Dictionary) else {}


def _matrix(operands: object) -> _Matrix:
    values = [float(value) for value in operands] if operands is not None else []  # type: ignore[attr-defined]
    a, b, c, d = values[:4] if len(values) >= 4 else (1.0, 0.0, 0.0, 1.0)
    return (a, b, c, d)


def _times(first: _Matrix, second: _Matrix) -> _Matrix:
    a, b, c, d = first
    e, f, g, h = second
    return (a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h)


def _size(page: pikepdf.Page) -> tuple[float, float]:
    """Width and height of a page in its own units."""
    left, low, right, high = (float(edge) for edge in page.cropbox)
    return abs(right - left), abs(high - low)


def has_unicode_map(font: pikepdf.Object) -> bool:
    """Whether the codes of a font can be turned into characters (PDF/UA-1, 7.21.7; ISO 32000-1, 9.10.2).

    Doubtful fonts count as mapped: symbols with an encoding of their own are read by the font's own table.
    """
    if "/ToUnicode" in font:
        return True
    encoding = font.get("/Encoding")
    if font.get("/Subtype") == "/Type0":
        return str(encoding) not in _IDENTITY or _collection(font) in _MAPPED_COLLECTIONS
    if str(encoding) in _MAPPED_ENCODINGS or not isinstance(encoding, pikepdf.Dictionary):
        return True
    names = [str(name) for name in encoding.get("/Differences") or () if isinstance(name, pikepdf.Name)]
    return sum(bool(_NUMBERED_GLYPH.fullmatch(name)) for name in names) <= len(names) / 2


def _collection(font: pikepdf.Object) -> str:
    descendants = font.get("/DescendantFonts")
    inner = descendants[0] if isinstance(descendants, pikepdf.Array) and len(descendants) else None
    info = inner.get("/CIDSystemInfo") if isinstance(inner, pikepdf.Dictionary) else None
    return str(info.get("/Ordering", "")) if isinstance(info, pikepdf.Dictionary) else ""
