"""A rule that people often call a false alarm becomes a question by itself, and states so; other rules stay."""

from __future__ import annotations

from small_runs import ROOT, answer, begin, page

from auditor.judging import registry
from auditor.model import FieldPrecision, Finding, Life, LinkState, Outcome, Waiver, WaiverReason, WaiverScope
from auditor.pipeline.judgement.judge_run import judge_run
from auditor.pipeline.reports import evidence_of
from auditor.report.html.run_tables import precision_table
from auditor.report.html.views import Report
from auditor.report.words import words_in
from auditor.store import Store

HOME = f"{ROOT}a/"
GONE = "http://other.example/gone"
MADE = "2026-11-23T09:00:00+08:00"


def waivers(reason: str, count: int, first: int = 0) -> tuple[Waiver, ...]:
    return tuple(
        Waiver(
            "link-broken",
            "a",
            WaiverScope.CAUSE,
            WaiverReason(reason),
            "資訊室",
            "王科長",
            "2026-01-01",
            "2026-12-31",
            cause=f"http://elsewhere.example/{number}",
        )
        for number in range(first, first + count)
    )


def judged(store: Store, given: tuple[Waiver, ...], *states: LinkState) -> list[Finding]:
    """One more run whose home page links to an address per state; its findings of broken links."""
    run = begin(store, "a")
    urls = [f"{GONE}/{number}" for number in range(len(states))]
    answers = [answer(url, state) for url, state in zip(urls, states, strict=True)]
    store.queue.record(run.number, fetched=[page(store, HOME, *urls), *answers], visited=[])
    judgement = judge_run(store, store.runs.find(run.number), made=MADE, waivers=given)
    return [one for one in store.judgements.findings(judgement) if one.check == "link-broken"]


def test_a_rule_that_is_often_wrong_only_asks(store: Store) -> None:
    wrong = waivers("false-alarm", 5)
    (kept,) = judged(store, wrong + waivers("planned", 14, 100), LinkState.BROKEN)
    assert kept.outcome is Outcome.FAILED
    asked = judged(store, wrong + waivers("planned", 15, 100), LinkState.BROKEN)
    open_now = [one for one in asked if one.life.is_open]
    assert [one.outcome for one in open_now if one.life is not Life.UNEXAMINED] == [Outcome.CANT_TELL]
    assert Life.FIXED not in {one.life for one in asked}
    (question,) = (one for one in asked if one.outcome is Outcome.CANT_TELL)
    assert question.fingerprint == kept.fingerprint
    assert question.spots[0].reason == "field-precision"
    check = next(check for check in registry.load_checks() if check.id == "link-broken")
    text = check.question_on(question.spots[0].data)
    assert text is not None
    assert "{judged} 筆" in text.zh
    assert question.spots[0].data | {"judged": 20, "false_alarms": 5, "percent": 80} == question.spots[0].data


def test_mended_faults_are_judged_right(store: Store) -> None:
    wrong = waivers("false-alarm", 5)
    judged(store, (), *[LinkState.BROKEN] * 15)
    judged(store, (), *[LinkState.OK] * 15)
    found = judged(store, wrong, LinkState.BROKEN)
    latest = store.judgements.latest(3)
    assert latest is not None
    assert latest.precision == (FieldPrecision("link-broken", mended=15, accepted=0, false_alarms=5),)
    assert Outcome.CANT_TELL in {one.outcome for one in found}


def test_the_report_states_the_denominators(store: Store) -> None:
    judged(store, waivers("false-alarm", 5) + waivers("planned", 15, 100), LinkState.BROKEN)
    latest = store.judgements.latest(1)
    assert latest is not None
    evidence = evidence_of(store, store.runs.find(1), latest)
    report = Report(evidence, {check.id: check for check in registry.load_checks()}, (), words_in("en"))
    (row,) = precision_table(report).rows
    assert row.header.note == "link-broken"
    assert [cell.text for cell in row.cells][:4] == ["20", "0", "15", "5"]
    assert "only asks" in row.cells[-1].text
