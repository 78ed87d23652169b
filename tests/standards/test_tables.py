"""The tables of standards hold what their sources count, and nothing that does not belong into a product."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from auditor import standards
from auditor.model import LinkDetail, SignalKind
from auditor.standards import table

OURS = ("dublin_core", "link_details", "policies", "services", "taiwan_codes", "themes", "wcag")


def test_an_unknown_table_names_those_there_are() -> None:
    with pytest.raises(LookupError, match=r"no table 'nothing' in auditor\.standards; there are: .*wcag"):
        table("nothing")
    assert set(OURS) <= set(standards.names())


def test_the_code_tables_are_those_of_the_three_classifications() -> None:
    assert standards.code_table_names() == ("themes", "policies", "services")
    assert set(standards.code_table_names()) < set(standards.names())


@pytest.mark.parametrize("name", ["wcag", "conventions", "theme", "notes"])
def test_no_other_table_can_be_replaced(tmp_path: Path, name: str) -> None:
    """Most tables are read when their module is imported: a replacement would count in some places only."""
    (tmp_path / "themes.yaml").write_text("codes: {}\n", "utf-8")
    (tmp_path / "themes.before-1.bak").write_text("codes: {}\n", "utf-8")
    (tmp_path / f"{name}.yaml").write_text("codes: {}\n", "utf-8")
    shipped = standards.table_bytes("themes")
    with pytest.raises(LookupError, match=rf"{name}\.yaml: no code table; only themes\.yaml, policies\.yaml"):
        standards.use_code_tables_of(tmp_path)
    assert standards.table_bytes("themes") == shipped


def test_code_tables_are_replaced_until_another_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "themes.yaml").write_text("codes: {}\n", "utf-8")
    assert standards.use_code_tables_of(tmp_path) == ("themes",)
    assert table("themes") == {"codes": {}}
    assert standards.use_code_tables_of(tmp_path / "missing") == ()
    assert table("themes")["codes"]


def test_a_table_is_read_once() -> None:
    assert table("wcag") is table("wcag")


@pytest.mark.parametrize("name", OURS)
def test_tables_name_public_sources_only(name: str) -> None:
    text = standards.table_bytes(name).decode()
    assert not re.search(r"public file|github|\.\./|commit", text, re.IGNORECASE)


def test_wcag_has_86_criteria_and_the_one_that_was_removed() -> None:
    criteria = table("wcag")["criteria"]
    levels = [row["level"] for row in criteria.values() if "until" not in row]
    assert [levels.count(level) for level in ("A", "AA", "AAA")] == [31, 24, 31]
    assert [number for number, row in criteria.items() if "until" in row] == ["4.1.1"]
    assert sum(row["since"] != "2.2" for row in criteria.values()) == 78
    assert all(row["zh"] and row["en"] for row in criteria.values())


def test_taiwan_codes_are_as_many_as_published() -> None:
    codes = table("taiwan_codes")
    assert {version: len(rows) for version, rows in codes["machine"].items()} == {"2.0": 30, "110.07": 33, "115.11": 28}
    assert {version: len(rows) for version, rows in codes["people"].items()} == {
        "2.0": 159,
        "110.07": 209,
        "115.11": 216,
    }


@pytest.mark.parametrize("version", ["110.07", "115.11"])
def test_a_code_spells_its_criterion(version: str) -> None:
    form = re.compile(r"(HM|CS|GN|FA|AR|SC|ME|XX)[123]([1-4])(\d)(\d\d)\d\d[CE](_1)?")
    codes = table("taiwan_codes")
    named = {code: row["sc"] for code, row in codes["machine"][version].items()}
    named |= {code: row[1] for code, row in codes["people"][version].items()}
    for code, criterion in named.items():
        match = form.fullmatch(code)
        assert match, code
        assert criterion == f"{match[2]}.{match[3]}.{int(match[4])}", code
        assert criterion in table("wcag")["criteria"]


def test_every_detail_of_a_link_has_a_sentence_and_a_remedy() -> None:
    rows = table("link_details")
    strong = {kind.value for kind in SignalKind if kind.is_strong}
    assert set(rows) == {detail.value for detail in LinkDetail} | strong
    for row in rows.values():
        for part in ("what", "remedy"):
            assert re.search(r"[一-鿿].*。$", row[part]["zh"])
            assert re.search(r"^[A-Z].*\.$", row[part]["en"])


@pytest.mark.parametrize(("name", "mains"), [("themes", 9), ("policies", 19), ("services", 18)])
def test_classifications_have_all_their_main_classes(name: str, mains: int) -> None:
    codes = table(name)["codes"]
    assert sum(code.endswith("00") for code in codes) == mains
    assert all(f"{code[0]}00" in codes for code in codes)
    assert all(re.fullmatch(r"[1-9A-J][0-9A-Z][0-9A-Z]", code) for code in codes)
