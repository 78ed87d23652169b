"""Reads the official documents that the model is fitted to: a folder of JSON lines, one document a line."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import msgspec

from auditor.standards.dublin_core import CATEGORIES

FOLDER_VARIABLE = "AUDITOR_GAZETTE"
"""The environment variable that names the folder where none is given."""

_COLUMNS = dict(zip(CATEGORIES, ("theme", "cake", "service"), strict=True))


class Record(msgspec.Struct, frozen=True):
    """One document of the gazette."""

    date: str
    """Date of the ROC calendar, such as ``103-02-27``."""

    title: str
    """Title."""

    agency: str = ""
    """Name of the agency."""

    subject: str = ""
    """Subject."""

    theme: tuple[str, ...] = ()
    """Codes of ``Category.Theme``, empty where none are given."""

    cake: tuple[str, ...] = ()
    """Codes of ``Category.Cake``."""

    service: tuple[str, ...] = ()
    """Codes of ``Category.Service``."""

    @property
    def year(self) -> int:
        """The ROC year."""
        return int(self.date.partition("-")[0])

    @property
    def text(self) -> str:
        """All its words, the agency first."""
        return f"{self.agency}\n{self.title}\n{self.subject}"

    def codes(self, field: str) -> tuple[str, ...]:
        """The codes of one field (``Category.Theme``), each once."""
        return tuple(dict.fromkeys(getattr(self, _COLUMNS[field])))


class BadRecordsError(ValueError):
    """A folder holds no usable records; the message names the place and what to do."""


def read_records(folder: Path) -> list[Record]:
    """Every record of the ``*.jsonl`` and ``*.jsonl.gz`` files of a folder, in the order of their dates.

    Raises ``BadRecordsError`` with file and line.
    """
    files = sorted((*folder.glob("*.jsonl"), *folder.glob("*.jsonl.gz")))
    if not files:
        raise BadRecordsError(f"{folder}: no *.jsonl or *.jsonl.gz here; name the folder with the gazette's records")
    return sorted((record for file in files for record in _lines(file)), key=lambda record: record.date)


def _lines(file: Path) -> Iterator[Record]:
    decoder = msgspec.json.Decoder(Record)
    opener = gzip.open if file.suffix == ".gz" else open
    with opener(file, "rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                record = decoder.decode(line)
                _ = record.year
            except (msgspec.DecodeError, ValueError) as fault:
                raise BadRecordsError(
                    f"{file}, line {number}: {fault}; a record has at least date (103-02-27) and title"
                ) from fault
            yield record
