"""Reads pictographs, right-to-left text, unknown elements, style lengths and explained access keys of a page."""

from __future__ import annotations

import pytest

from auditor.extract.html.document import read_document
from auditor.extract.html.styles import read_sheet
from auditor.extract.text.marked_passages import _may_be_sensory
from auditor.model import Document, PassageKind
from auditor.standards.conventions import pattern

URL = "https://zone.example.gov.tw/"
SIGN, ARABIC = PassageKind.PICTOGRAPH, PassageKind.RIGHT_TO_LEFT


def read(html: str) -> Document:
    return read_document(f"<!doctype html><html><body>{html}</body></html>", URL)


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>📞 電話</p>", [(SIGN, "📞", "")]),
        ('<p title="電話"><b>📞</b></p>', [(SIGN, "📞", "電話")]),
        ('<p aria-label="好">(^_^)</p>', [(SIGN, "(^_^)", "好")]),
        ("<p>☎️ 1999</p>", [(SIGN, "☎️", "")]),
        ("<p>☎ 1999 ★ ✓ → (註:)</p>", []),
        ('<p hidden>📞</p><p aria-hidden="true">📞</p><title>📞</title>', []),
        ("<p>العربية</p>", [(ARABIC, "العربية", "")]),
        ('<section dir="RTL"><p>العربية</p></section>', [(ARABIC, "العربية", "rtl")]),
        ("<p>שלום\u200f 1</p>", [(ARABIC, "שלום\u200f 1", "mark")]),
        ("<bdi>עברית</bdi>", [(ARABIC, "עברית", "bdi")]),
        ("\ufeff<p>中文</p>", []),
    ],
)
def test_what_needs_a_mark_is_found_with_the_mark_it_has(html: str, found: list[tuple[str, str, str]]) -> None:
    assert [(passage.kind, passage.text, passage.mark) for passage in read(html).passages] == found


def test_a_title_of_the_whole_body_explains_nothing() -> None:
    document = read_document('<body title="首頁"><p>📞</p></body>', URL)
    assert [passage.mark for passage in document.passages] == [""]


def test_the_place_is_the_element_around_the_text() -> None:
    (one,) = read("<footer><p>x</p><p>📞</p></footer>").passages
    assert (one.place.selector, one.place.region) == ("footer > p:nth-of-type(2)", "footer")


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ("<naw>x</naw><O:P></O:P>", ["naw", "o:p"]),
        ("<my-menu></my-menu><font>x</font><search></search><dialog></dialog>", []),
        ("<svg><blink2/><linearGradient/></svg><math><mfenced2></mfenced2></math>", []),
        ("<template><naw></naw></template><script>'<naw>'</script><!-- <naw> -->", []),
    ],
)
def test_elements_that_nobody_knows(html: str, names: list[str]) -> None:
    snippets = [place.snippet.lower() for place in read(html).unknown]
    assert len(snippets) == len(names)
    assert all(snippet.startswith(f"<{name}") for snippet, name in zip(snippets, names, strict=True))


def test_lengths_of_style_attributes_and_elements_are_kept_without_media_conditions() -> None:
    css = "@media (max-width: 600px) and (min-width: 2em) { p { MAX-WIDTH: calc(1em - 9px) } } p { line-height: 20px }"
    document = read(f'<style>{css}</style><p style="max-width:30cm;line-height:1.7">x</p>')
    assert [(style_length.property, style_length.value) for style_length in document.style_lengths] == [
        ("max-width", "calc(1em - 9px)"),
        ("line-height", "20px"),
        ("max-width", "30cm"),
        ("line-height", "1.7"),
    ]


def test_a_sheet_keeps_its_font_sizes_with_their_lines() -> None:
    sheet = read_sheet(
        '/* font-size: 1px */\np { font-size: 12px }\n\nb { font-size:1em; content: "font-size: 2px" }', ""
    )
    assert sheet.font_sizes == ((2, "12px"), (4, "1em"))
    assert len(read_sheet("p{font-size:1px}" * 5_000, "").font_sizes) == 2_000


def test_access_keys_are_those_of_visible_text() -> None:
    html = "<ul><li>Alt+U：上方</li><li>Alt + c：中央</li></ul><!-- Alt+X --><p hidden>Alt+Y</p>"
    assert read(html).keys_told == ("U", "C")


@pytest.mark.parametrize(
    ("html", "value"), [('<img longdesc="">', ""), ("<img>", None), ('<img longdesc="a b">', "a b")]
)
def test_a_long_description_is_kept_as_written(html: str, value: str | None) -> None:
    assert [image.longdesc for image in read(html).images] == [value]


@pytest.mark.parametrize("looks", ["右側", "圓形", "紅色", "green", "round-shaped", "left-hand", "gray", "star"])
@pytest.mark.parametrize("thing", ["選單", "的按鈕", "欄位", " menu", " icons", "\n column", " symbol"])
def test_the_quick_look_for_words_of_the_senses_misses_nothing(looks: str, thing: str) -> None:
    if pattern("sensory").search(looks + thing):
        assert _may_be_sensory(looks + thing)
    assert not _may_be_sensory(f"以此方式、在地方、{looks}之外，buttons of a page")
