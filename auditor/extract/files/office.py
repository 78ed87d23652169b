"""Opens office packages: the format's reader, and national identity numbers in the text."""

from __future__ import annotations

import msgspec

from auditor.extract.files.office_open import read_office_open
from auditor.extract.files.open_document import read_open_document
from auditor.extract.files.zip_xml import Package
from auditor.model import Download, FileFormat
from auditor.standards.personal_numbers import identities_in

_WORDS = ("content.xml", "word/document.xml", "xl/sharedStrings.xml")


def read_office(kind: FileFormat, package: Package) -> Download:
    """Parse an opened package. Raises ``PackageFailure`` where a part is damaged or the package is encrypted."""
    found = read_open_document(kind, package) if kind.value.startswith("od") else read_office_open(kind, package)
    slides = package.within("ppt/slides/", ".xml")
    identities = sum(identities_in(package.text(part)) for part in (*_WORDS, *slides))
    return msgspec.structs.replace(found, identities=identities) if identities else found
