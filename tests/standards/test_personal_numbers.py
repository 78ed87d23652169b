"""Numbers of people: recognised by their check digit, starred out before anything is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.standards import personal_numbers


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("A123456789", True),  # the example of every textbook
        ("A123456788", False),
        ("A800000014", True),  # the example of the new residence permits
        ("AC01234567", False),  # the old ones carry no national number
    ],
)
def test_the_check_digit_decides(number: str, valid: bool) -> None:
    assert personal_numbers.is_identity(number) is valid


@given(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), st.sampled_from("12"), st.integers(0, 9_999_999))
def test_one_digit_of_ten_fits(letter: str, sex: str, number: int) -> None:
    fitting = [last for last in range(10) if personal_numbers.is_identity(f"{letter}{sex}{number:07}{last}")]
    assert len(fitting) == 1


def test_numbers_cut_by_markup_are_counted_once_and_cells_stay_apart() -> None:
    cut = "<w:p><w:t>身分證 A1234</w:t><w:t>56789</w:t></w:p><w:p><w:t>A123456789</w:t></w:p>"
    assert personal_numbers.identities_in(cut) == 1
    assert personal_numbers.identities_in("<text:p>A12345</text:p><text:p>6789</text:p>") == 0
    assert personal_numbers.identities_in("<si>9</si><si>A123456789</si>") == 1


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("身分證 A123456789。", "身分證 A*********。"),
        ("居留證 AC01234567 與 A800000014", "居留證 A********* 與 A*********"),
        ("手機0912345678", "手機09********"),
        ("0912-345-678／0912 345 678", "09**-***-***／09** *** ***"),
        ("電話 (02) 2754-1255", "電話 (02) 2754-1255"),
        ("公文 A1234567890 號", "公文 A1234567890 號"),
    ],
)
def test_personal_numbers_are_masked(text: str, masked: str) -> None:
    assert personal_numbers.masked(text) == masked


def test_a_quick_look_tells_where_nothing_is() -> None:
    assert personal_numbers.perhaps("A123456789、0912-345-678")
    assert not personal_numbers.perhaps("電話 (02) 2754-1255")
