"""Tables of standards as data: codes, criteria, classifications, word lists; ``table`` is the way to read them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_ROOM = files(__name__)


@cache
def table(name: str) -> Any:
    """The content of ``<name>.yaml`` of this folder, read once; treat it as frozen.

    Raises ``LookupError`` that lists the tables there are.
    """
    return yaml.load(source(name), Loader=yaml.CSafeLoader)


@cache
def source(name: str) -> bytes:
    """The bytes of ``<name>.yaml``, for hashing. Raises ``LookupError`` like ``table``."""
    file = _ROOM / f"{name}.yaml"
    if not file.is_file():
        raise LookupError(f"no table {name!r} in {__name__}; there are: {', '.join(names())}")
    return file.read_bytes()


def names() -> tuple[str, ...]:
    """The names of all tables, sorted."""
    return tuple(sorted(file.name.removesuffix(".yaml") for file in _ROOM.iterdir() if file.name.endswith(".yaml")))
