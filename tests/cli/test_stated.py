"""What commands state on standard error is in Chinese where the terminal is, sentence by sentence of the source."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import auditor
from auditor.cli import failures, messages, typed_addresses
from auditor.config import corrections
from auditor.config.sites import load_portfolio
from auditor.config.yaml_file import ConfigurationError

SOURCES = Path(auditor.__file__).parent
TABLE = tomllib.loads((SOURCES / "cli" / "stated.zh-TW.toml").read_text(encoding="utf-8"))
SLOT = re.compile(r"\{\w+\}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
NOT_FOR_OPERATORS = {"classification_command", "demo_command", "freego_command", "sites_command"}
"""Commands of developers, and one that states its own sentences in both languages."""


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LC_ALL", "zh_TW.UTF-8")
    messages.use_language("")
    yield
    messages.use_language("")


def template(node: ast.expr) -> str:
    """A text of the source with its slots as ``x``; empty for what is none."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "x" for part in node.values)  # type: ignore[misc]
    return ""


def stopping(path: Path) -> Iterator[str]:
    """The sentences that a module hands to ``stop`` and to ``err.print``."""
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and ast.unparse(call.func) in {"stop", "err.print"}:
            yield from filter(None, map(template, call.args))


@pytest.mark.parametrize(
    "path",
    [path for path in sorted((SOURCES / "cli").rglob("*.py")) if path.stem not in NOT_FOR_OPERATORS],
    ids=lambda path: path.stem,
)
def test_every_sentence_of_the_commands_is_in_the_table(path: Path) -> None:
    sentences = [sentence for sentence in stopping(path) if len(re.findall(r"[A-Za-z]{2,}", sentence)) > 2]
    assert [sentence for sentence in sentences if not CHINESE.search(messages.stated(sentence))] == []


def test_every_remedy_and_correction_is_in_the_table() -> None:
    words = [*failures._REMEDIES.values(), *corrections._KINDS.values()]
    words += [bound.format(7) for _, bound in corrections._BOUNDS.values()]
    assert [word for word in words if not CHINESE.search(messages.stated(word))] == []


def test_every_sentence_of_the_table_is_in_the_source() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.py"))
    source = re.sub(r'"\s*\n\s*(?:#[^\n]*\n\s*)?f?"', "", source)
    source = source.replace('\\"', '"')
    others = (
        "Missing ",
        "No such ",
        "Invalid value",
        "Option '",
        "Got unexpected",
        "{value} is not in",
        "'{value}' is",
    )
    system = {*("No space left on device", "Read-only file system", "Permission denied", "No such file or directory")}
    system |= {"Not a directory", "Is a directory", "File too large", "Too many open files", "Broken pipe"}
    system |= {"database or disk is full", "disk I/O error", "attempt to write a readonly database"}
    unused = [
        sentence
        for sentence in TABLE
        if sentence not in system
        and not sentence.startswith(others)
        and any(part.strip(" .;:,") not in source for part in SLOT.split(sentence))
    ]
    assert unused == []


def test_both_languages_have_the_same_slots() -> None:
    assert [english for english, zh in TABLE.items() if sorted(SLOT.findall(english)) != sorted(SLOT.findall(zh))] == []


FILES = [
    "drivers: 0", "drivers: 99", "drivers: many", "others: {delay: soon}", "others: {robots: perhaps}",
    "others: {quiet_hours: [8]}", "contact:", "pages: 40", "driver: 4", "xyzzy: 4", "drivers: 1\ndrivers: 2",
    "inside: ['https://a:b@c.example/']", "time_zone: Nowhere", "thresholds: {valid-link: 1}", "sites: [",
]  # fmt: skip


@pytest.mark.parametrize("text", FILES)
def test_problems_of_a_file_are_stated_in_chinese(text: str, tmp_path: Path) -> None:
    file = tmp_path / "sites.yaml"
    site = '\nsites: [{id: a, names: [{zh: 甲}], kind: bureau, url: "https://a.gov.tw/"}]\n'
    file.write_text(text + site * (not text.startswith("sites")), encoding="utf-8")
    with pytest.raises(ConfigurationError) as error:
        load_portfolio(file)
    for problem in error.value.problems:
        said = messages.stated(problem)
        assert CHINESE.search(said.replace("甲", "")), problem
        assert said.startswith(str(file))


@pytest.mark.parametrize("address", ["https:/a.tw", "a.gov.tw", "a@b.tw", "", "ftp://a/", "<https://a.tw/>", "a b"])
def test_hints_about_addresses_are_stated_in_chinese(address: str) -> None:
    hint = typed_addresses.address_hint(address)
    assert CHINESE.search(messages.stated(f"{address or 'An empty text'}: {hint}"))


def test_a_sentence_that_no_table_has_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert messages.stated("https://a.gov.tw/: a cause that nobody foresaw") == (
        "https://a.gov.tw/: a cause that nobody foresaw"
    )
    assert messages.stated("free some space" * 1_000).startswith("free")
    monkeypatch.setenv("LC_ALL", "C")
    assert messages.stated("free some space") == "free some space"
