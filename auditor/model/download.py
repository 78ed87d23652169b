"""Files offered for download, as far as their own bytes reveal."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class FileFormat(StrEnum):
    """What a file really is, by its bytes; ``OTHER`` is none of the formats that can be parsed."""

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


DOCUMENTS = tuple(kind for kind in FileFormat if kind not in {FileFormat.HTML, FileFormat.ZIP, FileFormat.OTHER})
"""The formats of texts, tables and slides; those of old Office are recognised, not parsed."""


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
    """The number of parts."""
    lacking: int = 0
    """How many of them lack it."""


class Download(msgspec.Struct, frozen=True, omit_defaults=True):
    """A parsed download. A fact that its format cannot have is None."""

    format: FileFormat
    """The format by its bytes."""
    opens: Opens
    """Whether it could be opened; every field below ``size`` is a default unless it was opened entirely."""
    claimed: FileFormat | None = None
    """The format by the ending of its name or, without a known ending, by its media type; None: neither names one."""
    size: int = 0
    """The number of bytes fetched."""
    title: str = ""
    """The title in its metadata; empty without one."""
    lang: str = ""
    """The language in its metadata; empty without one."""
    pages: int = 0
    """The number of pages, slides or sheets; 0 where they are not counted."""
    tagged: bool | None = None
    """Whether a PDF is tagged (ISO 32000-1, 14.7.1); None for other formats."""
    text: bool | None = None
    """Whether a PDF has a text layer; None for other formats."""
    bookmarks: int = 0
    """The number of top-level bookmarks of a PDF."""
    headings: int | None = None
    """The number of headings of a text document or tagged PDF; None for other files."""
    outline: tuple[int, ...] | None = None
    """The levels of its numbered headings, in order; None for other files."""
    images: PartCounts | None = None
    """Images; ``lacking`` a text alternative. None where the format does not reveal it."""
    tables: PartCounts | None = None
    """Tables; ``lacking`` header cells. None where the format does not reveal it."""
    lists: PartCounts | None = None
    """Lists; ``lacking`` items that programs see as such. None where the format does not reveal it."""
    slides: PartCounts | None = None
    """Slides; ``lacking`` a title. None for other files."""
    fields: PartCounts | None = None
    """Form fields; ``lacking`` a name for people. None where the format does not reveal it."""
    pictured: PartCounts | None = None
    """The first pages of a PDF, twenty at most; ``lacking`` text and covered by one picture. None for other formats."""
    fonts: PartCounts | None = None
    """The fonts of the first pages of a PDF; ``lacking`` a map to Unicode. None for other formats."""
    tab_order: PartCounts | None = None
    """The pages of a tagged PDF with links or fields; ``lacking`` a Tab order by structure. None for other files."""
    ua_part: int = 0
    """The part of PDF/UA that a PDF claims to meet; 0: it claims none."""
    links: tuple[str, ...] = ()
    """The web addresses in it, in order, each once."""
    identities: int = 0
    """The number of different national identity numbers in the text of an ODF or Office file."""

    @property
    def whole(self) -> bool:
        """Whether it was opened and parsed to its end, so that what is missing is truly missing."""
        return self.opens is Opens.YES
