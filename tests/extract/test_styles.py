from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.extract.html.styles import read_styles


def addresses(css: str) -> list[str]:
    return [value for kind, value, _ in read_styles(css) if kind == "address"]


def sizes(css: str) -> list[str]:
    return [value for kind, value, _ in read_styles(css) if kind == "size"]


@pytest.mark.parametrize(
    ("css", "found"),
    [
        ("a{background:url(x.png)}", ["x.png"]),
        ("a{background:url( 'x y.png' )}", ["x y.png"]),
        ('a{background:URL("x.png")}', ["x.png"]),
        ('@import "a.css"; @import url(b.css) screen; @import url("c.css");', ["a.css", "b.css", "c.css"]),
        ("@font-face{src:url(a.woff2) format('woff2'), url(a.woff)}", ["a.woff2", "a.woff"]),
        ("a{cursor:url(a.cur), url(b.cur), auto}", ["a.cur", "b.cur"]),
        ("a{background:image-set('a.png' 1x)}", ["a.png"]),
        ("/* url(no.png) */ a{b:c}", []),
        ("a{content:'url(no.png)'}", []),
        ("a{background:url()}", []),
        ("a{background:url(data:image/png;base64,AAAA)}", []),
        ("a{fill:url(#gradient)}", []),
        ("@namespace url(http://www.w3.org/1999/xhtml);", []),
        (r"a{background:url(a\ b.png)}", ["a b.png"]),
        (r"a{background:url(a\20 b\).png)}", ["a b).png"]),
        (r"a{background:url('it\'s.png')}", ["it's.png"]),
        ("a{background:url('a\\\nb.png')}", ["ab.png"]),
        ("a{b:image-set('a.png' 1x, url(b.png) 2x, 'c.avif' type('image/avif'))}", ["a.png", "b.png", "c.avif"]),
        ("@charset 'utf-8'; /* { */ @layer a; @import url( b.css ); @import/* x */'c.css';", ["b.css", "c.css"]),
        ("a{} @import 'late.css'; b{background:url(c.png)}", ["c.png"]),
        ("a{behavior:url(pie.htc); -ms-behavior:url(x.htc); scroll-behavior:smooth; b:url(c.png)}", ["c.png"]),
        (r'a{background:url("a\62 c.png")}', ["abc.png"]),
        ("a{background:url(x.png", []),
        ("a{my-url(x)}", []),
    ],
)
def test_addresses(css: str, found: list[str]) -> None:
    assert addresses(css) == found


@pytest.mark.parametrize(
    ("css", "found"),
    [
        ("font-size:12px", ["12px"]),
        ("a{FONT-SIZE : 1.2em !important}", ["1.2em"]),
        ("a{font-size:small;color:red}b{font-size:90%}", ["small", "90%"]),
        ("a{--font-size:3px}", []),
        ("/* font-size:3px */", []),
        ("color:red", []),
    ],
)
def test_font_sizes(css: str, found: list[str]) -> None:
    assert sizes(css) == found


@given(st.text(alphabet="url(\"')@import\\ ;{}/*:font-size1px", max_size=60))
def test_nothing_raises_and_values_are_never_blank(css: str) -> None:
    assert all(value for _, value, _ in read_styles(css))
