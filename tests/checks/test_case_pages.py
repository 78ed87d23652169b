"""Runs the case page of every check, and proves that a page fails when its check points at the wrong place."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
import pytest
from case_pages import CHECKS, EXAMPLES, FOLDER, PAGES, Example, sections
from example_facts import URL, judge_example
from expected_verdicts import differences, incomplete_lines, is_at_its_element, text_of, unfilled_words

from auditor.model import Check, Judged, NotJudged, Place, Region, Scope, Untested, Verdict, failed, passed

_OUTCOMES = {"failing": "failed", "passing": "passed", "cannot tell": "cant_tell", "inapplicable": "inapplicable"}
_HTML = '<main><p id="a">甲</p>\n<p>乙</p></main>'


@pytest.mark.parametrize("check", [c for c in CHECKS.values() if not c.id.startswith("axe-")], ids=lambda c: c.id)
def test_every_check_has_a_case_page(check: Check) -> None:
    path = FOLDER / check.topic / f"{check.id}.md"
    assert path.exists(), f"write {path.relative_to(FOLDER)}"
    texts = {title: "\n".join(lines) for title, _, lines in sections(path)}
    for title in ("What it does", "Why"):
        assert re.search(r"[一-鿿]", texts.get(title, "")), f"{path.name}: {title} has no words in Chinese"
        assert re.search(r"[A-Za-z]{3}", texts.get(title, "")), f"{path.name}: {title} has no words in English"
    shown = {example.kind for example in EXAMPLES if example.check == check.id}
    enough = ({"failing", "passing"}, {"cannot tell", "passing"}, {"cannot tell", "inapplicable"})
    assert any(kinds <= shown for kinds in enough), f"{path.name} shows only {shown}"
    assert shown <= set(_OUTCOMES), f"{path.name}: examples stand only in the sections {tuple(_OUTCOMES)}"


def test_every_case_page_has_a_check() -> None:
    assert [page for page in PAGES if page not in CHECKS] == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.check}:{example.line}")
def test_example(example: Example) -> None:
    check = CHECKS.get(example.check)
    if check is None:
        pytest.fail(f"no check {example.check}")
    result = judge_example(check, example)
    outcomes = {line.split()[0].replace("untested", "inapplicable") for line in example.expect}
    assert _OUTCOMES[example.kind] in outcomes, f"an example under {example.kind!r} shows {example.expect}"
    assert list(incomplete_lines(check, example.expect)) == []
    assert differences(example.expect, result) == ([], []), f"judged: {text_of(result)}"
    assert list(unfilled_words(check, result)) == []
    assert [verdict for verdict in _in_html(check, example, result) if not _is_placed(verdict, example)] == []


def test_every_failure_of_a_page_check_is_missed_at_another_place() -> None:
    unnoticed = [
        f"{example.check}:{example.line}: {place}"
        for example, result, verdict in _failures_of_page_checks()
        for place in _other_places(verdict, result, example.html or "")
        if differences(example.expect, _with(result, verdict, place=place)) == ([], [])
    ]
    assert unnoticed == []


def test_every_failure_of_a_page_check_is_missed_under_another_cause() -> None:
    unnoticed = [
        f"{example.check}:{example.line}: {verdict.cause}"
        for example, result, verdict in _failures_of_page_checks()
        if differences(example.expect, _with(result, verdict, cause=f"another {verdict.cause}")) == ([], [])
    ]
    assert unnoticed == []


PLACE = Place(URL, "img", line=2, column=7, region=Region.MAIN)
JUDGED = Judged(
    "x",
    URL,
    (passed(PLACE), failed(PLACE, src="a.png"), failed(PLACE, cause="template", src="b.png", wide=("1", "2"))),
)


@pytest.mark.parametrize(
    ("expect", "missing", "unexpected"),
    [
        (("passed", "failed src=a.png", "failed"), 0, 0),
        (("passed", "failed", "failed src=a.png"), 0, 0),
        (("failed selector=img x2", "passed"), 0, 0),
        (("failed line=2 column=7 region=main x2", "passed"), 0, 0),
        (("failed cause=none", "failed cause=template", "passed"), 0, 0),
        (("failed cause=none x2", "passed"), 1, 1),
        (("failed selector=none", "failed", "passed"), 1, 1),
        (("failed line=3", "failed", "passed"), 1, 1),
        (("failed region=body", "failed", "passed"), 1, 1),
        (("passed", "failed src=a.png"), 0, 1),
        (("passed x2", "failed x2"), 1, 0),
        (("passed", "failed src=a.png x2"), 1, 1),
        (("passed", "cant_tell", "failed x2"), 1, 0),
        (("inapplicable",), 0, 3),
        (("untested not_html",), 1, 3),
    ],
)
def test_the_runner_reports_every_difference(expect: tuple[str, ...], missing: int, unexpected: int) -> None:
    assert tuple(map(len, differences(expect, JUDGED))) == (missing, unexpected)


def test_a_page_without_selector_and_cause_is_named_by_none() -> None:
    whole = Judged("x", URL, (failed(Place(URL)),))
    assert differences(("failed selector=none cause=none",), whole) == ([], [])
    assert differences(("failed selector=html cause=none",), whole) != ([], [])


@pytest.mark.parametrize(
    ("line", "faults"),
    [
        ("failed line=2 cause=none src=a.png", 0),
        ("failed selector=none cause=DC.*", 0),
        ("failed region=footer cause=none", 0),
        ("failed cause=none src=a.png", 1),
        ("failed column=3 cause=none", 1),
        ("failed line=2 src=a.png", 1),
        ("failed x2", 2),
        ("passed", 0),
        ("cant_tell reason=not-confirmed", 0),
        ("untested not_html", 0),
    ],
)
def test_the_runner_demands_a_place_and_a_cause_of_page_checks(line: str, faults: int) -> None:
    assert len(list(incomplete_lines(_first_of(Scope.PAGE), ("passed", line)))) == faults
    assert list(incomplete_lines(_first_of(Scope.SITE), (line,))) == []


@pytest.mark.parametrize(
    ("selector", "line", "column", "is_right"),
    [
        ("#a", 1, 7, True),
        ("html > body > main > p:nth-of-type(2)", 2, 1, True),
        ("main > p:nth-of-type(1)", 1, 1, False),
        ("#b", 1, 7, False),
        ("main > p:nth-of-type(2)", 2, 4, False),
        ("main > p:nth-of-type(2)", 3, 1, False),
    ],
)
def test_the_runner_finds_a_line_that_is_not_the_selectors(
    selector: str, line: int, column: int, is_right: bool
) -> None:
    assert is_at_its_element(_HTML, Place(URL, selector, line=line, column=column)) is is_right


def test_the_runner_keeps_untested_apart_from_judged() -> None:
    skipped = NotJudged("x", URL, Untested.BUDGET)
    assert differences(("untested budget",), skipped) == ([], [])
    assert differences(("passed",), skipped) == (["passed"], ["untested budget"])
    assert differences(("untested robots",), skipped) == (["untested robots"], ["untested budget"])


def _first_of(scope: Scope) -> Check:
    return next(check for check in CHECKS.values() if check.scope is scope)


def _failures_of_page_checks() -> Iterator[tuple[Example, Judged, Verdict]]:
    for example in EXAMPLES:
        check = CHECKS[example.check]
        result = judge_example(check, example) if check.scope is Scope.PAGE else None
        for verdict in result.verdicts if isinstance(result, Judged) else ():
            if verdict.outcome == "failed":
                yield example, result, verdict


def _other_places(verdict: Verdict, result: Judged, html: str) -> Iterator[Place]:
    """A place that no verdict has, those of the example's other verdicts, and the other elements of the line."""
    place = verdict.place
    yield Place(place.url, "aside > i", line=place.line + 1, column=place.column + 1, region=Region.ASIDE)
    yield from {other.place for other in result.verdicts} - {place}
    line = html.splitlines()[place.line - 1] if place.line else ""
    columns = {match.start() + 1 for match in re.finditer(r"<\w", line)} - {place.column}
    yield from (msgspec.structs.replace(place, selector="i", column=column) for column in columns)


def _with(result: Judged, verdict: Verdict, **changes: object) -> Judged:
    """The result with one verdict changed."""
    at = next(number for number, other in enumerate(result.verdicts) if other is verdict)
    changed = msgspec.structs.replace(verdict, **changes)
    return msgspec.structs.replace(result, verdicts=(*result.verdicts[:at], changed, *result.verdicts[at + 1 :]))


def _in_html(check: Check, example: Example, result: Judged | NotJudged) -> Iterator[Verdict]:
    """The verdicts of a page check that point into the example's HTML."""
    if check.scope is Scope.PAGE and example.html is not None and isinstance(result, Judged):
        yield from (verdict for verdict in result.verdicts if verdict.place.line)


def _is_placed(verdict: Verdict, example: Example) -> bool:
    return is_at_its_element(example.html or "", verdict.place)
