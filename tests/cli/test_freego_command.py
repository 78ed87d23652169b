"""``auditor freego`` beside a judged run: what it prints, as text and as JSON, and how it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from auditor.cli.app import app
from auditor.model import (
    Finding,
    FindingPlace,
    Name,
    Outcome,
    PageTally,
    Place,
    Portfolio,
    RunState,
    Settings,
    Severity,
    Site,
    SiteKind,
    Tally,
    fingerprint,
)
from auditor.store import Store

BASE = "https://zone.example.gov.tw/a/"
SITE = Site("a", (Name("甲工業區"),), SiteKind.SERVICE_CENTER, url=BASE, prefix="/a/")
OTHER = Site("b", (Name("乙工業區"),), SiteKind.SERVICE_CENTER, url="https://zone.example.gov.tw/b/", prefix="/b/")
REPORT = """<!DOCTYPE HTML><html lang="zh-Hant-tw"><body><header><h1>全網站無障礙網頁檢測報告</h1><ul>
<li><strong>受測網址</strong>：<a href="#">{address}</a></li><li><strong>檢測等級</strong>：AA等級</li>
<li><strong>檢測工具</strong>：Freego Dec 19 2025無障礙檢測工具</li></ul></header>
<ol><li class="url">1.檢測網址{address}</li><ol class="upper-roman">
<li><a href="https://accessibility.moda.gov.tw/Download/Detail/1499?Category=63">HM1110100C:圖片</a>(A)</li>
<ul><li>請加上替代文字。<br>&lt;img src="a.png"&gt;</li></ul>
<li><a href="https://accessibility.moda.gov.tw/Download/Detail/1520?Category=63">HM1310100C:語言</a>(A)</li>
<ul><li>請標明語言。<br>&lt;html&gt;</li></ul></ol></ol></body></html>
"""


def fault(check: str, site: str, url: str) -> Finding:
    spot = FindingPlace(Place(url, "img", 3, 1, '<img src="a.png">'))
    return Finding(
        fingerprint(check, site, url), check, site, url, Outcome.FAILED, Severity.SERIOUS, (spot,), 1, 1
    )  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A store with one judged run of two sites: an image without alt on each, a page without title on the first."""
    folder = tmp_path / "data"
    folder.mkdir()
    with Store.open(f"sqlite:///{folder / 'auditor.sqlite'}", folder / "blobs") as store:
        run = store.runs.create("2026-11", "2026-11-23", Settings(Portfolio((SITE, OTHER))), {}, "").number
        judgement = store.judgements.create(run, ruleset="r", checks=("image-alt-missing",), made="2026-11-23T03:00:00")
        pages = [PageTally(BASE, "a", {"image-alt-missing": Tally(0, 1)}), PageTally(OTHER.url, "b", {})]
        store.judgements.save_page_tallies(judgement, pages)
        ours = [fault("image-alt-missing", "a", BASE), fault("page-title-missing", "a", BASE)]
        store.judgements.save_findings(judgement, [*ours, fault("image-alt-missing", "b", OTHER.url)])
        store.runs.set_state(run, RunState.JUDGED)
    return folder


def run(data: Path, *arguments: str, address: str = BASE, tool: str = "Freego Dec 19 2025") -> tuple[int, str]:
    report = data.parent / "report.htm"
    text = REPORT.format(address=address).replace("Freego Dec 19 2025", tool)
    report.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(app, ["freego", str(report), "--data", str(data), *arguments])
    return result.exit_code, result.output


def test_every_line_names_the_side_that_has_the_fault(data: Path) -> None:
    code, output = run(data, "--json")
    document = json.loads(output)
    assert code == 0
    assert document["freego"]["tool"] == "Freego Dec 19 2025"
    assert [(line["code"], line["side"], line["url"]) for line in document["lines"]] == [
        ("HM1110100C", "both", BASE),
        ("HM1240200C", "ours", BASE),
        ("HM1310100C", "freego", BASE),
    ]


def test_the_text_has_the_table_and_the_differences(data: Path) -> None:
    code, output = run(data, "--lines", "1")
    assert code == 0
    assert "level AA" in output
    assert "only ours: HM1240200C" in output
    assert "and 1 more; --json prints all" in output


@pytest.mark.parametrize(
    ("arguments", "address", "words"),
    [
        ((), "https://elsewhere.example.gov.tw/", "in none of the sites of run 1"),
        (("--run", "7"), BASE, "Run 7 has no findings"),
    ],
)
def test_what_cannot_be_compared_is_refused(data: Path, arguments: tuple[str, ...], address: str, words: str) -> None:
    code, output = run(data, *arguments, address=address)
    assert code == 3
    assert words in output


def test_a_file_that_is_no_report_is_refused(data: Path) -> None:
    result = CliRunner().invoke(app, ["freego", str(data / "auditor.sqlite"), "--data", str(data)])
    assert result.exit_code == 3
    assert "save the report in Freego" in result.output


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("Freego Dec 19 2025", (), "Version 110.07 of the specification, which builds of that time test"),
        ("Freego 115.11", (), "Version 115.11 of the specification, as the report states"),
        ("Freego", (), "is not known: neither its words nor its codes"),
        ("Freego", ("--standard", "115.11"), "pages by code of version 115.11"),
    ],
)
def test_the_version_compared_by_is_named(data: Path, tool: str, arguments: tuple[str, ...], words: str) -> None:
    code, output = run(data, *arguments, tool=tool)
    assert code == 0
    assert words in " ".join(output.split())


def test_a_version_without_table_is_refused(data: Path) -> None:
    code, output = run(data, tool="Freego 118.05")
    assert code == 3
    assert "118.05" in output
