"""Extraction and resolution cases of other link checkers. Where a standard disagrees with a tool, the standard wins."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from auditor.extract.html.document import read_document
from auditor.extract.html.fragments import fragment_found
from auditor.model import LinkKind
from auditor.urls import fragment_of

pytestmark = pytest.mark.cases

URL = "https://zone.gov.tw/folder/page.html"


@pytest.fixture(scope="module")
def muffet(cases: Path) -> dict[str, Any]:
    known: dict[str, Any] = json.loads((cases / "links-muffet" / "cases.json").read_text())
    return known


@pytest.fixture(scope="module")
def lychee(cases: Path) -> Path:
    return cases / "links-lychee" / "fixtures"


def test_number_of_links(muffet: dict[str, Any]) -> None:
    ours = {
        # URL Standard, 4.4: an empty address is the page itself, and the link is there to be followed
        '<a href="" />': 1,
        # HTML Standard, 4.6.1: a link all the same; it is kept, never asked
        '<a href="data:text/plain, Hello,%20world! " />': 1,
        # both places are kept, for the editor has to mend both
        '<a href="/" /><a href="/" />': 2,
        # HTML Standard, 4.2.4: without rel it links to nothing; Chromium does not load it either
        '<link href="/link" />': 0,
    }
    for case in muffet["link_counts"]:
        found = read_document(case["html"], URL).links
        assert len(found) == ours.get(case["html"], case["links"]), case["html"]
    assert read_document('<a href="data:text/plain,x">', URL).links[0].kind is LinkKind.OTHER


def test_addresses(muffet: dict[str, Any]) -> None:
    for case in muffet["resolve"]:
        (link,) = read_document(case["html"], case["base"]).links
        # URL Standard, 4.4: ":" has no scheme, so it is a path
        assert link.url == (case["url"] or "http://foo.com/:"), case["html"]


def test_candidates(muffet: dict[str, Any]) -> None:
    for case in muffet["srcset"]:
        found = [link.raw for link in read_document(f'<img srcset="{case["srcset"]}">', URL).links]
        assert found == [url for url in case["urls"] if not url.startswith("data:")]


def test_fragments(muffet: dict[str, Any]) -> None:
    for case in muffet["fragments"]:
        assert fragment_found(read_document(case["page"], URL), case["fragment"]) is case["ok"]


def test_fragments_of_lychee(lychee: Path) -> None:
    expected = json.loads((lychee.parent / "expected.json").read_text())["cases"][0]
    page = read_document((lychee / "fragments" / "file.html").read_bytes(), URL)
    for kind, found in (("valid", True), ("broken", False)):
        names = [fragment_of(name) for name in expected[kind] if name.startswith("file.html#")]
        assert names
        assert {name: fragment_found(page, name) for name in names} == dict.fromkeys(names, found)


def test_text_directives_are_no_ids(lychee: Path) -> None:
    target = read_document((lychee / "text_fragments" / "index.html").read_bytes(), URL)
    page = read_document((lychee / "text_fragments" / "should-not-match.html").read_bytes(), URL)
    named = [fragment_of(link.url) for link in page.links if ":~:" in link.url]
    assert len(named) == 4
    assert all(fragment_found(target, name) for name in named)


@pytest.mark.parametrize(
    ("name", "missing"),
    [("TEST_HTML5.html", []), ("TEST_HTML5_LOWERCASE_DOCTYPE.html", []), ("LINK_PERIOD.html", []),
     ("TEST_EMAIL_QUERY_PARAMS.html", [])],
)  # fmt: skip
def test_links_of_lychee(lychee: Path, name: str, missing: list[str]) -> None:
    known = json.loads((lychee.parent / "expected.json").read_text())["cases"]
    expected = next(case["links"] for case in known if case.get("fixture") == name)
    found = read_document((lychee / name).read_bytes(), URL).links
    written = {link.raw for link in found} | {link.url for link in found}
    assert [name for name in expected if name not in written] == missing


def test_one_malformed_address_does_not_hide_the_next(lychee: Path) -> None:
    found = read_document((lychee / "TEST_HTML5_MALFORMED_LINKS.html").read_bytes(), URL).links
    assert {link.raw: link.url for link in found if link.element == "a"} == {
        # URL Standard, 4.4: "https;" is no scheme, so this is a path, and will be found missing
        "https;//example.com/malformed_one": "https://zone.gov.tw/folder/https;//example.com/malformed_one",
        # URL Standard, 3.5: a bracket is a forbidden host code point
        "https://example]org/malformed_two": "",
        "https://example.com/valid": "https://example.com/valid",
    }


def test_anchors_in_preformatted_text_are_followed(lychee: Path) -> None:
    # readers can click them, so they count; what is only text between the tags does not
    found = read_document((lychee / "TEST_VERBATIM.html").read_bytes(), URL).links
    assert [link.raw for link in found if link.element == "a"] == ["http://www.example.com/pre/a"]


def test_custom_elements_lead_nowhere(lychee: Path) -> None:
    # HTML Standard, 4.6.1: only a, area and form are links; no browser follows attributes of unknown elements
    found = read_document((lychee / "TEST_HTML5_CUSTOM_ELEMENTS.html").read_bytes(), URL).links
    assert not {link.element for link in found} - {"a", "link", "img", "script"}


def test_embedded_data_is_never_asked(lychee: Path) -> None:
    found = read_document((lychee / "TEST_DATA_URIS.html").read_bytes(), URL).links
    assert not [link for link in found if link.url.startswith("data:") and link.kind is not LinkKind.OTHER]
    assert [link for link in found if "localhost" in link.url]


def test_bytes_that_are_no_utf8(lychee: Path) -> None:
    assert read_document((lychee / "invalid_utf8" / "index.html").read_bytes(), URL).url == URL


def test_behaviours_of_hyperlink() -> None:
    page = read_document(
        '<script>if (a < b) { x = \'<a href=no>\' }</script><script type=application/json>{"url": "/no"}</script>'
        "<a href=/yes>x</a><p id=one>1</p><a name=two>2</a>",
        URL,
    )
    assert [link.raw for link in page.links] == ["/yes"]
    assert page.ids == {"one", "two"}
