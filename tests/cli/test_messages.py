"""Commands of operators print in Chinese where the locale or ``--language`` is Chinese, in English elsewhere."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from auditor.cli import messages
from auditor.cli.app import app
from auditor.model import Name, Portfolio, RunState, Settings, Site, SiteKind
from auditor.report.words import words_in
from auditor.store import Store

LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")
COMMANDS = Path(messages.__file__).parent / "commands"
OPERATORS = ("backup", "doctor", "prune", "restore", "schedule", "sites", "status")


def auditor(folder: Path, *words: str, **locale: str) -> Result:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name in LOCALES:
            patch.delenv(name, raising=False)
        for name, value in locale.items():
            patch.setenv(name, value)
        return CliRunner().invoke(app, [*words])


@pytest.fixture
def store(tmp_path: Path) -> Path:
    data = tmp_path / ".auditor"
    site = Site("a", (Name("甲"),), SiteKind.SERVICE_CENTER)
    with Store.open(f"sqlite:///{data / 'auditor.sqlite'}", data / "blobs") as opened:
        run = opened.runs.create("2026-11", "2026-11-23", Settings(Portfolio((site,))), {}, "").number
        opened.runs.set_state(run, RunState.JUDGED)
    (tmp_path / "sites.yaml").write_text(
        "sites: [{id: a, names: [{zh: 甲}], kind: service_center, url: 'http://127.0.0.1:9/'}]", encoding="utf-8"
    )
    return tmp_path


@pytest.mark.parametrize(
    ("locale", "chinese"),
    [
        ({}, False),
        ({"LANG": "C.UTF-8"}, False),
        ({"LANG": "en_US.UTF-8"}, False),
        ({"LANG": "zh_TW.UTF-8"}, True),
        ({"LANG": "zh_TW"}, True),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW.UTF-8"}, True),
        ({"LANG": "zh_TW.UTF-8", "LC_ALL": "C"}, False),
        ({"LANG": "zh_TW.UTF-8", "LC_ALL": ""}, True),
    ],
)
def test_the_first_locale_that_is_set_decides(store: Path, locale: dict[str, str], chinese: bool) -> None:
    output = auditor(store, "status", **locale).output
    assert ("第 1 次執行" in output) == chinese
    assert ("Run 1:" in output) != chinese


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (("status",), "期間", "period"),
        (("status", "--data", "none"), "還沒有執行過", "No run yet"),
        (("doctor",), "中文字型", "Chinese fonts"),
        (("backup", "to.tar"), "位元組", "bytes"),
        (("prune", "--dry-run"), "要清除網頁內容的執行：無", "whose pages are removed: none"),
        (("schedule", "install", "--at", "late"), "請寫時間", "write a time"),
        (("sites",), "網站 1 個", "1 configured site,"),
        (("run", "--plan"), "要檢測 1 個網站", "Sites to audit: 1 on 1 host"),
        (("restore", "no.tar"), "已有資料", "holds a store"),
    ],
)
def test_a_message_is_there_in_both_languages(store: Path, words: tuple[str, ...], zh: str, en: str) -> None:
    chinese, english = auditor(store, *words, LANG="zh_TW.UTF-8"), auditor(store, *words, LANG="en_US.UTF-8")
    assert chinese.exit_code == english.exit_code
    assert zh in chinese.output
    assert en in english.output
    assert zh in auditor(store, *words, "--language", "zh-TW", LANG="en_US.UTF-8").output
    assert en in auditor(store, *words, "--language", "en", LANG="zh_TW.UTF-8").output


def test_an_unknown_language_is_refused(store: Path) -> None:
    done = auditor(store, "status", "--language", "fr")
    assert (done.exit_code, "zh-TW, en" in done.output) == (3, True)


def test_the_language_of_one_command_is_not_that_of_the_next(store: Path) -> None:
    assert "第 1 次執行" in auditor(store, "status", "--language", "zh-TW").output
    assert "Run 1:" in auditor(store, "status").output


@pytest.mark.parametrize("name", OPERATORS)
def test_no_command_of_operators_prints_a_sentence_of_its_own(name: str) -> None:
    tree = ast.parse((COMMANDS / f"{name}_command.py").read_text(encoding="utf-8"))
    printed = [
        text.value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and getattr(call.func, "attr", getattr(call.func, "id", "")) in {"print", "stop"}
        for argument in call.args
        for text in ([argument] if isinstance(argument, ast.Constant) else getattr(argument, "values", []))
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
    ]
    assert [text for text in printed if len(text.split()) > 2] == []


def test_both_languages_have_the_same_messages() -> None:
    chinese, english = (
        {key for key in words_in(language).entries if key.startswith("terminal.")} for language in ("zh-TW", "en")
    )
    assert chinese == english
