"""Https and the machine itself are safe on the way; everything else is not."""

from __future__ import annotations

import pytest

from auditor.standards.secure_contexts import is_trustworthy


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://www.example.gov.tw/", True),
        ("http://www.example.gov.tw/", False),
        ("http://127.0.0.1:8080/", True),
        ("http://localhost/", True),
        ("http://app.localhost/", True),
        ("http://[::1]/", True),
        ("http://localhost.example.tw/", False),
        ("http://[/", False),
        ("", False),
    ],
)
def test_addresses(url: str, safe: bool) -> None:
    assert is_trustworthy(url) is safe
