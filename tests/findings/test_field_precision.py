"""Precision in the field: what people made of the findings of each rule."""

from __future__ import annotations

import pytest

from auditor.findings.field_precision import field_precision, is_doubted
from auditor.model import FieldPrecision, Waiver, WaiverReason, WaiverScope


def waived(number: int, reason: str, *, check: str = "link-broken", granted: str = "2026-02-01") -> Waiver:
    return Waiver(
        check, "a", WaiverScope.CAUSE, WaiverReason(reason), "資訊室", "王科長", granted, "2026-04-30",
        cause=f"http://other.example/{number}",
    )  # fmt: skip


def test_each_fault_counts_once_by_its_last_waiver() -> None:
    waivers = [
        waived(1, "false-alarm"),
        waived(2, "planned"),
        waived(3, "planned"),
        waived(3, "false-alarm", granted="2026-03-01"),
        waived(4, "false-alarm", granted="2026-01-01"),
        waived(4, "not-ours", granted="2026-05-01"),
        waived(1, "archived", check="image-alt-missing"),
    ]
    found = field_precision(reversed(waivers), {"link-broken": 7, "form-missing": 2})
    assert found == (
        FieldPrecision("form-missing", mended=2, accepted=0, false_alarms=0),
        FieldPrecision("image-alt-missing", mended=0, accepted=1, false_alarms=0),
        FieldPrecision("link-broken", mended=7, accepted=2, false_alarms=2),
    )
    assert [one.judged for one in found] == [2, 1, 11]
    assert found[2].share == pytest.approx(9 / 11)


def test_nothing_judged_is_no_precision() -> None:
    assert field_precision((), {}) == ()
    assert FieldPrecision("x", 0, 0, 0).share == 1


@pytest.mark.parametrize(
    ("mended", "accepted", "false_alarms", "doubted"),
    [(0, 0, 19, False), (0, 0, 20, True), (16, 0, 4, False), (15, 0, 5, True), (8, 7, 5, True), (80, 0, 20, False)],
)
def test_a_rule_is_doubted_below_eighty_of_a_hundred_of_at_least_twenty(
    mended: int, accepted: int, false_alarms: int, doubted: bool
) -> None:
    assert is_doubted(FieldPrecision("x", mended, accepted, false_alarms)) is doubted
