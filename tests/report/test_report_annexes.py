"""A site's page stays short: three places, one card for a rule with many findings; its annex has all."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import msgspec
from report_evidence import audited_site, finding

from auditor.model import Finding, FindingPlace, Life, Outcome, Place, Severity, SiteEvidence, Untested
from auditor.report.html.annexes import annex_findings, annex_pages
from auditor.report.html.cards import PLACES_KEPT, PLACES_SHOWN_FIRST
from auditor.report.html.coverage_tables import unjudged_table
from auditor.report.html.finding_groups import MOST_OF_RULE, finding_groups, groups_of
from auditor.report.html.table_builder import TableBuilder
from auditor.report.html.views import Report
from auditor.report.render import Renderer

SITE = audited_site(1, 0, Random(1))


def fault(number: int, check: str, places: int = 1) -> Finding:
    at = (Place(f"https://a.tw/{number}/{each}", "main > a", 7, 1, "<a>") for each in range(places))
    made = finding(SITE.site, number, Random(2), spots=tuple(map(FindingPlace, at)), life=Life.LASTING)
    changes = {"outcome": Outcome.FAILED, "severity": Severity.SERIOUS, "fingerprint": f"{number:016x}"}
    return msgspec.structs.replace(made, check=check, **changes)


def site(*findings: Finding) -> SiteEvidence:
    return msgspec.structs.replace(SITE, findings=findings)


def rendered(report: Report, where: SiteEvidence) -> list[str]:
    groups = groups_of(where)
    shown = [(key, each, f"[{each.fingerprint}]") for key, members in groups.items() for each in members]
    return [card for group in finding_groups(report, Renderer(report.words), shown, groups) for card in group.cards]


def test_many_findings_of_a_rule_stand_in_one_card(report: Report) -> None:
    many = [fault(number, "image-alt-missing", number + 1) for number in range(MOST_OF_RULE + 1)]
    other = fault(40, "heading-order-broken", 4)
    cards = rendered(report, site(*many[:3], other, *many[3:]))
    assert len(cards) == 2
    inside = next(card for card in cards if "card rule" in card)
    assert re.findall(r"\[([0-9a-f]+)\]", inside) == [f"{number:016x}" for number in range(MOST_OF_RULE, -1, -1)]
    assert "6 項，共 21 處，21 頁" in inside


def test_few_findings_of_a_rule_stand_alone(report: Report) -> None:
    few = [fault(number, "image-alt-missing") for number in range(MOST_OF_RULE)]
    assert len(rendered(report, site(*few))) == MOST_OF_RULE
    assert not any("card rule" in card for card in rendered(report, site(*few)))


def test_the_annex_lists_what_cards_only_begin(report: Report) -> None:
    counts = (PLACES_SHOWN_FIRST, PLACES_SHOWN_FIRST + 1, PLACES_KEPT, PLACES_KEPT + 1)
    where = site(*(fault(number, "image-alt-missing", places) for number, places in enumerate(counts)))
    listed = list(annex_findings(report, where))
    assert [len(each.places) for each in listed] == [PLACES_SHOWN_FIRST + 1, PLACES_KEPT]
    long, short = (TableBuilder(report.words, key, key).texts("item") for key in ("long", "short"))
    for number in range(7):
        long.row(str(number))
    short.row("0")
    pages = list(annex_pages(report, Renderer(report.words), where, [long.table(), short.table()], "sites/x.html"))
    assert [path for path, _ in pages] == [f"annexes/{SITE.site.id}.html"]
    assert pages[0][1].count("https://a.tw/2/") == 2 * PLACES_KEPT
    assert 'id="t-long"' in pages[0][1]
    assert 'id="t-short"' not in pages[0][1]


def test_every_annex_that_a_page_names_is_there(folder: Path) -> None:
    named = set()
    for page in (folder / "sites").glob("*.html"):
        named |= set(re.findall(r"annexes/[\w-]+\.html", page.read_text(encoding="utf-8")))
    assert named
    assert all((folder / path).is_file() for path in named)


def test_reasons_of_untested_subjects_are_grouped(report: Report) -> None:
    table = unjudged_table(report, [SITE])
    reasons = [row.header.text for row in table.rows]
    assert reasons == [report.words.of(Untested.BLOCKED), report.words.of(Untested.TIMED_OUT)]
    assert [cell.text for cell in table.rows[0].cells[:2]] == [str(len(SITE.tallies)), str(3 * len(SITE.tallies))]
    assert "圖片缺少替代文字 (alt)（3 件）" in table.rows[0].cells[2].text
