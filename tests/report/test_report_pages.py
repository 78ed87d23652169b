"""The pages as a reader, a printer and an attacker would have them."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import msgspec
import pytest
from lxml import html
from lxml.html import HtmlElement
from report_evidence import CHECKS, evidence

from auditor.model import FindingPlace, Place
from auditor.report.html.page_frame import PAGE_BYTES, numbered, split_pages
from auditor.report.html.pages import report_pages
from auditor.report.html.views import Report
from auditor.report.render import policy, printable, style
from auditor.report.words import words_in

LOCALES = ("folder", "english")


def parsed(path: Path) -> HtmlElement:
    return html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


@pytest.fixture(scope="session", params=LOCALES)
def site_of_pages(request: pytest.FixtureRequest) -> dict[str, HtmlElement]:
    folder: Path = request.getfixturevalue(request.param)
    return {path.relative_to(folder).as_posix(): parsed(path) for path in sorted(folder.rglob("*.html"))}


def test_all_pages_are_there(site_of_pages: dict[str, HtmlElement]) -> None:
    wanted = {"index.html", "portfolio.html", "run.html", "form.html", "units/1.html", "sites/site-0.html"}
    assert wanted <= set(site_of_pages)
    assert len([path for path in site_of_pages if re.fullmatch(r"sites/site-\d+\.html", path)]) == 54


def test_nothing_runs_and_nothing_is_loaded(site_of_pages: dict[str, HtmlElement]) -> None:
    for page in site_of_pages.values():
        assert not page.xpath("//script | //img | //iframe | //object | //link | //form | //@style")
        assert not [name for name in page.xpath("//@*/..") for name in name.attrib if name.startswith("on")]
        assert page.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)") == policy()


def test_cards_can_be_narrowed_down_without_a_script(site_of_pages: dict[str, HtmlElement]) -> None:
    page = site_of_pages["sites/site-0.html"]
    values = page.xpath("//fieldset[@class='only']//input/@value")
    assert values[0] == "all"
    for value in values[1:]:
        hidden = f":is(details.card:not(.{value}), .group:not(:has(.{value})))"
        assert f"main:has(.only [value={value}]:checked) {hidden}" in style()
    kinds = {name for card in page.xpath("//details/@class") for name in card.split()}
    assert {"links", "new"} <= kinds


def test_outside_links_lead_to_the_web_and_send_no_referrer(site_of_pages: dict[str, HtmlElement]) -> None:
    outside = [link for page in site_of_pages.values() for link in page.xpath("//a[@rel]")]
    assert outside
    assert all(link.get("href").startswith(("http://", "https://")) for link in outside)
    assert all(link.get("rel") == "noopener noreferrer nofollow" for link in outside)


def test_links_inside_the_report_arrive(site_of_pages: dict[str, HtmlElement], folder: Path) -> None:
    ids = {path: set(page.xpath("//@id")) for path, page in site_of_pages.items()}
    for path, page in site_of_pages.items():
        for href in page.xpath("//a[not(@rel)]/@href"):
            name, _, fragment = href.partition("#")
            target = (Path("/") / Path(path).parent / name).resolve().relative_to("/").as_posix() if name else path
            assert target in ids or (folder / target).is_file(), (path, href)
            assert not fragment or unquote(fragment) in ids[target], (path, href)


def test_structure_reads_aloud_well(site_of_pages: dict[str, HtmlElement]) -> None:
    for path, page in site_of_pages.items():
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), path
        assert page.get("lang") in {"zh-Hant-TW", "en"}
        assert page.xpath("string(//title)").strip()
        levels = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3 | //h4")]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(below <= above + 1 for above, below in pairwise(levels)), path
        assert page.xpath("//a")[0].get("href") == "#main"
        assert len(page.xpath("//main")) == len(page.xpath("//header")) == len(page.xpath("//footer")) == 1
        assert all(nav.get("aria-label") for nav in page.xpath("//nav"))
        assert all("".join(heading.itertext()).strip() for heading in page.xpath("//h1 | //h2 | //h3"))
        assert all("".join(link.itertext()).strip() for link in page.xpath("//a"))


def test_tables_have_captions_scopes_and_no_empty_cell(site_of_pages: dict[str, HtmlElement]) -> None:
    for path, page in site_of_pages.items():
        for table in page.xpath("//table"):
            assert table.xpath("string(caption)").strip(), path
            assert all(header.get("scope") in {"col", "row"} for header in table.xpath(".//th"))
            assert all("".join(cell.itertext()).strip() for cell in table.xpath(".//td | .//th")), path
            region = table.getparent()
            assert (region.get("role"), region.get("tabindex")) == ("region", "0")
            assert region.get("aria-labelledby") == table.xpath("string(caption/@id)")


def test_marks_are_never_colour_alone(site_of_pages: dict[str, HtmlElement]) -> None:
    marks = [mark for page in site_of_pages.values() for mark in page.xpath("//*[contains(@class, 'mark ')]")]
    assert marks
    assert all(re.fullmatch(r"[✓✕?–] .+", "".join(mark.itertext()).strip()) for mark in marks)


def test_charts_are_described_in_words(site_of_pages: dict[str, HtmlElement]) -> None:
    charts = site_of_pages["portfolio.html"].xpath("//svg")
    assert charts
    for chart in charts:
        assert chart.get("role") == "img"
        assert chart.xpath("string(title)").strip()
        assert chart.xpath("string(desc)").strip()


def test_english_pages_mark_their_chinese_parts(english: Path) -> None:
    for path in english.rglob("*.html"):
        page = parsed(path)
        for mark in page.xpath("//*[self::code or self::bdi][@lang or self::code or not(@lang)] | //head"):
            mark.drop_tree()
        left = re.findall("[\u4e00-\u9fff]+", page.text_content())
        assert left == [], path.name


def test_hostile_words_stay_words(folder: Path) -> None:
    text = (folder / "sites/site-0.html").read_text(encoding="utf-8")
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "{{ 7 * 7 }}" in text
    assert "\x00" not in text
    assert "\x1b" not in text
    assert 'href="javascript:' not in text
    assert 'href="data:' not in text


def test_pages_stay_small(folder: Path) -> None:
    assert (folder / "index.html").stat().st_size < 300_000
    assert max(path.stat().st_size for path in folder.rglob("*.html")) < 2_000_000


def test_long_lists_go_on_and_nothing_is_lost() -> None:
    made = evidence(audited=1, findings=1)
    site = made.sites[0]
    spots = tuple(
        FindingPlace(Place(f"https://a.tw/{number}/{'x' * 1500}", snippet="y" * 300)) for number in range(400)
    )
    widest = msgspec.structs.replace(site.findings[0], spots=spots, places=400, pages=400)
    many = tuple(msgspec.structs.replace(widest, fingerprint=f"{number:016x}") for number in range(60))
    changed = msgspec.structs.replace(made, sites=(msgspec.structs.replace(site, findings=many),))
    report = Report(changed, {check.id: check for check in CHECKS}, (), words_in("zh-TW"))
    written = dict(report_pages(report))
    assert max(len(page.encode()) for page in written.values()) < 2 * PAGE_BYTES
    of_one = [page for path, page in written.items() if f"{0:016x}" in path]
    assert len(of_one) > 1
    listed = {number for page in of_one for number in re.findall(r">https://a\.tw/(\d+)/", page)}
    assert listed == {str(number) for number in range(400)}
    cards = {
        card
        for path, page in written.items()
        if path.startswith("sites/")
        for card in re.findall(r'id="f-(\w+)"', page)
    }
    assert len(cards) == 60
    assert 'href="../sites/site-0-2.html"' in written["sites/site-0.html"]


def test_split_keeps_order_and_never_leaves_a_page_out() -> None:
    parts = [("a", "x" * 60), ("b", "y" * 60), ("c", "z" * 500)]
    assert split_pages(parts, 130) == [parts[:2], parts[2:]]
    assert split_pages([], 130) == [[]]
    assert numbered("sites/a", 3) == ("sites/a.html", "sites/a-2.html", "sites/a-3.html")


def test_control_characters_are_shown() -> None:
    assert printable("a\x00b\x1bc\x7f\n") == "a␀b␛c␡\n"
