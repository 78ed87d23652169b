from __future__ import annotations

import json
import re
from typing import Any

import pytest

from auditor.browser.browser import Browser, BrowserSettings
from auditor.model import (
    CannotJudge,
    EngineNode,
    EngineResult,
    EngineRule,
    Outcome,
    Place,
    Rendered,
    Scope,
    Severity,
    Topic,
    Untested,
)
from auditor.standards import table
from checks.accessibility.axe import CHECKS

ROWS = table("axe_rules")
BY_ID = {check.id: check for check in CHECKS}
CJK = re.compile("[\u4e00-\u9fff]")


def rendered(*rules: EngineRule, **words: Any) -> Rendered:
    return Rendered("http://a/", "http://a/", "Chrome", engines=(EngineResult("axe-core", "4.14.1", rules, **words),))


def test_every_row_is_a_check() -> None:
    assert [check.id for check in CHECKS] == [f"axe-{row['id']}" for row in ROWS]
    assert all((check.scope, check.topic) == (Scope.PAGE, Topic.ACCESSIBILITY) for check in CHECKS)
    assert all(check.needs == {"rendered": Rendered} and check.summary for check in CHECKS)


def test_rows_are_sorted_and_unique() -> None:
    names = [row["id"] for row in ROWS]
    assert sorted(set(names), key=lambda name: name.replace("-", "")) == sorted(names, key=lambda n: n.replace("-", ""))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_each_row_has_words_in_both_languages(row: dict[str, Any]) -> None:
    for name in ("title", "remedy", *({"effect", "question"} & set(row))):
        assert CJK.search(row[name]["zh"]), name
        assert not CJK.search(row[name]["en"]), name
    assert row["remedy"]["zh"].endswith("。")
    assert row["remedy"]["en"].endswith(".")
    assert not row["title"]["zh"].endswith("。")


def test_good_practice_is_minor_and_aaa_a_notice() -> None:
    for row in ROWS:
        if "level" not in row:
            assert Severity(row["severity"]).rank >= Severity.MINOR.rank, row["id"]
        if row.get("level") == "AAA":
            assert row["severity"] == "notice", row["id"]


def test_manual_codes_belong_to_the_same_criterion() -> None:
    by_people = table("taiwan_codes")["people"]
    for row in ROWS:
        for version, hinted in row.get("manual_codes", {}).items():
            assert all(by_people[version][code][1] in row["wcag"] for code in hinted), row["id"]


def test_elements_become_verdicts() -> None:
    bad, doubtful = Place("http://a/", selector="img"), Place("http://a/", selector="object")
    nodes = (EngineNode(bad, Outcome.FAILED, "沒有 alt"), EngineNode(doubtful, Outcome.CANT_TELL, "看不出"))
    verdicts = list(BY_ID["axe-image-alt"].judge(rendered(EngineRule("image-alt", 2, nodes))))
    assert [verdict.outcome for verdict in verdicts] == [
        Outcome.PASSED,
        Outcome.PASSED,
        Outcome.FAILED,
        Outcome.CANT_TELL,
    ]
    assert (verdicts[2].place, verdicts[2].data) == (bad, {"message": "沒有 alt"})
    assert verdicts[3].reason == "engine-undecided"


def test_the_kind_of_doubt_chooses_the_question() -> None:
    places = [Place("http://a/news/1.html", selector=f"p:nth-of-type({n})") for n in (1, 2, 3)]
    kinds = ("color-contrast/bgImage", "color-contrast/bgImage", "color-contrast")
    nodes = tuple(EngineNode(place, Outcome.CANT_TELL, "", kind) for place, kind in zip(places, kinds, strict=True))
    check = BY_ID["axe-color-contrast"]
    first, second, third = check.judge(rendered(EngineRule("color-contrast", 0, nodes)))
    assert first.cause == second.cause != third.cause
    asked = [check.question_on(verdict.data) for verdict in (first, third)]
    assert [text.zh[:7] for text in asked if text] == ["文字疊在圖片上", "量不出這段文字"]
    assert check.question_on({"kind": "no-such-check/key"}) == check.question_on({}) == check.question


def test_a_rule_without_elements_yields_nothing() -> None:
    assert list(BY_ID["axe-image-alt"].judge(rendered(EngineRule("image-alt")))) == []


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (rendered(EngineRule("image-alt", 1), failure=Untested.TIMED_OUT), Untested.TIMED_OUT),
        (rendered(EngineRule("list", 1)), Untested.NOT_SELECTED),
        (Rendered("http://a/", "http://a/", "Chrome"), Untested.NOT_SELECTED),
    ],
)
def test_what_was_not_examined_is_never_a_pass(facts: Rendered, reason: Untested) -> None:
    with pytest.raises(CannotJudge) as refused:
        list(BY_ID["axe-image-alt"].judge(facts))
    assert refused.value.reason is reason


@pytest.mark.browser
def test_the_table_has_the_rules_of_the_engine() -> None:
    with Browser(BrowserSettings()) as browser:
        tab = browser._started().tab
        rules = json.loads(tab.evaluate("JSON.stringify(axe.getRules().map((rule) => [rule.ruleId, rule.tags]))"))
    living = {name: tags for name, tags in rules if not {"deprecated", "experimental"} & set(tags)}
    del living["frame-tested"]
    assert {row["id"] for row in ROWS} == set(living)
    for row in ROWS:
        criteria = [
            ".".join(found.groups()) for tag in living[row["id"]] if (found := re.fullmatch(r"wcag(\d)(\d)(\d+)", tag))
        ]
        assert row.get("wcag", []) == criteria, row["id"]
