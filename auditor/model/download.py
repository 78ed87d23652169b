"""Files offered for download, as far as their own bytes tell."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class FileFormat(StrEnum):
    """What a file really is, by its bytes; ``OTHER`` is none of those that can be read into."""

    PDF = "pdf"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    OLD_OFFICE = "old_office"
    HTML = "html"
    ZIP = "zip"
    OTHER = "other"


DOCUMENTS = tuple(one for one in FileFormat if one not in {FileFormat.HTML, FileFormat.ZIP, FileFormat.OTHER})
"""The formats of texts, tables and slides; those of old Office are recognised, not read."""


class Opens(StrEnum):
    """Whether a file could be opened; ``NOT_WHOLE`` where only its beginning was fetched."""

    YES = "entirely"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    EMPTY = "empty"
    NOT_WHOLE = "not_whole"
    TOO_LARGE_INSIDE = "too_large_inside"
    NOT_READABLE = "not_readable"


class PartCounts(msgspec.Struct, frozen=True):
    """How many parts of a kind a document has, and how many of them lack what a screen reader needs."""

    total: int = 0
    lacking: int = 0


class Download(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file offered for download, read into.

    ``claimed`` is the format that its name ends with or, without ending, that its media type tells (None: neither
    does). What a format cannot tell is None: ``tagged`` and ``text`` (a text layer) are facts of a PDF, ``headings``
    of texts. ``images`` lack a text alternative, ``tables`` a header row. ``pages`` are pages, slides or sheets, 0
    where they are not counted. ``links`` are the web addresses in it, in order and distinct;
    ``identities`` counts national identity numbers in the words of ODF and Office.
    """

    format: FileFormat
    opens: Opens
    claimed: FileFormat | None = None
    size: int = 0
    title: str = ""
    lang: str = ""
    pages: int = 0
    tagged: bool | None = None
    text: bool | None = None
    bookmarks: int = 0
    headings: int | None = None
    images: PartCounts | None = None
    tables: PartCounts | None = None
    links: tuple[str, ...] = ()
    identities: int = 0

    @property
    def whole(self) -> bool:
        """Whether it was opened and read to its end, so that what is missing is truly missing."""
        return self.opens is Opens.YES
