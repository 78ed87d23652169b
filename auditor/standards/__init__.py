"""Tables of standards as data: codes, criteria, classifications, word lists; ``table`` is the way to read them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

_ROOM = files(__name__)
_placed: dict[str, Path] = {}


@cache
def table(name: str) -> Any:
    """The content of ``<name>.yaml`` of this folder, read once; treat it as frozen.

    Raises ``LookupError`` that lists the tables there are.
    """
    return yaml.load(table_bytes(name), Loader=yaml.CSafeLoader)


@cache
def table_bytes(name: str) -> bytes:
    """The bytes of ``<name>.yaml``, for hashing. Raises ``LookupError`` like ``table``."""
    if name in _placed:
        return _placed[name].read_bytes()
    file = _ROOM / f"{name}.yaml"
    if not file.is_file():
        raise LookupError(f"no table {name!r} in {__name__}; there are: {', '.join(names())}")
    return file.read_bytes()


def names() -> tuple[str, ...]:
    """The names of all tables, sorted."""
    return tuple(sorted(file.name.removesuffix(".yaml") for file in _ROOM.iterdir() if file.name.endswith(".yaml")))


def put_over(folder: Path) -> tuple[str, ...]:
    """From now on read the tables that ``folder`` has in place of ours; to be said before anything is judged.

    Returns the names of the tables replaced; a file of another name is left alone.
    """
    _placed.clear()
    _placed.update({file.stem: file for file in sorted(folder.glob("*.yaml")) if file.stem in names()})
    table.cache_clear()
    table_bytes.cache_clear()
    return tuple(_placed)
