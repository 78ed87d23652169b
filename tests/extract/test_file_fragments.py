"""Fragments of files, by the registrations of their media types."""

from __future__ import annotations

import pytest

from auditor.extract.files.file_fragments import file_fragment_found


@pytest.mark.parametrize(
    ("kind", "fragment", "found"),
    [
        ("application/pdf", "page=3", True),
        ("application/pdf", "page=4", False),
        ("application/pdf", "page=0", False),
        ("application/pdf", "zoom=100&page=2", True),
        ("application/pdf", "nameddest=chapter", None),
        ("application/pdf", "chapter", None),
        ("video/mp4", "t=10", True),
        ("audio/mpeg", "t=10,20", True),
        ("image/jpeg", "xywh=0,0,10,10", True),
        ("image/svg+xml", "icon", None),
        ("text/plain", "line=3", True),
        ("text/plain", "char=10,20;length=99,UTF-8", True),
        ("text/plain", "L3", False),
        ("text/csv", "row=3-5", True),
        ("text/csv", "x", None),
        ("application/zip", "x", None),
    ],
)
def test_each_media_type_has_its_own_fragments(kind: str, fragment: str, found: bool | None) -> None:
    assert file_fragment_found(kind, fragment, pages=3) is found


def test_a_page_of_a_file_whose_pages_were_not_counted_is_not_missing() -> None:
    assert file_fragment_found("application/pdf", "page=400") is True
