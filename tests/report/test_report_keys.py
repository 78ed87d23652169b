"""Keys of the language files: every key that code or a template uses exists, and every key is used."""

from __future__ import annotations

import pytest
from language_keys import (
    OPEN_GROUPS,
    Uses,
    is_used,
    keys_in_templates,
    keys_of_enums,
    names_in_sources,
    uses_in_sources,
)

from auditor.report.words import words_in

KEYS = set(words_in("zh-TW").entries)


def test_every_key_in_use_exists() -> None:
    used = keys_in_templates().union(*(uses.named for uses in uses_in_sources()))
    assert len(used) > 300
    assert sorted(used - KEYS) == []


def test_every_key_is_used() -> None:
    uses = uses_in_sources()
    rest = KEYS - keys_in_templates() - keys_of_enums()
    closed = {key for key in rest if key.partition(".")[0] not in OPEN_GROUPS}
    assert sorted(key for key in closed if not is_used(key, uses)) == []


def test_keys_of_open_groups_are_names_of_facts_or_reasons() -> None:
    groups = set().union(*(uses.groups for uses in uses_in_sources()))
    assert set(OPEN_GROUPS) <= groups
    names = names_in_sources()
    named = set(OPEN_GROUPS) - {"media", "element"}  # whose keys servers and pages name, not sources
    ends = {key: key.rpartition(".")[2].replace("-", "_") for key in KEYS if key.partition(".")[0] in named}
    assert sorted(key for key, end in ends.items() if end not in names) == []


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ('words("page.no_such")', "page.no_such"),
        ('report.words("a.b" if late else "a.c", n=1)', "a.c"),
        ('TableBuilder(words, "no-such")', "caption.no_such"),
        ('made.texts("site", "no_such").numbers("kind.none")', "column.no_such"),
        ('words.joined(names, by="dash")', "punctuation.dash"),
    ],
)
def test_a_key_that_does_not_exist_is_found(source: str, key: str) -> None:
    assert key in Uses(source).named


def test_a_key_is_not_used_by_another_groups_f_string() -> None:
    module = Uses('words(f"trend.{name}")\nNAMES = ("fixed",)')
    assert module.uses("trend.fixed")
    assert not module.uses("ledger.fixed")
    assert not module.uses("trend.waived")
