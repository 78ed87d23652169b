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
    assert personal_numbers.masked_plain(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "+886-912-000-101", "+886 (0)912 345 678", "00886-912-345-678", "886912000107", "tel:+886912345678",
        "tel=%2B886912345678", "0912.000.102", "０９１２０００１０３", "0912–000–105", "(0912)000106", "09-12000108",
        "0912-000109", "091-2000-111", "0-912-345-678", "(09)12345678", "0912/345/678", "0912_345_678", "09 1234 5678",
        "0912\u200b345\u200b678", "٠٩١٢٣٤٥٦٧٨", "0️⃣9️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣", "⓪⑨①②③④⑤⑥⑦⑧", "①0912345678", "1. 0912345678",
        "t0911000015", "/gone/0911000014.pdf", "q?tel=0911000006", "0912%20000%20006", "%5%0911000001",
        "%30%39%31%31%30%30%30%30%31%34", "%EF%BC%90%EF%BC%99%EF%BC%91%EF%BC%92%EF%BC%90%EF%BC%90%EF%BC%90%EF%BC%91",
        "0912000<b>110</b>", '<a href="tel:0912345678">', "<td>0912</td>0912&nbsp;345&nbsp;678",
        "A123456789", "a123456789", "Ａ１２３４５６７８９", "A 123456789", "A1234\u00ad56789", "A1234&shy;56789",
        "A-123456789", "A123-456-789", "A1234<wbr>56789", "FA12345689", "fa12345689", "A800000014", "AB12345678",
        "身分證A123456789號", "身分證字號：A123456789", "idA123456789", "第A123456789號",
        "A1234567890911000021qtel", "09110000170911000016x", "A123456789A123456789", "1,101 0912.000.102",
        "+886-912-000-101 0912.000.102 ０９１２０００１０３",
    ],
)  # fmt: skip
def test_every_spelling_is_masked(text: str) -> None:
    if text.startswith("%EF"):
        text += "%EF%BC%91%EF%BC%92"
    masked = personal_numbers.masked(text)
    assert masked != text
    assert masked.count("*") >= 8
    assert personal_numbers.masked(masked) == masked


@pytest.mark.parametrize(
    "text",
    [
        "20261130", "2026-11-30", "20261130123456.pdf", "A20261130", "A112113001", "IMG_20261130_091234.jpg",
        "202611301900", "經授工字第09120345678號", "環署空字第0910012345號", "文號：0910012345",
        "發票號碼AB12345678", "第A112345678號", "統一編號12345678", "GPN 1011200912", "ISBN 978-986-09-1234-5",
        "978-0912-345-67-8", "2026-09-12 00:01:08", "2026-09-12 0001 08", "115-09-12-000108", "2026/09/12/123456",
        "09-12-2026 1030",
        "09.12.2026 10:30", "09:12:34.567890", "/uploads/2026/09/1234567890", "120.0912345678", "0.0912345678",
        "550e8400-e29b-41d4-a716-0912345678ab", "a0912345678bcdef0", "0x0912345678", "1609123456789", "A1123456789012",
        "(02)2754-1255", "02-27541255", "0800-000-123", "1,091,234,567", "09123456789", "https://x/p?id=091234567",
        "1.09.12345678", "0 9 12 33 45 67 8", "a 100 200 300", "192.168.0.9:1234",
    ],
)  # fmt: skip
def test_other_numbers_stay_as_they_are(text: str) -> None:
    assert personal_numbers.masked(text) == text


@given(st.text())
def test_masking_twice_is_masking_once_and_keeps_what_is_no_digit(text: str) -> None:
    masked = personal_numbers.masked(text)
    assert personal_numbers.masked(masked) == masked


@given(st.integers(0, 99_999_999), st.sampled_from(["", "-", " ", ".", "–", "\u00a0", "\u200b"]), st.booleans())
def test_every_mobile_number_is_masked(number: int, gap: str, is_wide: bool) -> None:
    digits = f"{number:08}"
    spelled = f"09{digits[:2]}{gap}{digits[2:5]}{gap}{digits[5:]}"
    if is_wide:
        spelled = "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() else sign for sign in spelled)
    assert sum(sign.isdigit() for sign in personal_numbers.masked(f"請撥{spelled}洽詢")) == 2


def test_values_of_exports_are_masked_at_every_depth() -> None:
    value = {"A123456789": [1, 0.5, None, True, ("0912345678", {"x": "+886-912-345-678"})]}
    assert personal_numbers.masked_values(value) == {
        "A*********": [1, 0.5, None, True, ["09********", {"x": "+886-9**-***-***"}]]
    }


def test_a_quick_look_tells_where_nothing_is() -> None:
    assert personal_numbers.perhaps("A123456789、0912-345-678")
    assert not personal_numbers.perhaps("電話 (02) 2754-1255")
