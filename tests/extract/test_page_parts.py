"""Structs that decode parts of stored facts have the field names, types and defaults of the full types."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from msgspec import inspect

from auditor.model import Document, Heading, Link, LinkIndex, LinkKind, Page, Place, Rendered, page_parts
from auditor.model.page_parts import PageLinks, PageOutline, RenderedProbes

FULL_TYPES = {PageLinks: Page, PageOutline: Page, RenderedProbes: Rendered}
"""By part, the stored type that its bytes are of; nested structs are compared on the way."""


def mismatches(part: type[msgspec.Struct], full: type[msgspec.Struct]) -> list[str]:
    """What stands between a part and its full type."""
    return list(_compare(inspect.type_info(part), inspect.type_info(full), part.__name__))


def _compare(part: inspect.Type, full: inspect.Type, path: str) -> Iterator[str]:
    if isinstance(part, inspect.RawType):
        return
    if isinstance(part, inspect.StructType) and isinstance(full, inspect.StructType):
        yield from _compare_structs(part, full, path)
    elif isinstance(part, inspect.UnionType) and isinstance(full, inspect.UnionType):
        for part_type, full_type in zip(part.types, full.types, strict=True):
            yield from _compare(part_type, full_type, path)
    elif isinstance(part, inspect.VarTupleType) and isinstance(full, inspect.VarTupleType):
        yield from _compare(part.item_type, full.item_type, path)
    elif part != full:
        yield f"{path}: {part} is decoded, {full} is stored"


def _compare_structs(part: inspect.StructType, full: inspect.StructType, path: str) -> Iterator[str]:
    if part.array_like is not full.array_like:
        yield f"{path}: only one of the two is encoded as an array"
    stored = {field.encode_name: field for field in full.fields}
    for field in part.fields:
        here = f"{path}.{field.encode_name}"
        known = stored.get(field.encode_name)
        if known is None:
            yield f"{here}: {full.cls.__name__} has no such field"
            continue
        yield from _compare(field.type, known.type, here)
        if not isinstance(field.type, inspect.RawType) and field.default != known.default:
            yield f"{here}: another default than {full.cls.__name__}'s, which is left out of the stored bytes"


def _structs_of(kind: inspect.Type) -> Iterator[type]:
    if isinstance(kind, inspect.StructType):
        yield kind.cls
        for field in kind.fields:
            yield from _structs_of(field.type)
    elif isinstance(kind, inspect.UnionType):
        for member in kind.types:
            yield from _structs_of(member)
    elif isinstance(kind, inspect.VarTupleType):
        yield from _structs_of(kind.item_type)


@pytest.mark.parametrize("part", FULL_TYPES)
def test_every_field_of_a_part_is_a_field_of_the_full_type(part: type[msgspec.Struct]) -> None:
    assert mismatches(part, FULL_TYPES[part]) == []


def test_every_struct_of_the_module_is_compared() -> None:
    compared = {struct for part in FULL_TYPES for struct in _structs_of(inspect.type_info(part))}
    defined = {thing for thing in vars(page_parts).values() if isinstance(thing, type)}
    assert {thing for thing in defined if thing.__module__ == page_parts.__name__} <= compared


class _Renamed(msgspec.Struct):
    document: _RenamedDocument | None = None
    drawing: LinkIndex | None = None


class _RenamedDocument(msgspec.Struct):
    title: str = ""
    text_hash: bytes = b""
    links: tuple[str, ...] = ()


def test_a_renamed_field_another_type_and_another_default_are_reported() -> None:
    assert [mismatch.split(":")[0] for mismatch in mismatches(_Renamed, Page)] == [
        "_Renamed.document.title",
        "_Renamed.document.title",
        "_Renamed.document.text_hash",
        "_Renamed.document.text_hash",
        "_Renamed.document.links",
        "_Renamed.drawing",
    ]


def test_a_part_decodes_what_the_full_type_encodes() -> None:
    place = Place("http://a/")
    link = Link(place, "a", "href", "b#c", "http://a/b#c", LinkKind.PAGE)
    document = Document(
        "http://a/", title="題", lang="zh", links=(link,), ids=frozenset({"c"}), headings=(Heading(place, 1, "標"),),
        text_hash="t", template="f", script_built=True,
    )  # fmt: skip
    page = msgspec.msgpack.encode(Page(document))
    for part in (PageLinks, PageOutline):
        decoded = msgspec.msgpack.decode(page, type=part).document
        assert decoded is not None
        assert decoded == msgspec.convert(document, type(decoded), from_attributes=True)
