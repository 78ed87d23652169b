"""What a page loads an address as decides what may come in its place."""

from __future__ import annotations

import pytest

from auditor.extract.parse_batch import ParseJob, parse_batch
from auditor.model import ResourceUse

HTML = """<link rel=stylesheet href=/a.css><link rel=icon href=/a.ico><link rel=manifest href=/a.json>
<script src=/a.js></script><img alt='' src=/img.php srcset='/img2.php 2x'><body background=/back>
<p style='background: url(/b.png)'>x</p><a href=/linked.png>x</a><object data=/o.png></object>
<video src=/v.png poster=/p></video><input type=image alt=x src=/button.php><iframe src=/frame.png></iframe>"""


@pytest.mark.parametrize("links_only", [False, True])
def test_uses_of_a_page(links_only: bool) -> None:
    job = ParseJob("http://a/", HTML.encode(), "text/html", "utf-8", start=False, links_only=links_only)
    (result,) = parse_batch([job])
    uses = {address.url.removeprefix("http://a/"): address.use for address in result.found}
    image = {"a.ico", "img.php", "img2.php", "back", "b.png", "p", "button.php"}
    assert uses == {
        **dict.fromkeys(image, ResourceUse.IMAGE),
        "a.css": ResourceUse.SHEET,
        "a.js": ResourceUse.SCRIPT,
        **dict.fromkeys(("a.json", "linked.png", "o.png", "v.png", "frame.png")),
    }


def test_uses_of_a_style_sheet() -> None:
    css = "@import 'x.css'; a { background: url(y.svg) } @font-face { src: url(z.woff2) }"
    (result,) = parse_batch([ParseJob("http://a/s.css", css.encode(), "text/css", "", False)])
    uses = {address.url: address.use for address in result.found}
    assert uses == {
        "http://a/x.css": ResourceUse.SHEET,
        "http://a/y.svg": ResourceUse.IMAGE,
        "http://a/z.woff2": None,
    }
