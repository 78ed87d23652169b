"""The compliance report over the synthetic evidence: 53 sites, hostile words, and our own audit of its pages."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from report_evidence import CHECKS, evidence
from test_report_own_checks import CHECKS as PAGE_CHECKS
from test_report_own_checks import SITE

from auditor.browser.pdf_print import CannotPrint, print_pdf
from auditor.extract.html.document import read_document
from auditor.findings.history import History, HistoryBuilder
from auditor.findings.periods import parse_period
from auditor.findings.sharing import shared_faults_of
from auditor.judging.run_checks import judge_page
from auditor.model import Context, Evidence, Judged, Outcome, Page, PageFacts, Response, Untested
from auditor.report.compliance.period_pages import ComplianceInput
from auditor.report.compliance.samples import LEAST_PAGES, SampledPage, draw
from auditor.report.html.views import Report
from auditor.report.words import LANGUAGES, words_in
from auditor.report.write import write_period

ITEMS = [SampledPage("site-0", f"https://www.example.gov.tw/{number}?a=<b>", number % 3, 0) for number in range(300)]


def over_two_months(made: Evidence) -> History:
    """A history of two runs, judged by different rules."""
    run = msgspec.structs.replace(made.run, number=11, period="2026-10", day="2026-10-23")
    judgement = msgspec.structs.replace(made.judgement, ruleset="older")
    writer = HistoryBuilder(parse_period("2026H2"), {})
    writer.add(msgspec.structs.replace(made, run=run, judgement=judgement))
    writer.add(made)
    return writer.history()


@pytest.fixture(scope="module", params=LANGUAGES)
def period_folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = evidence()
    shared = tuple(shared_faults_of([found for site in made.sites for found in site.findings]))
    report = Report(made, {check.id: check for check in CHECKS}, shared, words_in(request.param))
    period = ComplianceInput(
        over_two_months(made), {"1.1.2.1": "<script>alert(1)</script>"}, draw(ITEMS, "x"), "x", "../../2026-11/"
    )
    return write_period(report, period, tmp_path_factory.mktemp("period") / "2026H2").parent


@pytest.mark.parametrize("page", ["index", "sample"])
def test_our_own_checks_find_nothing_in_the_compliance_report(period_folder: Path, page: str) -> None:
    url = f"https://report.example.tw/{page}.html"
    document = read_document((period_folder / f"{page}.html").read_bytes(), url)
    facts = PageFacts(
        url, "report", Response(url, url, 200, media_type="text/html"), Page(document=document), Untested.NOT_VISITED
    )
    judged = [each for each in judge_page(PAGE_CHECKS, facts, Context(SITE, "2026-11-23")) if isinstance(each, Judged)]
    faults = [
        (each.check, verdict.place.selector, verdict.data)
        for each in judged
        for verdict in each.verdicts
        if verdict.outcome is Outcome.FAILED
    ]
    assert len(judged) == len(PAGE_CHECKS)
    assert faults == []


def test_it_states_that_the_rules_have_changed_and_shows_every_site(period_folder: Path) -> None:
    text = (period_folder / "index.html").read_text(encoding="utf-8")
    assert "2 個版本的檢測規則" in text or "2 versions of the rules" in text
    assert text.count('<th scope="row">') > 43 + 2 * 53
    assert "<script>alert" not in text
    assert len(text.encode()) < 2_000_000


def test_every_link_of_the_annexes_leads_to_a_file(period_folder: Path) -> None:
    for page in ("index.html", "sample.html"):
        document = read_document((period_folder / page).read_bytes(), "https://report.example.tw/compliance/2026H2/")
        links = {link.url for link in document.links if link.element == "a" and "#" not in link.url}
        inside = {link.url.partition("#")[2] for link in document.links if "#" in link.url}
        assert inside <= set(document.ids)
        here = {url for url in links if "/compliance/2026H2/" in url}
        assert not [url for url in here if not (period_folder / url.rpartition("/")[2]).exists()]
        assert links - here <= {f"https://report.example.tw/2026-11/sites/site-{number}.html" for number in range(61)}


def test_a_sample_is_never_smaller_than_the_rule_and_the_same_for_a_seed() -> None:
    assert len(draw(ITEMS, "a")) == LEAST_PAGES == 20
    assert draw(ITEMS, "a") == draw(list(reversed(ITEMS)), "a") != draw(ITEMS, "b")
    assert draw(ITEMS[:3], "a") == tuple(sorted(ITEMS[:3]))


@pytest.mark.browser
def test_the_print_is_tagged_and_has_title_and_language(period_folder: Path, tmp_path: Path) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    try:
        print_pdf(period_folder / "index.html", tmp_path / "a.pdf")
    except CannotPrint as error:
        pytest.skip(str(error))
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang) in {"zh-Hant-TW", "en"}
        assert "2026" in str(pdf.docinfo["/Title"]) or "115 年" in str(pdf.docinfo["/Title"])


def test_the_page_leads_to_the_print_only_where_it_is(tmp_path: Path) -> None:
    made = evidence(sites=3, audited=1, findings=5)
    report = Report(made, {check.id: check for check in CHECKS}, (), words_in("zh-TW"))
    period = ComplianceInput(over_two_months(made), {}, draw(ITEMS, "x"), "x")

    def printed(folder: Path) -> None:
        assert "compliance.pdf" not in (folder / "index.html").read_text(encoding="utf-8")
        (folder / "compliance.pdf").write_bytes(b"%PDF")

    with_print = write_period(report, period, tmp_path / "with" / "2026H2", printed)
    without = write_period(report, period, tmp_path / "without" / "2026H2")
    assert 'href="compliance.pdf"' in with_print.read_text(encoding="utf-8")
    assert "compliance.pdf" in (with_print.parent / "manifest.json").read_text(encoding="utf-8")
    assert "compliance.pdf" not in without.read_text(encoding="utf-8")


def test_without_a_browser_it_names_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AUDITOR_BROWSER", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CannotPrint, match="AUDITOR_BROWSER"):
        print_pdf(tmp_path / "a.html", tmp_path / "a.pdf")
