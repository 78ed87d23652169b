from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.browser import page_state
from auditor.model import LinkKind, Region, Untested, Width
from auditor.standards.personal_numbers import masked_plain


def state(url: str = "http://a.tw/", **fields: object) -> page_state.PageState:
    defaults = {
        "url": url,
        "stale": False,
        "scripts_off": False,
        "unsent": [],
        "has_closed": False,
        "status": 200,
        "type": "text/html",
        "title": "",
        "links": [],
        "html": "",
    }
    return msgspec.convert({**defaults, **fields}, type=page_state.PageState)


def script_link(url: str, element: str = "a") -> dict[str, object]:
    texts = {"raw": url, "url": url, "text": "t", "own_text": "t", "heading": "", "access_key": ""}
    flags = {"opens_window": False, "download": False, "hidden": False}
    lists: dict[str, object] = {"image_alts": [], "rel": ["nofollow"], "title": None}
    place = ["body > a", "footer", "<a>"]
    return {"place": place, "element": element, "attribute": "href", **texts, **flags, **lists}


@pytest.mark.parametrize(
    ("url", "element", "kind"),
    [
        ("http://a.tw/x", "a", LinkKind.PAGE),
        ("https://a.tw/x", "area", LinkKind.PAGE),
        ("https://a.tw/x", "iframe", LinkKind.FRAME),
        ("https://a.tw/x", "img", LinkKind.RESOURCE),
        ("mailto:x@a.tw", "a", LinkKind.MAIL),
        ("tel:02", "a", LinkKind.PHONE),
        ("javascript:void(0)", "a", LinkKind.SCRIPT),
        ("data:image/gif,x", "img", LinkKind.EMBEDDED_DATA),
        ("line://ti/p/x", "a", LinkKind.OTHER),
    ],
)
def test_links_have_the_kind_of_their_scheme_and_element(url: str, element: str, kind: LinkKind) -> None:
    (link,) = page_state.script_links(state(links=[script_link(url, element)]), "http://a.tw/")
    assert (link.kind, link.from_script, link.url, link.rel) == (kind, True, url, ("nofollow",))
    assert (link.place.url, link.place.region) == ("http://a.tw/", Region.FOOTER)


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (state(), None),
        (state("http://www.a.tw/other"), None),
        (state(status=0, type="application/xhtml+xml"), None),
        (state("chrome-error://chromewebdata/"), Untested.FETCH_FAILED),
        (state(stale=True), Untested.NOT_HTML),
        (state(title="mark inside address"), Untested.FETCH_FAILED),
        (state(status=500), Untested.FETCH_FAILED),
        (state(status=429), Untested.BLOCKED),
        (state(type="image/png"), Untested.NOT_HTML),
        (state("http://b.tw/"), Untested.NOT_VISITED),
    ],
)
def test_only_the_requested_page_is_taken(found: page_state.PageState, reason: Untested | None) -> None:
    assert page_state.mismatch(found, "http://a.tw/", "mark")[0] is reason


def test_known_addresses_have_no_fragments() -> None:
    expression = page_state.state_expression(
        ["http://a/#x", "http://a/", "http://b/\u2028"], quiet_ms=1, limit_ms=2, watch=True
    )
    options = json.loads(expression.removeprefix("auditor.pageState(").removesuffix(")"))
    assert options == {"quiet": 1, "limit": 2, "known": ["http://a/", "http://b/\u2028"], "watch": True}


def test_one_pixel_more_than_the_window_does_not_scroll() -> None:
    assert [Width(320, content).scrolls_sideways for content in (320, 321, 322)] == [False, False, True]


@given(st.text(max_size=400))
def test_a_snippet_is_short_and_masking_is_stable(text: str) -> None:
    place = page_state.rendered_place("http://a/", "p", Region.MAIN, text)
    assert len(place.snippet) <= 200
    assert masked_plain(place.snippet) == masked_plain(masked_plain(place.snippet))
