from __future__ import annotations

from datetime import date

import pytest

from auditor.standards import badges, table


@pytest.mark.parametrize(
    ("number", "day"),
    [
        ("20231110163027", date(2023, 11, 10)),
        ("20240229090000", date(2024, 2, 29)),
        ("20231310163027", None),
        ("157716", None),
        ("", None),
    ],
)
def test_the_number_tells_the_day_of_application(number: str, day: date | None) -> None:
    assert badges.applied_on(number) == day


@pytest.mark.parametrize(
    ("issued", "last"),
    [(date(2023, 11, 10), date(2026, 11, 10)), (date(2024, 2, 29), date(2027, 3, 1))],
)
def test_a_badge_lasts_three_years(issued: date, last: date) -> None:
    assert badges.valid_until(issued) == last
    assert {row["badge_years"] for row in table("taiwan_codes")["versions"].values()} == {badges.VALID_YEARS}


def test_days_are_counted_to_the_last_one() -> None:
    assert badges.days_left("2026-11-23", "2026-11-23") == 0
    assert badges.days_left("2026-11-23", "2026-12-23") == 30
    assert badges.days_left("2026-11-23", "2026-11-22") == -1
