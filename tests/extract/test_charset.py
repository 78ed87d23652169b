from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.extract.charset import Charset, read_charset, read_text

TEXT = "工業區廠商服務說明，堃煊碁銹。" * 4
BIG5 = TEXT.encode("big5hkscs")


@pytest.mark.parametrize(
    ("body", "header", "name", "source"),
    [
        (b"\xef\xbb\xbf" + BIG5, "big5", "utf-8", "bom"),
        (b"\xff\xfea\0", "big5", "utf-16le", "bom"),
        (BIG5, "Big5", "big5", "header"),
        (BIG5, "x-x-big5", "big5", "header"),
        (b"<meta charset=big5>", "utf-8", "utf-8", "header"),
        (b"<meta charset=big5>", "no-such-charset", "big5", "meta"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', "", "gbk", "meta"),
        (b"<meta charset=latin1>", "", "windows-1252", "meta"),
        (b"<meta charset=utf-16>", "", "utf-8", "meta"),
        (b"<!-- <meta charset=big5> --><p>", "", "utf-8", "default"),
        (b" " * 2000 + b"<meta charset=big5>" + BIG5, "", "big5", "meta"),
        (TEXT.encode(), "", "utf-8", "detected"),
        (TEXT.encode()[:-1], "", "utf-8", "detected"),
        (BIG5, "", "big5", "detected"),
        (BIG5[:-1], "", "big5", "detected"),
        (b"plain", "", "utf-8", "default"),
        (b"", "", "utf-8", "default"),
        ("café déjà vu à côté".encode("cp1252") * 9, "", "windows-1252", "default"),
    ],
)
def test_rules_of_browsers(body: bytes, header: str, name: str, source: str) -> None:
    assert read_charset(body, header) == Charset(name, source)


def test_big5_is_read_as_browsers_read_it() -> None:
    text, charset = read_text(b"<meta charset=big5>" + BIG5)
    assert text.endswith(TEXT)
    assert charset == Charset("big5", "meta")


def test_a_mark_is_no_part_of_the_text() -> None:
    assert read_text(b"\xef\xbb\xbfx")[0] == "x"


def test_a_page_with_one_pasted_wrong_byte_stays_readable() -> None:
    text, charset = read_text(TEXT.encode() + b"\xa0" + TEXT.encode())
    assert charset.name == "utf-8"
    assert text.count("\ufffd") == 1


@given(st.binary(max_size=300), st.text(max_size=10))
def test_nothing_raises(body: bytes, header: str) -> None:
    text, charset = read_text(body, header)
    assert isinstance(text, str)
    assert charset.source in {"bom", "header", "meta", "detected", "default"}
