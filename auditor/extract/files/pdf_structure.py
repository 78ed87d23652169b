"""Parses the structure tree of a tagged PDF (ISO 32000-1, 14.7 and 14.8): headings, lists, tables, figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import msgspec
import pikepdf

from auditor.model import PartCounts

_MOST_NODES = 50_000
_MOST_ROLES = 20  # steps through the map of roles, which may be circular
_HEADINGS: Mapping[str, int] = {f"/H{level}": level for level in range(1, 7)}
_UNNUMBERED = frozenset({"/H", "/Title"})


class Structure(msgspec.Struct, frozen=True):
    """The parts of a PDF by its tags."""

    headings: int
    """The number of headings, numbered or not."""
    outline: tuple[int, ...]
    """The levels of the numbered headings, in reading order."""
    images: PartCounts
    """Figures; ``lacking`` a text alternative."""
    tables: PartCounts
    """Tables; ``lacking`` header cells."""
    lists: PartCounts
    """Lists; ``lacking`` list items."""


class _Node(msgspec.Struct, frozen=True):
    kind: str
    tag: pikepdf.Object


def read_structure(tree: pikepdf.Object) -> Structure:
    """Parse a structure tree up to 50,000 elements. Tags of an author's own count as what the map of roles names."""
    roles = _roles(tree)
    nodes = [_Node(_role(roles, tag), tag) for tag in islice(_tags(tree), _MOST_NODES)]
    outline = tuple(_HEADINGS[node.kind] for node in nodes if node.kind in _HEADINGS)
    return Structure(
        headings=len(outline) + sum(node.kind in _UNNUMBERED for node in nodes),
        outline=outline,
        images=_lacking([not _alternative(node.tag) for node in nodes if node.kind == "/Figure"]),
        tables=_lacking([not _holds(roles, node.tag, "/TH") for node in nodes if node.kind == "/Table"]),
        lists=_lacking([not _holds(roles, node.tag, "/LI") for node in nodes if node.kind == "/L"]),
    )


def _roles(tree: pikepdf.Object) -> Mapping[str, str]:
    """Tags of an author's own, each with the tag that it stands for (ISO 32000-1, 14.7.3)."""
    table = tree.get("/RoleMap") if isinstance(tree, pikepdf.Dictionary) else None
    return {name: str(role) for name, role in table.as_dict().items()} if isinstance(table, pikepdf.Dictionary) else {}


def _role(roles: Mapping[str, str], tag: pikepdf.Object) -> str:
    kind = str(tag.get("/S", ""))
    for _ in range(_MOST_ROLES):
        if kind not in roles:
            break
        kind = roles[kind]
    return kind


def _tags(tree: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The structure elements in reading order, each once."""
    waiting, seen = [tree], set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting.extend(reversed(list(node)))
            continue
        if not isinstance(node, pikepdf.Dictionary):
            continue
        if node.objgen != (0, 0):
            if node.objgen in seen:
                continue
            seen.add(node.objgen)
        if "/S" in node:
            yield node
        if "/K" in node:
            waiting.append(node["/K"])


def _alternative(figure: pikepdf.Object) -> str:
    return str(figure.get("/Alt", "") or figure.get("/ActualText", "")).strip()


def _holds(roles: Mapping[str, str], tag: pikepdf.Object, kind: str) -> bool:
    return any(_role(roles, inner) == kind for inner in _tags(tag))


def _lacking(lacking: Sequence[bool]) -> PartCounts:
    return PartCounts(len(lacking), sum(lacking))
