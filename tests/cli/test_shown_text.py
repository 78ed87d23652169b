"""What is printed: signs that a terminal obeys are shown, secrets are masked, and nothing is taken for markup."""

from __future__ import annotations

import io
import json
from xml.etree import ElementTree as Xml

import pytest

from auditor.cli import terminal
from auditor.cli.shown_text import shown, shown_xml
from auditor.cli.terminal_tables import print_columns


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("公告：第 1 號\n\t園區　首頁", "公告：第 1 號\n\t園區　首頁"),
        ("\x1b]0;owned\x07", "\\u001b]0;owned\\u0007"),
        ("\x9b31m\x7f\r\b", "\\u009b31m\\u007f\\r\\b"),
        ("gov.tw\u202emoc\u2066\u200b\ufeff", "gov.tw\\u202emoc\\u2066\\u200b\\ufeff"),
        ("a\u2028b\ud800", "a\\u2028b\\ud800"),
        ("\U000e0041", "\\udb40\\udc41"),
        ("http://user:p@ss@zone.example/a", "http://***@zone.example/a"),
        ("https://a.example/@b HTTPS:\\\\u:p@c/", "https://a.example/@b HTTPS:\\\\***@c/"),
        ("A123456789", "A*********"),
    ],
)
def test_signs_are_shown_and_secrets_masked(text: str, expected: str) -> None:
    assert shown(text) == expected
    assert shown(expected) == expected


def test_json_and_xml_stay_the_same_documents() -> None:
    value = {"text": "\x1b[31m\u202e\x9b\U000e0041 公告\n"}
    assert json.loads(shown(json.dumps(value, ensure_ascii=False, indent=1))) == value
    printed = shown_xml("<a b='\u202e\x9b'>公告\n</a>")
    assert printed.isascii() or all(letter.isprintable() or letter == "\n" for letter in printed)
    assert Xml.fromstring(printed).get("b") == "\u202e\x9b"


def test_all_ways_to_print_pass_there(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "[red]x[/red] [/foo] :smile: \x1b[31m\u202e http://u:p@h/"
    safe = "[red]x[/red] [/foo] :smile: \\u001b[31m\\u202e http://***@h/"
    output, error = io.StringIO(), io.StringIO()
    monkeypatch.setattr("sys.stdout", output)
    monkeypatch.setattr("sys.stderr", error)
    terminal.out.print(text)
    terminal.out.print(text, style="bold")
    print_columns(("heading",), [(text,)])
    terminal.print_json([text])
    terminal.print_xml(f"<a>{text}</a>".replace("\x1b", "").encode())
    terminal.stop(terminal.Exit.CONFIGURATION, text)
    assert output.getvalue().count(safe) == 4
    assert error.getvalue().count(safe) == 1
    assert "\u202e" not in output.getvalue() + error.getvalue()
    assert "\x1b" not in output.getvalue() + error.getvalue()


@pytest.mark.parametrize(("number", "expected"), [(0, "0 pages"), (1, "1 page"), (2_000, "2,000 pages")])
def test_a_number_with_its_noun(number: int, expected: str) -> None:
    assert terminal.counted(number, "page") == expected


def test_nothing_else_writes_to_the_terminal() -> None:
    from pathlib import Path

    package = Path(terminal.__file__).parent
    allowed = {"terminal.py", "standard_streams.py", "failures.py", "log_format.py"}
    wrong = [
        path.name
        for path in package.rglob("*.py")
        if path.name not in allowed and any(name in path.read_text("utf-8") for name in ("sys.stdout", "sys.stderr"))
    ]
    assert wrong == []
