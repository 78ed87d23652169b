"""Sentences of the console: every one in use exists in both languages with the same slots, and none is left over."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

from language_keys import Uses

import auditor.console
from auditor import model
from auditor.console.console_words import console_words
from auditor.console.permissions import Permission
from auditor.findings.work_states import WorkState
from auditor.report.words import language_entries, words_in

PACKAGE = Path(auditor.console.__file__).parent
CHINESE, ENGLISH = (language_entries("auditor.console", language) for language in ("zh-TW", "en"))
SLOT = re.compile(r"\{(\w+)")


def sources() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py")))


def templates() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.j2")))


def test_both_languages_have_the_same_sentences_with_the_same_slots() -> None:
    assert CHINESE.keys() == ENGLISH.keys()
    assert [key for key in CHINESE if set(SLOT.findall(CHINESE[key])) != set(SLOT.findall(ENGLISH[key]))] == []
    assert not CHINESE.keys() & words_in("zh-TW").entries.keys()


def test_every_sentence_in_use_exists() -> None:
    known = console_words("zh-TW").entries.keys()
    written = set(re.findall(r'\bw\(\s*"([\w.-]+\w)"(?! ~)', templates()))
    for path in PACKAGE.rglob("*.py"):
        written |= Uses(path.read_text(encoding="utf-8")).named
    assert len(written) > 20
    assert sorted(written - known) == []
    kinds = [kind for kind in vars(model).values() if isinstance(kind, type) and issubclass(kind, StrEnum)]
    for kind in (*kinds, WorkState):
        group = kind.__name__.lower()
        used = any(key.startswith(f"{group}.") for key in CHINESE)
        assert not used or {f"{group}.{member.value}" for member in kind} <= known, group


def test_every_refusal_and_every_message_of_a_form_has_its_sentence() -> None:
    refused = set(re.findall(r'RefusedError\(\s*"(\w+)"', sources()))
    assert {f"refused.{key}{end}" for key in refused for end in ("", "_title")} <= CHINESE.keys()
    rejected = set(
        re.findall(r'(?:reject\([^,]+, |ValidationError\(|message=|InputRequired\(|AnyOf\(values, )"(\w+)"', sources())
    )
    assert {f"invalid.{key}" for key in rejected} <= CHINESE.keys()
    labels = set(re.findall(r'(?:Field|_choice)\(\s*"(\w+)"', sources()))
    assert {f"field.{key}" for key in labels} <= CHINESE.keys()
    assert refused
    assert rejected
    assert labels


def test_no_sentence_is_left_over() -> None:
    text = sources() + templates()
    strings = set(re.findall(r'"([^"\n]*)"', text)) | set(re.findall(r'\bw\(\s*"([\w.-]+\w)"', text))
    kinds = [kind for kind in vars(model).values() if isinstance(kind, type) and issubclass(kind, StrEnum)]
    members = {member.value for kind in (*kinds, WorkState, Permission) for member in kind}

    begun = re.compile(r"(?:filter|event|part|caption|kind|seen|welcome|action)[_-]")  # what an f-string begins

    def is_used(key: str) -> bool:
        rest = key.partition(".")[2].removesuffix("_title")
        end = begun.sub("", rest)
        return key in strings or rest in strings or not {end, end.replace("_", "-")}.isdisjoint(strings | members)

    assert sorted(key for key in CHINESE if not is_used(key)) == []
