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


TEXT = "<p>文字內容</p>" * 60
SCRIPTED = read_document(f'<script>x()</script><i id="user-content-install"></i>{TEXT}', "http://a/")
FLAT = read_document(
    f'<script type="application/ld+json">{{}}</script><i id="user-content-install"></i>{TEXT}', "http://a/"
)


@pytest.mark.parametrize(
    ("fragment", "found"),
    [
        ("L14", None),
        ("L10-L20", None),
        ("lines-3:9", None),
        ("install", None),
        ("tab=2", None),
        ("a=1&b=2", None),
        ("tab%3D2", None),
        ("other", False),
        ("Level1", False),
        ("user-content-install", True),
    ],
)
def test_what_scripts_read_is_undecided_on_pages_that_have_some(fragment: str, found: bool | None) -> None:
    assert fragment_found(SCRIPTED, fragment) is found
    assert fragment_found(FLAT, fragment) is (found or False)
