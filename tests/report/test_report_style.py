"""Style of a report, computed from its tokens: contrast in both schemes, and no size that a reader cannot change."""

from __future__ import annotations

import re
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from threading import Thread

import pytest

from auditor.browser.browser import Browser, BrowserSettings, VisitRequest
from auditor.report.render import style

TOKENS = (files("auditor.report") / "templates" / "tokens.css").read_text(encoding="utf-8")
LIGHT, DARK = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", part)) for part in TOKENS.split("@media"))
TEXT = ("ink", "muted", "accent", "met", "not-met", "cant-tell", "untested")


def luminance(colour: str) -> float:
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "panel"])
def test_every_text_colour_can_be_read(scheme: dict[str, str], ground: str) -> None:
    assert set(LIGHT) == set(DARK)
    assert {
        name: contrast(scheme[name], scheme[ground]) for name in TEXT if contrast(scheme[name], scheme[ground]) < 4.5
    } == {}


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_marks_and_edges_can_be_seen(scheme: dict[str, str]) -> None:
    assert contrast(scheme["line"], scheme["paper"]) >= 3
    assert contrast(scheme["accent"], scheme["hair"]) >= 3


def test_the_style_uses_no_colour_but_the_tokens() -> None:
    rest = style().removeprefix(TOKENS)
    screen = rest.split("@media print")[0]
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;} ])", re.sub(r"#t-\w+", "", screen)) == []


def test_sizes_of_letters_follow_the_reader() -> None:
    sizes = re.findall(r"font-size: ([^;}]+)", style())
    assert sizes
    assert all(re.fullmatch(r"[\d.]+r?em|var\(--(body|small|tiny)\)", size.strip()) for size in sizes)


def test_the_style_loads_nothing_from_elsewhere() -> None:
    assert "url(" not in style()
    assert "@import" not in style()
    assert "</" not in style()


def test_preferences_of_the_reader_are_followed() -> None:
    for preference in (
        "prefers-color-scheme: dark",
        "prefers-reduced-motion",
        "@media print",
        "forced-colors",
        ":focus-visible",
    ):
        assert preference in style()
    assert "outline: none" not in style().replace("main:focus { outline: none; }", "")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.mark.browser
@pytest.mark.parametrize("language", ["folder", "english"])
def test_no_page_scrolls_sideways_on_a_phone(language: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(language)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    origin = f"http://127.0.0.1:{server.server_port}"
    pages = ["index", "portfolio", "run", "form", "waivers", "units/1", "sites/site-0", "checklists/site-0"]
    try:
        with Browser(BrowserSettings(inside=frozenset({origin}))) as browser:
            seen = {page: browser.visit(f"{origin}/{page}.html", VisitRequest(widths=True)) for page in pages}
    finally:
        server.shutdown()
        server.server_close()
    wide = {
        page: [width for width in found[0].widths if width.scrolls_sideways] if isinstance(found, tuple) else found
        for page, found in seen.items()
    }
    assert not any(wide.values()), wide
