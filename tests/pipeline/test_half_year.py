"""Half a year, month by month: faults planted, mended, waived and come back by a script, and counted exactly."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from odfdo import Document
from small_runs import ROOT, answer, page, site

from auditor.findings import waivers
from auditor.findings.deadlines import Timing
from auditor.findings.history import Ledger
from auditor.findings.periods import parse_period
from auditor.model import (
    FetchRecord,
    Finding,
    FormStatus,
    Life,
    LinkState,
    Portfolio,
    Recheck,
    Settings,
    Site,
    SiteKind,
    SiteState,
    Waiver,
    WaiverReason,
)
from auditor.pipeline.compliance import ComplianceSettings, read_period, report_period
from auditor.pipeline.judgement.judge_run import judge_run
from auditor.pipeline.reports import evidence_of
from auditor.report.html.row_status import rows_of_form
from auditor.store import Store

GOES, STAYS, MENDED, LATE = (f"http://other.example/{name}" for name in ("goes", "stays", "mended", "late"))

DEAD: dict[str, dict[str, tuple[int, ...]]] = {
    "a": {GOES: (1, 2, 5), STAYS: (1, 2, 3, 4, 5, 6), LATE: (4, 5, 6)},
    "b": {MENDED: (2, 3, 4)},
    "c": {},
}
"""In which months each link is dead, by the site on whose home page it stands."""

AWAY = {"b": (3,)}
"""In which months a site does not answer."""


def the_sites() -> tuple[Site, ...]:
    return (
        *(site(name) for name in DEAD),
        msgspec.structs.replace(site("d"), url=""),
        msgspec.structs.replace(site("e"), kind=SiteKind.COMMISSIONED),
    )


def web(store: Store, month: int) -> Iterator[FetchRecord]:
    """What the small network answers in a month; the commissioned site has a dead link that counts nowhere."""
    for name, links in DEAD.items():
        home = f"{ROOT}{name}/"
        if month in AWAY.get(name, ()):
            yield answer(home, LinkState.UNREACHABLE)
            continue
        yield page(store, home, *links)
    yield page(store, f"{ROOT}e/", "http://other.example/not-ours")
    yield answer("http://other.example/not-ours", LinkState.BROKEN)
    for links in DEAD.values():
        for link, months in links.items():
            yield answer(link, LinkState.BROKEN if month in months else LinkState.OK)


def run(store: Store, month: int, granted: tuple[Waiver, ...]) -> list[Finding]:
    day = f"2026-{month:02}-01"
    settings = Settings(Portfolio(the_sites()), topics=("links",), waivers=granted)
    begun = store.runs.create(day[:7], day, settings, {"auditor": "1.0"}, f"{day}T02:00:00+08:00")
    store.queue.record(begun.number, fetched=list(web(store, month)))
    judgement = judge_run(store, begun, made=f"{day}T09:00:00+08:00")
    return list(store.judgements.findings(judgement))


def the_finding(found: list[Finding], cause: str) -> Finding:
    return next(one for one in found if one.cause == cause and one.check == "link-broken")


@pytest.fixture(scope="module")
def half_year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, list[dict[str, Finding]]]]:
    """Six judged months, and the dead links of each by their target."""
    folder, months = tmp_path_factory.mktemp("store"), list[dict[str, Finding]]()
    granted: tuple[Waiver, ...] = ()
    with Store.open(f"sqlite:///{folder / 'auditor.sqlite'}", folder / "blobs") as store:
        for month in range(1, 7):
            found = run(store, month, granted)
            months.append({one.cause: one for one in found if one.check == "link-broken"})
            if month == 1:
                terms = waivers.WaiverTerms(
                    reason=WaiverReason.NOT_OURS,
                    owner="資訊室",
                    approver="王科長",
                    granted="2026-01-15",
                    until="2026-04-15",
                )
                granted = (waivers.new_waiver(the_finding(found, STAYS), terms),)
            if month == 4:
                mended = the_finding(found, MENDED)
                moment = "2026-04-02T10:00:00+08:00"
                store.rechecks.save([Recheck(mended.fingerprint, moment, 4, "b", Life.FIXED, 1, 1, "rules")])
        yield store, months


def test_every_finding_lives_as_scripted(half_year: tuple[Store, list[dict[str, Finding]]]) -> None:
    _, months = half_year
    lived = {
        link: [month[link].life.value if link in month else "" for month in months]
        for link in (GOES, STAYS, MENDED, LATE)
    }
    assert lived == {
        GOES: ["new", "lasting", "fixed", "fixed", "returned", "fixed"],
        STAYS: ["new", "waived", "waived", "waived", "lasting", "lasting"],
        MENDED: ["", "new", "unexamined", "lasting", "fixed", "fixed"],
        LATE: ["", "", "", "new", "lasting", "lasting"],
    }
    last = months[-1]
    assert (last[MENDED].since, last[MENDED].fixed_on) == ("2026-02-01", "2026-04-02")  # the re-check saw it first
    assert (last[STAYS].first_seen, last[STAYS].since, last[STAYS].waiver) == ("2026-01-01", "2026-05-01", "")
    assert (last[GOES].first_seen, last[GOES].since, last[GOES].fixed_on) == ("2026-01-01", "2026-05-01", "2026-06-01")


def test_the_counts_of_the_half_year_are_exact(half_year: tuple[Store, list[dict[str, Finding]]]) -> None:
    history, evidence = read_period(half_year[0], parse_period("2026H1"))
    assert [one.day for one in history.rounds] == [f"2026-{month:02}-01" for month in range(1, 7)]
    assert history.dead_links == Ledger(found=4, fixed=2, open=2, waived=0)
    assert [(one.day, one.site, one.days, one.gap, one.timing) for one in history.repairs] == [
        ("2026-03-01", "a", 59, 28, Timing.LATE),
        ("2026-04-02", "b", 60, 1, Timing.LATE),
        ("2026-06-01", "a", 31, 31, Timing.UNKNOWN),
    ]
    sites = {(one.run, each.site): each for one in history.rounds for each in one.sites}
    assert [sites[month, "a"].dead for month in range(1, 7)] == [2, 2, 1, 2, 3, 2]
    assert [sites[month, "a"].new for month in range(1, 7)] == [2, 0, 0, 1, 0, 0]
    assert [sites[month, "a"].waived for month in range(1, 7)] == [0, 1, 1, 1, 0, 0]
    assert [sites[month, "a"].open for month in range(1, 7)] == [2, 1, 0, 1, 3, 2]
    assert [sites[month, "a"].fixed for month in range(1, 7)] == [0, 0, 1, 0, 0, 1]
    assert [sites[month, "a"].returned for month in range(1, 7)] == [0, 0, 0, 0, 1, 0]
    assert sites[3, "b"].state is SiteState.NOT_REACHED
    assert {name: history.months_of(name) for name in "abcd"} == {"a": 6, "b": 5, "c": 6, "d": 0}
    monthly = {
        site.site.id: item
        for site in evidence.sites
        for row in site.rows
        for item in row.items
        if item.item == "monthly-check"
    }
    assert {name: (item.standing.value, item.good, item.total) for name, item in monthly.items() if name in "abd"} == {
        "a": ("met", 6, 6),
        "b": ("not_met", 5, 6),
        "d": ("not_met", 0, 6),
    }


def test_a_part_of_the_half_year_begins_with_what_was_open_before(
    half_year: tuple[Store, list[dict[str, Finding]]],
) -> None:
    history, _ = read_period(half_year[0], parse_period("2026-03-01..2026-04-30"))
    assert history.dead_links == Ledger(found=4, fixed=1, open=2, waived=1)
    assert [one.day for one in history.repairs] == ["2026-03-01"]
    with pytest.raises(LookupError, match="2027"):
        read_period(half_year[0], parse_period("2027H1"))


def test_months_to_come_are_not_missing(half_year: tuple[Store, list[dict[str, Finding]]], tmp_path: Path) -> None:
    store = half_year[0]
    whole, ahead = (
        read_period(store, parse_period("2026"), "2027-01-15")[0],
        read_period(store, parse_period("2026"), "2026-08-20")[0],
    )
    assert (len(whole.months), whole.today) == (12, "")
    assert ahead.months == tuple(f"2026-{month:02}" for month in range(1, 8))  # July was missed, August goes on
    assert ahead.months_of("a") == 6
    index = report_period(store, parse_period("2026"), tmp_path, ComplianceSettings(today="2026-08-20"))
    assert "期間尚未結束：本報告只計到 115 年 8 月 20 日，其中應有檢測的月份 7 個月。" in index.read_text("utf-8")


def test_a_run_judged_again_is_judged_with_the_waivers_it_keeps(
    half_year: tuple[Store, list[dict[str, Finding]]], tmp_path: Path
) -> None:
    store, months = half_year
    judgement = store.judgements.latest(3)
    assert judgement is not None
    assert [one.approver for one in judgement.waivers] == ["王科長"]
    assert store.runs.find(3).settings.waivers == judgement.waivers
    assert months[2][STAYS].waiver == judgement.waivers[0].id


def test_the_report_states_every_count(half_year: tuple[Store, list[dict[str, Finding]]], tmp_path: Path) -> None:
    manual = {"1.1.2.1": "平均處理 3 日。", "1.1.1.1": "訂有標準作業流程 12 項。"}
    index = report_period(half_year[0], parse_period("2026H1"), tmp_path, ComplianceSettings(manual=manual))
    assert index == tmp_path / "2026H1" / "index.html"
    text = index.read_text(encoding="utf-8")
    for sentence in (
        "115 年上半年（1 月至 6 月）網站服務自行評核報告",
        "115 年上半年（1 月至 6 月）共檢測 6 次，最近一次涵蓋應檢測 4 個網站中的 3 個、已知 3 頁中的 3 頁，"
        "能判定的連結 4 條，期間內發現失效連結 4 條，已修復 2 條，未修復 2 條，未能複驗 0 條，"
        "另有 0 條因對方拒絕、錯誤或逾時未能判定，最近一次未檢測分類檢索與詮釋資料、無障礙、便利性。",
        "115 年上半年（1 月至 6 月）的 6 個月中，全部網站都完成檢測者 0 個月，共檢測 6 次。",
        "期間內修復問題 3 項，自列出至首次查見已修復，中位數至多 59 天，最長至多 60 天；"
        "最後一次查見未修復至首次查見已修復，最長相隔 31 天。",
        "平均處理 3 日。",
        "人工填報：訂有標準作業流程 12 項。",
        "94.4%，17／18 個月",
        "伺服器回覆查無此頁（404）",
    ):
        assert sentence in text, sentence
    assert text.count("待人工填報") >= 20
    assert "失效連結（條）：6 個月中有 6 個月檢測，由 2 變為 2，6 個月只檢測了部分網站（空心點）。" in text


def test_all_rows_of_the_form_stand_in_its_order(
    half_year: tuple[Store, list[dict[str, Finding]]], tmp_path: Path
) -> None:
    text = report_period(half_year[0], parse_period("2026H1"), tmp_path, ComplianceSettings()).read_text(
        encoding="utf-8"
    )
    form = text[text.index('<h2 id="form"') : text.index('<h2 id="rows"')]
    places = [form.index(f"{row['id']} {row['label']}") for row in rows_of_form()]
    assert len(places) == 43
    assert places == sorted(places)
    assert all(row["indicator"] in form for row in rows_of_form())


def test_the_manifest_proves_every_file_and_the_same_store_gives_the_same_bytes(
    half_year: tuple[Store, list[dict[str, Finding]]], tmp_path: Path
) -> None:
    first = report_period(half_year[0], parse_period("2026H1"), tmp_path / "one", ComplianceSettings()).parent
    again = report_period(half_year[0], parse_period("2026H1"), tmp_path / "two", ComplianceSettings()).parent
    files = {path.name: path.read_bytes() for path in first.iterdir()}
    assert files == {path.name: path.read_bytes() for path in again.iterdir()}
    manifest = json.loads(files.pop("manifest.json"))
    assert manifest["period"] == "2026H1"
    assert {one["path"]: one["sha256"] for one in manifest["files"]} == {
        name: hashlib.sha256(body).hexdigest() for name, body in files.items()
    }
    assert set(files) == {
        *("index.html", "sample.html", "sample.csv", "sample.xlsx", "sample.ods", "rounds.csv", "rounds.ods"),
        "compliance.odt",
    }


def test_the_sample_is_the_same_for_the_same_seed_and_has_room_for_two_hands(
    half_year: tuple[Store, list[dict[str, Finding]]], tmp_path: Path
) -> None:
    def drawn(seed: str) -> list[list[str]]:
        folder = report_period(
            half_year[0], parse_period("2026H1"), tmp_path / seed, ComplianceSettings(seed=seed)
        ).parent
        return list(csv.reader(io.StringIO((folder / "sample.csv").read_bytes().decode("utf-8-sig"))))

    rows = drawn("一")
    assert rows == drawn("一")
    assert [row[2] for row in rows[1:]] == [f"{ROOT}{name}/" for name in "abc"]  # commissioned sites are counted apart
    assert rows[1][3] == "問題 2 項、待人工確認 0 項"
    assert rows[0][-5:] == ["人工查核結果", "與程式一致（是／否）", "查核人", "查核日期", "複核人簽章"]
    assert set(rows[1][-5:]) == {""}


def test_the_document_holds_what_the_page_holds(
    half_year: tuple[Store, list[dict[str, Finding]]], tmp_path: Path
) -> None:
    index = report_period(half_year[0], parse_period("2026H1"), tmp_path, ComplianceSettings())
    document = Document(io.BytesIO((index.parent / "compliance.odt").read_bytes()))
    text = document.get_formatted_text()
    assert document.get_type() == "text"
    styles = document.styles.serialize().decode()
    assert 'fo:language="zh"' in styles
    assert 'style:language-asian="zh"' in styles
    assert 'fo:language="fr"' not in styles
    assert document.meta.title == "115 年上半年（1 月至 6 月）網站服務自行評核報告"
    assert "已修復 2 條，未修復 2 條" in text
    rows = [row for table in document.body.tables for row in table.get_values()]
    assert sum(str(row[1]).split(" ")[0].count(".") == 3 for row in rows if len(row) == 5) == 43


def test_english_stands_beside(half_year: tuple[Store, list[dict[str, Finding]]], tmp_path: Path) -> None:
    index = report_period(half_year[0], parse_period("2026H1"), tmp_path, ComplianceSettings(language="en"))
    assert index == tmp_path / "en" / "2026H1" / "index.html"
    assert "In the first half of 2026 (January to June) the sites were audited 6 times" in index.read_text("utf-8")


def test_the_thresholds_that_a_bureau_chose_hold_for_a_period_too(store: Store) -> None:
    portfolio = Portfolio((site("a"),), thresholds={"valid-links": 0.4})
    begun = store.runs.create("2026-01", "2026-01-01", Settings(portfolio, topics=("links",)), {}, "2026-01-01T02:00")
    answers = [answer(STAYS, LinkState.BROKEN), answer(GOES, LinkState.OK)]
    store.queue.record(begun.number, fetched=[page(store, f"{ROOT}a/", STAYS, GOES), *answers])
    judge_run(store, begun, made="2026-01-01T09:00:00+08:00")
    _, of_period = read_period(store, parse_period("2026-01"))
    for evidence in (evidence_of(store, begun), of_period):
        (links,) = {item for row in evidence.sites[0].rows for item in row.items if item.item == "valid-links"}
        assert (links.standing, links.good, links.total) == (FormStatus.MET, 1, 2)
