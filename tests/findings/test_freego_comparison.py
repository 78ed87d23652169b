"""Freego's report beside our findings: every line stands on one side."""

from __future__ import annotations

import msgspec

from auditor.findings.freego_comparison import Line, Seen, Side, Sides, codes_of, compare_with_freego, ours, totals
from auditor.judging import registry
from auditor.model import Finding, FindingPlace, Life, Outcome, Place, Severity

CHECKS = {check.id: check for check in registry.load_checks(packs=False)}
HOME, NEWS, FORMS = (f"https://zone.example.gov.tw/{name}" for name in ("", "news", "forms"))
LEVELS = {"HM1110100C": "A", "HM1130100C": "A", "CS2140401C": "AA", "HM3240900C": "AAA"}


def sides(**changed: object) -> Sides:
    plain = Sides([], [], [], frozenset({HOME, NEWS}), LEVELS, "AA")
    return msgspec.structs.replace(plain, **changed)


def by_side(lines: list[Line]) -> dict[Side, list[tuple[str, str]]]:
    found: dict[Side, list[tuple[str, str]]] = {}
    for line in lines:
        found.setdefault(line.side, []).append((line.url, line.code))
    return found


def test_each_code_on_a_page_is_one_line_on_one_side() -> None:
    lines = compare_with_freego(
        sides(
            freego=[
                Seen(HOME, "HM1110100C", '<img src="a.png">'),
                Seen(HOME, "HM1110100C", '<img src="b.png">'),
                Seen(HOME, "HM1130100C"),
                Seen(NEWS, "CS2140401C"),
                Seen(FORMS, "HM1110100C"),
                Seen(HOME, "CS2140402C"),
            ],
            failed=[Seen(HOME, "HM1110100C", "<img>"), Seen(NEWS, "HM1130100C", "<h4>")],
            undecided=[Seen(NEWS, "CS2140401C")],
        )
    )
    assert by_side(lines) == {
        Side.BOTH: [(HOME, "HM1110100C")],
        Side.FREEGO: [(HOME, "HM1130100C")],
        Side.OURS: [(NEWS, "HM1130100C")],
        Side.UNDECIDED: [(NEWS, "CS2140401C")],
        Side.NOT_AUDITED: [(FORMS, "HM1110100C")],
        Side.NO_CHECK: [(HOME, "CS2140402C")],
    }
    first = next(line for line in lines if line.side is Side.BOTH)
    assert first.element == '<img src="a.png">'
    assert totals(lines)["HM1130100C"] == {Side.FREEGO: 1, Side.OURS: 1}


def test_a_page_that_the_report_does_not_name_may_have_passed_or_never_been_opened() -> None:
    (line,) = compare_with_freego(sides(failed=[Seen(FORMS, "HM1110100C")]))
    assert (line.side, line.listed) == (Side.OURS, False)


def test_codes_above_the_level_that_freego_tested_are_left_out() -> None:
    ours_only = [Seen(HOME, "HM3240900C")]
    assert compare_with_freego(sides(failed=ours_only)) == []
    assert len(compare_with_freego(sides(failed=ours_only, level="AAA"))) == 1


def test_our_findings_speak_in_codes_of_the_older_version() -> None:
    spots = (FindingPlace(Place(HOME, "fieldset", snippet="<fieldset>")), FindingPlace(Place(NEWS, "fieldset")))
    made = Finding(
        "f", "fieldset-legend-missing", "zone", "x", Outcome.FAILED, Severity.MODERATE, spots, 2, 2
    )  # fmt: skip
    assert list(ours([made], CHECKS, Outcome.FAILED, "110.07")) == [
        Seen(HOME, "HM1130103C", "<fieldset>"),
        Seen(NEWS, "HM1130103C", "fieldset"),
    ]
    assert list(ours([made], CHECKS, Outcome.CANT_TELL, "110.07")) == []
    assert list(ours([msgspec.structs.replace(made, life=Life.FIXED)], CHECKS, Outcome.FAILED, "110.07")) == []


def test_a_fault_is_compared_in_the_codes_of_the_reports_version() -> None:
    check = CHECKS["fieldset-legend-missing"]
    assert codes_of(check, "110.07") == ("HM1130103C",)
    assert codes_of(check, "115.11") == ("HM1130105C",)
    assert codes_of(CHECKS["image-alt-missing"], "2.0") == ("XH1010100",)
    assert codes_of(check, "2.0") == ()
