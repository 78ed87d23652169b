"""Links to names that changed hands, crawled and judged: found, told apart, and counted on a line of their own."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

from name_pages import INNOCENT_PAGES, TAKEN_OVER_PAGES
from page_server import Pages

from auditor.findings.form_rows import judge_rows
from auditor.findings.headline_figures import LinkFigures, link_figures
from auditor.judging.registry import load_checks
from auditor.model import Evidence, Finding, FormStatus, Outcome, Portfolio
from auditor.pipeline.ad_hoc import audit_ad_hoc, sites_of_single_pages
from auditor.report.html.form_verdicts import site_rows
from auditor.report.html.summary import headline_figures, site_verdict
from auditor.report.html.views import Report
from auditor.report.words import words_in

CHANGED = {"link-taken-over", "link-parked", "link-content-injected"}
CASINO = TAKEN_OVER_PAGES["gambling-zh/recommended"]


def _audit(site: Pages, neighbour: Pages, links: dict[str, str]) -> Evidence:
    """Audit one page with these links: address by text."""
    body = "".join(f'<p><a href="{escape(url)}">{escape(text)}</a></p>' for text, url in links.items())
    site.pages["/"] = f"<html lang='zh-Hant'><title>園區服務網</title><h1>園區服務網</h1>{body}"
    terms = Portfolio((), inside=(neighbour.origin,))
    now = datetime(2026, 11, 30, tzinfo=UTC)
    evidence, _ = audit_ad_hoc(sites_of_single_pages([f"{site.origin}/"]), ("links",), terms, now, lambda _: None)
    return evidence


def _found(evidence: Evidence) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in evidence.sites[0].findings:
        found.setdefault(finding.cause.partition("://")[2].partition("/")[2], []).append(finding)
    return found


def _figures(evidence: Evidence) -> LinkFigures:
    return link_figures(evidence.sites[0])


def test_every_taken_over_page_has_a_finding_and_no_innocent_one_has(site: Pages, neighbour: Pages) -> None:
    pages = {f"bad/{name}": page for name, page in TAKEN_OVER_PAGES.items()}
    pages |= {f"good/{name}": page for name, page in INNOCENT_PAGES.items()}
    neighbour.pages = {"/": "<title>彙整</title><p>資料</p>", **{f"/{path}": page for path, page in pages.items()}}
    evidence = _audit(site, neighbour, {f"第 {n} 項": f"{neighbour.origin}/{path}" for n, path in enumerate(pages)})
    found = _found(evidence)
    assert {path for path in pages if path.startswith("bad/")} == set(found)
    assert {finding.check for findings in found.values() for finding in findings} <= CHANGED
    for path, findings in found.items():
        parked = path.split("/")[1] in {"parked", "for-sale", "expired"}
        assert [finding.check for finding in findings] == ["link-parked" if parked else "link-taken-over"]
    figures = _figures(evidence)
    failed = sum(finding.outcome is Outcome.FAILED for findings in found.values() for finding in findings)
    assert figures == LinkFigures(len(INNOCENT_PAGES), 0, len(found) - failed, failed)
    assert figures.judged == len(INNOCENT_PAGES) + failed


def test_a_harmless_page_of_a_casinos_host_is_a_question(site: Pages, neighbour: Pages) -> None:
    neighbour.pages = {"/": CASINO, "/about/2019": "<title>園區路跑活動</title><h1>園區路跑活動</h1><p>歡迎參加。</p>"}
    neighbour.asked.clear()
    evidence = _audit(site, neighbour, {"路跑": f"{neighbour.origin}/about/2019"})
    (finding,) = _found(evidence)["about/2019"]
    assert (finding.check, finding.outcome) == ("link-taken-over", Outcome.CANT_TELL)
    assert finding.spots[0].reason == "root"
    assert neighbour.asked.count("/") == 1
    assert _figures(evidence) == LinkFigures(valid=0, invalid=0, unverified=1, changed=0)


def test_two_strong_signals_fail_with_their_proof(site: Pages, neighbour: Pages) -> None:
    neighbour.pages = {"/": CASINO}
    evidence = _audit(site, neighbour, {"園區招商活動網": f"{neighbour.origin}/"})
    (finding,) = _found(evidence)[""]
    assert (finding.check, finding.outcome) == ("link-taken-over", Outcome.FAILED)
    assert finding.spots[0].data["signals"] == ("spam_title", "spam_offers")
    assert "娛樂城" in finding.spots[0].data["proof"]  # type: ignore[operator]


def test_a_changed_name_stands_on_a_line_of_its_own(site: Pages, neighbour: Pages) -> None:
    neighbour.pages = {"/": CASINO}
    evidence = _audit(site, neighbour, {"招商": f"{neighbour.origin}/"})
    report = Report(evidence, {check.id: check for check in load_checks(packs=False)}, (), words_in("zh-TW"))
    verdict = "".join(site_verdict(report, evidence.sites[0], site_rows(report, evidence.sites[0])))
    assert "能判定的連結 1 條，其中 0 條失效（0.0%，0／1）；另有 1 條連到已易主" in verdict
    figures = {figure.label: figure for figure in headline_figures(report, evidence.sites)}
    assert figures["有效連結"].value == "0.0%"
    assert figures["連到易主、待售或遭植入網頁的連結（條）"].value == "1"
    rows = {item.item: item for row in judge_rows(evidence.sites[0], CHANGED) for item in row.items}
    assert rows["names-unchanged"].standing is FormStatus.NOT_MET
    assert (rows["valid-links"].good, rows["valid-links"].total) == (0, 0)
