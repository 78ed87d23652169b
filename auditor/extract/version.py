"""Version of the parse step: a hash over the sources and tables by which a body becomes facts."""

from __future__ import annotations

import hashlib
from pathlib import Path

_PRODUCT = Path(__file__).resolve().parent.parent
_PACKAGES = ("extract", "fetch", "browser", "model", "standards")
_SUFFIXES = frozenset({".py", ".yaml", ".json"})


def reader_version() -> str:
    """Return 12 hex digits that change whenever the same body may be parsed into other facts.

    They are a hash over the contents of every Python, YAML and JSON file of the packages that fetch, parse and visit,
    of the model and the standards' tables, and of ``urls.py``. Names of files do not count, only their order does.
    """
    files = [_PRODUCT / "urls.py", *(file for package in _PACKAGES for file in (_PRODUCT / package).rglob("*"))]
    digest = hashlib.blake2b(digest_size=6)
    for file in sorted(file for file in files if file.suffix in _SUFFIXES):
        digest.update(file.read_bytes())
    return digest.hexdigest()
