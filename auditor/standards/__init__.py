"""Tables of standards as data: codes, criteria, classifications, word lists; ``table`` reads them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

_FOLDER = files(__name__)
_replaced: dict[str, Path] = {}


@cache
def table(name: str) -> Any:
    """Return the content of ``<name>.yaml`` of this folder, read once; treat it as frozen.

    Raises ``LookupError`` that lists the tables there are.
    """
    return yaml.load(table_bytes(name), Loader=yaml.CSafeLoader)


@cache
def table_bytes(name: str) -> bytes:
    """Return the bytes of ``<name>.yaml``, for hashing. Raises ``LookupError`` like ``table``."""
    if name in _replaced:
        return _replaced[name].read_bytes()
    file = _FOLDER / f"{name}.yaml"
    if not file.is_file():
        raise LookupError(f"no table {name!r} in {__name__}; there are: {', '.join(names())}")
    return file.read_bytes()


def names() -> tuple[str, ...]:
    """Return the names of all tables, sorted."""
    return tuple(sorted(file.name.removesuffix(".yaml") for file in _FOLDER.iterdir() if file.name.endswith(".yaml")))


def code_table_names() -> tuple[str, ...]:
    """Return the names of the tables that a bureau may replace: the codes of its three classifications."""
    return tuple(row["table"] for row in table("dublin_core")["categories"].values())


def use_code_tables_of(folder: Path) -> tuple[str, ...]:
    """Read the code tables in ``folder`` (``themes.yaml`` ...) instead of the shipped ones from now on.

    Returns the names of the tables replaced: none when the folder is empty or missing. Raises ``LookupError`` for a
    YAML file of another name, and replaces nothing then: all other tables are read once, before anything is judged.
    """
    files = {file.stem: file for file in sorted(folder.glob("*.yaml"))}
    allowed = code_table_names()
    for name, file in files.items():
        if name not in allowed:
            listed = ", ".join(f"{code_table}.yaml" for code_table in allowed)
            raise LookupError(f"{file}: no code table; only {listed} can be replaced; move this file elsewhere")
    _replaced.clear()
    _replaced.update(files)
    table.cache_clear()
    table_bytes.cache_clear()
    return tuple(_replaced)
