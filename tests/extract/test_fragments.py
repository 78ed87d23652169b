from __future__ import annotations

import pytest

from auditor.extract.html.document import read_document
from auditor.extract.html.fragments import fragment_found

PAGE = read_document('<p id="章節">一</p><p id="a%3Ab">二</p><a name="foo">三</a><p id="Kept">四</p>', "http://a/")
SHELL = read_document('<div id="app"></div><script src="/app.js"></script>', "http://a/")


@pytest.mark.parametrize(
    ("fragment", "found"),
    [
        ("", True),
        ("top", True),
        ("TOP", True),
        ("章節", True),
        ("%E7%AB%A0%E7%AF%80", True),
        ("a%3Ab", True),
        ("foo", True),
        (":~:text=hello", True),
        ("foo:~:text=hello", True),
        ("nope:~:text=hello", False),
        ("kept", False),
        ("missing", False),
        ("%FF", False),
        ("/news/1", None),
        ("!news", None),
    ],
)
def test_standard(fragment: str, found: bool | None) -> None:
    assert fragment_found(PAGE, fragment) is found


def test_what_a_script_may_bring_is_not_missing() -> None:
    assert fragment_found(SHELL, "news") is None
    assert fragment_found(SHELL, "app") is True
