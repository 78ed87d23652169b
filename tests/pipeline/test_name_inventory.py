"""The inventory of outside names: counted over all sites, kept over months, filled in by people and read back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import msgspec
import pytest
from small_runs import ROOT, answer, begin, page

from auditor.config.name_decisions import COLUMNS, read_name_decisions
from auditor.config.table_files import BadTableError
from auditor.model import DateShown, LinkState, NameDecision, NameKind, NameState, OutsideName, Place
from auditor.pipeline.judgement.judge_run import judge_run
from auditor.pipeline.reports import stored_evidence
from auditor.report.html.name_list import DECISION_COLUMNS, name_sheet_files, names_table
from auditor.report.html.views import Report
from auditor.report.words import words_in
from auditor.store import Store

EXPO, STATE = "http://www.expo2019.com.tw/fair", "http://www.moenv.gov.tw/"


def _judged(store: Store, *links: str, state: LinkState = LinkState.BROKEN) -> dict[str, OutsideName]:
    """Judge one more run of two sites whose pages have these links, and return its names."""
    run = begin(store, "a", "b")
    dated = (DateShown(Place(f"{ROOT}a/"), "更新日期", "2021-05-01", "2021-05-01"),)
    store.queue.record(
        run.number,
        fetched=[
            page(store, f"{ROOT}a/", *links, dates=dated), page(store, f"{ROOT}b/", links[-1], text="b"),
            answer(EXPO, state), answer(STATE, LinkState.OK),
        ],
    )  # fmt: skip
    judge_run(store, run, made=run.day)
    return {name.name: name for name in store.names.of_run(run.number)}


def _report(store: Store) -> Report:
    run = store.runs.all()[-1]
    return Report(stored_evidence(store, run), {}, (), words_in("zh-TW"))


def test_names_are_counted_over_all_sites(store: Store) -> None:
    names = _judged(store, EXPO, f"{EXPO}#map", STATE)
    expo, state = names["expo2019.com.tw"], names["moenv.gov.tw"]
    assert (expo.links, expo.pages, expo.sites, expo.state) == (2, 1, ("a",), NameState.DEAD)
    assert (expo.oldest_day, expo.oldest_page, expo.years) == ("2021-05-01", f"{ROOT}a/", ("2019",))
    assert expo.ended == ("past-year", "event-words", "state", "old-page", "few-pages")
    assert (state.kind, state.links, state.sites, state.ended) == (NameKind.GOVERNMENT, 2, ("a", "b"), ())


def test_the_first_day_stays_over_months(store: Store) -> None:
    _judged(store, EXPO, STATE)
    _judged(store, STATE)
    again = _judged(store, EXPO, STATE)["expo2019.com.tw"]
    assert (again.first_seen, again.last_seen) == ("2026-01-01", "2026-03-01")


def _scripts_of(store: Store, *addresses: str) -> list[tuple[str, str]]:
    """Judge one more run of a page that loads these scripts; returns cause and outcome of the findings about hosts."""
    run = begin(store, "a")
    scripts = [answer(address, LinkState.OK, media_type="text/javascript") for address in addresses]
    store.queue.record(run.number, fetched=[page(store, f"{ROOT}a/", *addresses), *scripts])
    judgement = judge_run(store, run, made=run.day)
    found = store.judgements.findings(judgement)
    return [(finding.cause, finding.life.value) for finding in found if finding.check == "script-host-new"]


def test_scripts_from_hosts_of_no_earlier_month_are_noticed(store: Store) -> None:
    known, strange = "https://cdn.counter.example/c.js", "https://x.strange.example/c.js"
    assert _scripts_of(store, known) == []  # nothing to compare with
    assert _scripts_of(store, known, strange) == [(strange, "new")]
    judge_run(store, store.runs.all()[-1], made="2026-02-02")  # judged again, the month is the same
    assert store.names.of_run(2)[-1].script_hosts
    assert _scripts_of(store, known, strange) == [(strange, "fixed")]


@pytest.mark.parametrize("ending", ["csv", "ods"])
def test_what_people_write_is_read_back_and_kept(store: Store, tmp_path: Path, ending: str) -> None:
    _judged(store, EXPO, STATE)
    store.names.save_decisions([NameDecision("expo2019.com.tw", "產業組", "2019-12-31", "移除", "王", "2026-02-01")])
    sheet = dict(name_sheet_files(_report(store)))[f"names.{ending}"]
    (tmp_path / f"names.{ending}").write_bytes(sheet)
    (decision,) = read_name_decisions(tmp_path / f"names.{ending}")
    assert decision == store.names.decisions()["expo2019.com.tw"]
    _judged(store, EXPO, STATE)  # a month later
    rows = {row.header.text: row for row in names_table(_report(store)).rows}
    assert rows["expo2019.com.tw"].cells[-1].text == "移除"


def test_a_sheet_that_people_filled_in_is_read(store: Store, tmp_path: Path) -> None:
    _judged(store, EXPO, STATE)
    text = dict(name_sheet_files(_report(store)))["names.csv"].decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    expo = next(row for row in rows if row[0] == "expo2019.com.tw")
    expo[rows[0].index(COLUMNS["decision"][0])] = "移除"
    filled = tmp_path / "filled.csv"
    with filled.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)
    assert read_name_decisions(filled) == [NameDecision("expo2019.com.tw", decision="移除")]
    with filled.open("a", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerow([*expo[:-3], "保留", "", ""])
    with pytest.raises(BadTableError, match="stands twice"):
        read_name_decisions(filled)
    filled.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(BadTableError, match="missing"):
        read_name_decisions(filled)


@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_the_sheet_has_the_columns_that_are_read(language: str) -> None:
    words = words_in(language)
    place = 0 if language == "zh-TW" else 1
    assert {field: heads[place] for field, heads in COLUMNS.items()} == {
        field: words(f"name.{field}") for field in ("name", *DECISION_COLUMNS)
    }
    assert set(NameDecision.__struct_fields__) == {"name", *DECISION_COLUMNS}
    assert msgspec.structs.asdict(NameDecision("x"))["owner"] == ""
