"""Hints for addresses that are none of the web."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.cli.typed_addresses import address_hint


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("www.x.tw", "https://www.x.tw"),
        ("x.gov.tw/a?b=1", "https://x.gov.tw/a?b=1"),
        ("localhost:8080/a", "http://localhost:8080/a"),
        ("經濟部.台灣", "https://經濟部.台灣"),
        ("a@b.gov.tw", "a mail address"),
        ("mailto:a@b.gov.tw", "https://www.b.gov.tw/"),
        ("https://https://www.x.tw", "stands twice; write https://www.x.tw"),
        ("http://https//www.x.tw/", ""),
        ("https:/x.tw", "perhaps https://x.tw"),
        ("https//x.tw/a", "perhaps https://x.tw/a"),
        ("htp://x.tw", "perhaps https://x.tw"),
        ("https：//x.tw", "perhaps https://x.tw"),
        ("<https://x.tw/>", "write https://x.tw/"),
        ("「https://x.tw/」", "write https://x.tw/"),
        ("ftp://x.tw/a", "ftp: is no scheme of the web"),
        ("file:///etc/passwd", "a file of this machine"),
        (__file__, "a file of this machine"),
        ("", "begin it with http:// or https://"),
        ("首頁", "begin it with http:// or https://"),
    ],
)
def test_a_hint_names_what_was_perhaps_meant(typed: str, hint: str, tmp_path: Path) -> None:
    assert hint in address_hint(typed)


@pytest.mark.parametrize(
    "typed", ["http://x.tw", "HTTPS://X.TW/a b", "http://u:p@x.tw/", "https://[::1]/", "https://台灣/"]
)
def test_an_address_of_the_web_is_taken(typed: str) -> None:
    assert address_hint(typed) == ""
