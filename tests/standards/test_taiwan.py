"""Every code that software tests has a check of ours, or a reason why not."""

from __future__ import annotations

import pytest

from auditor.judging import registry
from auditor.model import Check
from auditor.standards import table, taiwan

CHECKS = registry.load_checks(packs=False)


def checked(version: str) -> dict[str, list[str]]:
    """The ids of our checks by the code of this version that they judge."""
    by_code: dict[str, list[str]] = {}
    for check in CHECKS:
        for code in check.taiwan.get(version, ()):
            by_code.setdefault(code, []).append(check.id)
    return by_code


@pytest.mark.parametrize("version", ["110.07", "115.11"])
def test_every_machine_code_has_a_check_or_a_reason(version: str) -> None:
    codes = set(taiwan.machine_codes(version))
    judged, excused = set(checked(version)), set(taiwan.unchecked(version))
    assert codes - judged - excused == set()
    assert judged & excused == set(), "a code that a check judges needs no reason"
    assert judged | excused <= codes


def test_most_codes_are_judged() -> None:
    assert (len(checked("110.07")), len(taiwan.unchecked("110.07"))) == (30, 3)
    assert (len(checked("115.11")), len(taiwan.unchecked("115.11"))) == (27, 1)


def test_codes_of_the_first_version_lead_to_a_check_a_reason_or_both() -> None:
    judged, reasons = set(checked("110.07")), set(taiwan.unchecked("110.07"))
    for code in taiwan.machine_codes("2.0"):
        follows = taiwan.successor(code)
        assert (follows in judged | reasons) != (code in taiwan.unchecked("2.0")), code


def test_every_reason_is_told_in_both_languages() -> None:
    for version in taiwan.VERSIONS:
        assert all(reason["zh"] and reason["en"].endswith(".") for reason in taiwan.unchecked(version).values())


@pytest.mark.parametrize("check", [check for check in CHECKS if check.taiwan], ids=lambda check: check.id)
def test_a_check_names_codes_of_its_own_criteria(check: Check) -> None:
    rows = table("taiwan_codes")["machine"]
    criteria = {rows[version][code]["sc"] for version, codes in check.taiwan.items() for code in codes}
    assert not check.wcag or criteria & set(check.wcag)


@pytest.mark.parametrize(
    ("check", "old", "new"),
    [
        ("table-header-scope-missing", "HM1130101C", "HM1130101C"),
        ("table-headers-relation-broken", "HM1130102C", "HM1130102C"),
        ("fieldset-legend-missing", "HM1130103C", "HM1130105C"),
        ("option-groups-unlabelled", "HM1130103C_1", "HM1130103C"),
        ("control-label-missing", "HM1130104C", "HM1130104C"),
    ],
)
def test_codes_that_were_renumbered_keep_to_their_meaning(check: str, old: str, new: str) -> None:
    assert checked("110.07")[old] == [check]
    assert checked("115.11")[new] == [check]


def test_pages_are_those_of_the_authority() -> None:
    assert taiwan.official_page("110.07", "HM1110100C").endswith("/Download/Detail/1499?Category=63")
    assert taiwan.official_page("110.07", "HM1130103C_1").endswith("/1510?Category=63")
    assert taiwan.official_page("110.07", "HM1110100E").endswith("/Download/Detail/1533?Category=64")
    assert taiwan.official_page("115.11", "HM1110100C") == ""
    with pytest.raises(KeyError):
        taiwan.official_page("110.07", "HM9999999C")
    pages = [taiwan.official_page("110.07", code) for code in taiwan.machine_codes("110.07")]
    assert len(set(pages)) == len(pages) == 33


def test_levels_are_those_of_the_codes() -> None:
    assert taiwan.level_of("115.11", "HM3240900C") == "AAA"
    assert taiwan.level_of("110.07", "GN1240500E") == "A"


@pytest.mark.parametrize(("day", "version"), [("2026-11-29", "110.07"), ("2026-11-30", "115.11")])
def test_the_changeover(day: str, version: str) -> None:
    assert taiwan.applied_by(day) == version


def test_what_the_specification_lists_explains_every_count() -> None:
    old, new = (len(taiwan.listed_codes(version)) for version in ("110.07", "115.11"))
    added, dropped = taiwan.codes_added(), taiwan.codes_dropped()
    assert (old, new) == (240, 244)
    assert (len(added), len(dropped)) == (22, 18)
    assert old - len(dropped) + len(added) == new
    assert [code for code in added if code.endswith("C")] == ["HM1130104C", "HM1130105C"]
    assert [len(taiwan.codes_added(level)) for level in ("A", "AA")] == [9, 16]
    assert taiwan.renumbered("HM1130103C") == "HM1130105C"


def test_every_code_has_a_text() -> None:
    for version in ("110.07", "115.11"):
        for code in (*taiwan.machine_codes(version), *taiwan.people_codes(version)):
            assert taiwan.code_title(version, code) or taiwan.description(code), code
    assert all(text["zh"] and text["en"] for text in table("taiwan_codes")["descriptions"].values())
