from __future__ import annotations

import re

import pytest

from auditor.standards import conventions, table

ROWS = {name: row for name, row in table("conventions").items() if isinstance(row, dict) and "pattern" in row}


@pytest.mark.parametrize("name", ROWS)
def test_every_pattern_has_examples_and_keeps_to_them(name: str) -> None:
    row = ROWS[name]
    assert row["fits"]
    assert row["fits_not"]
    assert [text for text in row["fits"] if not conventions.says(name, text)] == []
    assert [text for text in row["fits_not"] if conventions.says(name, text)] == []


@pytest.mark.parametrize(
    "text", ["更多", "更多...", "» More", "[詳全文]", "Click here!", " read  more ", "更多(另開新視窗)", "(更多)"]
)
def test_texts_that_say_nothing(text: str) -> None:
    assert conventions.is_uninformative(text)


@pytest.mark.parametrize("text", ["更多最新消息", "表單下載", "附件一", "下載申請表", "More about the park", "", "(1)"])
def test_texts_that_say_something(text: str) -> None:
    assert not conventions.is_uninformative(text)


def test_the_list_holds_only_texts_as_they_are_compared() -> None:
    texts = [text for row in table("conventions")["uninformative"] for text in row]
    assert len(set(texts)) == len(texts)
    assert all(conventions.is_uninformative(text) for text in texts)


@pytest.mark.parametrize(
    ("url", "ending"),
    [
        ("https://a.tw/x/form.PDF?v=1#page=2", "pdf"),
        ("https://a.tw/form.odt", "odt"),
        ("https://a.tw/form.html", ""),
        ("https://a.tw/download.do?file=a.pdf", ""),
        ("https://a.tw/", ""),
    ],
)
def test_files_by_their_ending(url: str, ending: str) -> None:
    assert conventions.file_type(url) == ending


def test_types_are_told_by_several_words() -> None:
    assert conventions.names_type("docx", "申請表 (Word)")
    assert conventions.names_type("docx", "申請表.docx")
    assert conventions.names_type("odt", "申請表ODF")
    assert not conventions.names_type("pdf", "申請表")
    assert not conventions.names_type("doc", "Wording of the law")
    for ending, words in table("conventions")["file_types"].items():
        assert re.fullmatch(r"[a-z0-9]+", str(ending))
        assert re.search(words, str(ending)) or ending in {"docx", "xlsx", "pptx"}


def test_keys_are_told_once_and_in_capitals() -> None:
    text = "Alt+U：上方功能區塊 Alt + c：中央內容區塊 ALT＋Z：下方 (Firefox 請按 Shift+Alt+U)"
    assert conventions.explained_keys(text) == ("U", "C", "Z")
