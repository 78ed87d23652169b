"""Opens zip packages of XML parts within bounds, for a small file may unpack to very much."""

from __future__ import annotations

import io
import zipfile
import zlib
from types import TracebackType

from lxml import etree

from auditor.model import Opens

UNPACKED_BYTES_LIMIT = 60_000_000
"""Bytes unpacked of one package at most; beyond them it is too large inside."""

_MOST_ENTRIES = 20_000
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, LookupError)
"""A damaged archive may be wrong in any of these ways."""

_ENCRYPTED = 0x1

Element = etree._Element
"""An element of an XML part; its ``tag`` is ``{namespace}name``."""


class PackageFailure(Exception):  # noqa: N818 - it is an outcome, not an error of the program
    """A package could not be read; ``opens`` is the reason."""

    def __init__(self, opens: Opens) -> None:
        super().__init__(opens.value)
        self.opens = opens


class Package:
    """A zip file in memory. Every method raises ``PackageFailure`` for what is damaged, encrypted or too large."""

    def __init__(self, body: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(body))
        except _DAMAGE as error:
            raise PackageFailure(Opens.BROKEN) from error
        entries = self._zip.infolist()
        if len(entries) > _MOST_ENTRIES:
            raise PackageFailure(Opens.TOO_LARGE_INSIDE)
        self.names = frozenset(entry.filename for entry in entries)
        self._left = UNPACKED_BYTES_LIMIT

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def text(self, name: str) -> str:
        """A part as text, empty where there is none."""
        return self._bytes(name).decode("utf-8", "replace") if name in self.names else ""

    def xml(self, name: str) -> Element | None:
        """The root of an XML part, or None where there is none. Entities are not expanded, nothing is loaded."""
        if name not in self.names:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(self._bytes(name), parser)
        except etree.XMLSyntaxError as error:
            raise PackageFailure(Opens.BROKEN) from error

    def within(self, folder: str, ending: str) -> list[str]:
        """The names of the parts directly in a folder that end so, sorted."""
        return sorted(
            name
            for name in self.names
            if name.startswith(folder) and name.endswith(ending) and "/" not in name[len(folder) :]
        )

    def _bytes(self, name: str) -> bytes:
        entry = self._zip.getinfo(name)
        if entry.flag_bits & _ENCRYPTED:
            raise PackageFailure(Opens.ENCRYPTED)
        try:
            with self._zip.open(entry) as part:
                data = part.read(self._left + 1)
        except _DAMAGE as error:
            raise PackageFailure(Opens.BROKEN) from error
        self._left -= len(data)
        if self._left < 0:
            raise PackageFailure(Opens.TOO_LARGE_INSIDE)
        return data
