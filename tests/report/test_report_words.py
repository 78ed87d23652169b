"""Texts of a report: both languages complete, numbers, dates, and sentences filled safely."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import checks
from auditor.model import FormStatus, Life, Outcome, Region, Severity, SiteState, Text, Untested
from auditor.report.html.views import Status
from auditor.report.words import LANGUAGES, Words, words_in

ZH, EN = words_in("zh-TW"), words_in("en")
CHECKS = Path(checks.__file__).parent


def test_both_languages_have_the_same_sentences_with_the_same_slots() -> None:
    def slots(words: Words) -> dict[str, set[str]]:
        return {key: set(re.findall(r"\{(\w+)", entry)) for key, entry in words.entries.items()}

    assert slots(ZH) == slots(EN)
    assert all(ZH.entries.values())
    assert all(EN.entries.values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("enum", [Severity, Life, FormStatus, SiteState, Outcome, Region, Untested, Status])
def test_every_member_of_an_enum_has_a_word(language: str, enum: type) -> None:
    assert all(words_in(language).of(member) for member in enum)


def _calls() -> list[ast.Call]:
    sources = (path.read_text(encoding="utf-8") for path in sorted(CHECKS.glob("*/*.py")))
    nodes = (node for source in sources for node in ast.walk(ast.parse(source)))
    return [node for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]


def test_every_fact_and_reason_of_a_check_has_a_word() -> None:
    verdicts = [call for call in _calls() if call.func.id in {"failed", "cant_tell"}]  # type: ignore[attr-defined]
    data = {word.arg for call in verdicts for word in call.keywords if word.arg} - {"cause", "formerly"}
    reasons = {
        call.args[1].value
        for call in verdicts
        if len(call.args) > 1 and isinstance(call.args[1], ast.Constant) and call.func.id == "cant_tell"  # type: ignore[attr-defined]
    }
    assert len(data) > 20
    assert sorted(name for name in data if not ZH.has(f"data.{name}")) == []
    assert sorted(reason for reason in reasons if not ZH.has(f"reason.{reason}")) == []


def test_an_unknown_language_names_those_there_are() -> None:
    with pytest.raises(LookupError, match="zh-TW, en"):
        words_in("fr")


def test_a_missing_sentence_or_slot_is_an_error() -> None:
    with pytest.raises(KeyError, match="no-such"):
        ZH("no-such")
    with pytest.raises(KeyError, match="total"):
        ZH("phrase.counts", good=1)


@pytest.mark.parametrize(
    ("good", "total", "zh", "en"),
    [
        (4012, 4103, "97.8%，4,012／4,103", "97.8%, 4,012/4,103"),
        (4102, 4103, "99.9%，4,102／4,103", "99.9%, 4,102/4,103"),
        (4103, 4103, "100%，4,103／4,103", "100%, 4,103/4,103"),
        (1, 4103, "不到 0.1%，1／4,103", "under 0.1%, 1/4,103"),
        (0, 4103, "0.0%，0／4,103", "0.0%, 0/4,103"),
        (0, 0, "未檢測", "not tested"),
    ],
)
def test_a_share_carries_its_counts_and_is_never_rounded_to_all_or_nothing(
    good: int, total: int, zh: str, en: str
) -> None:
    assert (ZH.share(good, total), EN.share(good, total)) == (zh, en)


@given(st.integers(1, 10**7), st.integers(0, 10**7))
def test_only_all_of_them_is_a_hundred_percent(total: int, good: int) -> None:
    good = min(good, total)
    assert (ZH.percent(good, total) == "100%") == (good == total)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (-1234, "-1,234"),
        (1234567, "1,234,567"),
        (10**15, "1000000000000000"),
        (2.5, "2.5"),
        (1234.0, "1,234"),
        (0.0005, "0"),  # half to even
        (0.0015, "0.002"),
        (float("inf"), "inf"),
    ],
)
def test_numbers_have_separators_and_at_most_three_decimals(number: float, text: str) -> None:
    assert (ZH.number(number), EN.number(number)) == (text, text)


def test_dates_are_of_the_republic_in_chinese() -> None:
    assert ZH.day("2026-11-23") == "115 年 11 月 23 日"
    assert EN.day("2026-11-23") == "23 November 2026"
    assert ZH.period("2026-11") == "115 年 11 月"
    assert EN.period("2026-11") == "November 2026"
    assert ZH.period("2026-H2") == "2026-H2"


def test_moments_are_in_taiwans_time() -> None:
    assert ZH.moment("2026-11-22T16:30:00+00:00", "UTC") == "115 年 11 月 22 日 16:30（UTC）"
    assert ZH.moment("2026-11-22T16:30:00+00:00", "Asia/Taipei") == "115 年 11 月 23 日 00:30（臺灣時間）"
    assert ZH.moment("2026-11-22T16:30:00", "Asia/Taipei") == "115 年 11 月 23 日 00:30（臺灣時間）"


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0 秒"), (59, "59 秒"), (3661, "1 小時 1 分鐘"), (90000, "1 天 1 小時")]
)
def test_durations_are_in_words(seconds: float, words: str) -> None:
    assert ZH.duration(seconds) == words


def test_a_sentence_leaves_out_what_is_missing_with_its_brackets() -> None:
    text = Text(zh="連結「{target}」失效（{status}），共 {count} 次", en="“{target}” is broken ({status})")
    assert ZH.sentence(text, {"count": 1234}) == "連結失效，共 1,234 次"
    assert ZH.sentence(text, {"target": "{x}", "status": 404, "count": 2}) == "連結「{x}」失效（404），共 2 次"
    assert EN.sentence(text, {"target": "a"}) == "“a” is broken"


@given(st.dictionaries(st.sampled_from(["a", "b"]), st.text() | st.integers() | st.booleans() | st.tuples(st.text())))
def test_a_sentence_never_fails_and_contains_every_value(data: dict[str, str | int | bool | tuple[str, ...]]) -> None:
    sentence = ZH.sentence(Text(zh="x{a}y{b}z", en=""), data)
    assert all(ZH.value(value) in sentence for value in data.values())
    assert sentence.startswith("x")


def test_values_are_written_in_words() -> None:
    assert ZH.value(True) == "是"
    assert ZH.value(("a", "b")) == "a、b"
    assert EN.value(1234567) == "1,234,567"
    assert ZH.value(0) == "0"


def test_words_out_of_a_table_row_fall_back_to_chinese() -> None:
    assert EN.pick({"zh": "好", "en": "good"}) == "good"
    assert EN.pick({"label": "好"}, "label") == "好"
    assert ZH.pick({"label": "好", "label_en": "good"}, "label") == "好"
    assert ZH.pick({}) == ""
