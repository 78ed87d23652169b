from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.browser import page_state
from auditor.model import LinkKind, Region, Untested
from auditor.standards.personal_numbers import masked


def arrival(url: str = "http://a.tw/", **words: object) -> page_state.Arrival:
    given = {"url": url, "stale": False, "status": 200, "type": "text/html", "title": "", "links": [], "html": ""}
    return page_state.arrival(json.dumps({**given, **words}))


def born(url: str, element: str = "a") -> dict[str, object]:
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
    (link,) = page_state.script_links(arrival(links=[born(url, element)]), "http://a.tw/")
    assert (link.kind, link.from_script, link.url, link.rel) == (kind, True, url, ("nofollow",))
    assert (link.place.url, link.place.region) == ("http://a.tw/", Region.FOOTER)


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (arrival(), None),
        (arrival("http://www.a.tw/other"), None),
        (arrival(status=0, type="application/xhtml+xml"), None),
        (arrival("chrome-error://chromewebdata/"), Untested.FETCH_FAILED),
        (arrival(stale=True), Untested.NOT_HTML),
        (arrival(title="mark inside address"), Untested.FETCH_FAILED),
        (arrival(status=500), Untested.FETCH_FAILED),
        (arrival(status=429), Untested.BLOCKED),
        (arrival(type="image/png"), Untested.NOT_HTML),
        (arrival("http://b.tw/"), Untested.NOT_VISITED),
    ],
)
def test_only_the_page_that_was_meant_is_taken(found: page_state.Arrival, reason: Untested | None) -> None:
    assert page_state.unfit(found, "http://a.tw/", "mark")[0] is reason


def test_the_page_is_asked_about_addresses_without_their_parts() -> None:
    expression = page_state.arrival_expression(
        ["http://a/#x", "http://a/", "http://b/\u2028"], quiet_ms=1, most_ms=2, watched=True
    )
    asked = json.loads(expression.removeprefix("auditor.arrive(").removesuffix(")"))
    assert asked == {"quiet": 1, "most": 2, "known": ["http://a/", "http://b/\u2028"], "watched": True}


def test_widths_are_read() -> None:
    assert page_state.width('{"window": 320, "content": 321, "overflow": ""}').scrolls_sideways is False


@given(st.text(max_size=400))
def test_a_snippet_is_short_and_masking_is_stable(text: str) -> None:
    place = page_state.place("http://a/", "p", Region.MAIN, text)
    assert len(place.snippet) <= 200
    assert masked(place.snippet) == masked(masked(place.snippet))
