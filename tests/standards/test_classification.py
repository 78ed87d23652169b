"""Codes of classification."""

from __future__ import annotations

import pytest

from auditor.model import Head, Meta, Place
from auditor.standards import classification

PLACE = Place("https://zone.example.gov.tw/", "meta")
FIELDS = ("Category.Theme", "Category.Cake", "Category.Service")


def head(*contents: str | None) -> Head:
    return Head(PLACE.url, PLACE, metas=tuple(Meta(PLACE, "Category.Cake", content) for content in contents))


@pytest.mark.parametrize(
    ("contents", "codes"),
    [
        (("717",), ["717"]),
        (("E00,I00, J00",), ["E00", "I00", "J00"]),
        (("J38;717", " 718 "), ["J38", "717", "718"]),
        (("J38、717，718",), ["J38", "717", "718"]),
        (("", None, " ", ",;"), []),
        (("@cake", "{{ cake }}"), []),
    ],
)
def test_codes_are_split_over_tags_and_separators(contents: tuple[str | None, ...], codes: list[str]) -> None:
    assert [code for _, code in classification.codes(head(*contents), "Category.Cake")] == codes
    assert classification.codes(head(*contents), "Category.Theme") == []


@pytest.mark.parametrize("code", ["71", "7177", "j38", "K00", "0A0", "[717]", "７１７", "71-"])
def test_codes_of_a_wrong_form(code: str) -> None:
    assert not classification.well_formed(code)


@pytest.mark.parametrize(
    "triple", ["170 140 I00", "5C0 CG0 I60", "770 C21 E41", "610 812 A50", "170 140 E10", "900 J00 I00", "550 717 E47"]
)
def test_codes_of_real_heads_are_known(triple: str) -> None:
    for field, code in zip(FIELDS, triple.split(), strict=True):
        assert classification.well_formed(code)
        assert classification.known(field, code)
        assert classification.in_scheme(field, code)
        assert classification.elsewhere(field, code) == ""


def test_a_code_astray_is_found_in_its_own_scheme() -> None:
    assert classification.elsewhere("Category.Service", "J32") == "Category.Cake"
    assert classification.elsewhere("Category.Theme", "C21") == "Category.Cake"
    assert classification.elsewhere("Category.Cake", "E47") == "Category.Service"
    assert classification.elsewhere("Category.Cake", "7ZY") == ""
    assert not classification.in_scheme("Category.Service", "J32")
    assert classification.in_scheme("Category.Cake", "7ZY")
