"""The configuration: the bureau's own file is valid, and every problem of a bad one is reported with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.config.sites import load_portfolio
from auditor.config.yaml_file import ConfigurationError
from auditor.model import SiteKind

ROOT = Path(__file__).resolve().parents[2]


def write(folder: Path, text: str) -> Path:
    file = folder / "sites.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        load_portfolio(write(folder, text))
    return caught.value.problems


GOOD = """
defaults:
  budget: {pages: 40}
  politeness: {delay: 2, concurrency: 1}
sites:
  - id: one
    names: [{zh: 舊名, until: "2023-09-25"}, {zh: 新名, en: New}]
    kind: service_center
    url: "https://www.example.gov.tw/iphw/one"
    budget: {depth: 3}
  - id: two
    names: [{zh: 二}]
    kind: commissioned
"""


def test_the_bureaus_file_has_its_53_sites() -> None:
    portfolio = load_portfolio(ROOT / "sites.yaml")
    kinds = [site.kind for site in portfolio.sites if site.kind.counts]
    assert [kinds.count(kind) for kind in SiteKind if kind.counts] == [1, 3, 46, 1, 2]
    assert sum(bool(site.url) for site in portfolio.sites) == 7
    assert len(portfolio.systems) == 23
    assert portfolio.site("idb").names[0].until == "2023-09-25"
    with pytest.raises(KeyError):
        portfolio.site("nowhere")


def test_defaults_reach_every_site_and_are_merged_key_by_key(tmp_path: Path) -> None:
    portfolio = load_portfolio(write(tmp_path, GOOD))
    one, two = portfolio.sites
    assert (one.budget.pages, one.budget.depth) == (40, 3)
    assert one.politeness.delay == two.politeness.delay == 2
    assert (one.prefix, one.name, one.english_name) == ("/iphw/one/", "新名", "New")
    assert (two.url, two.prefix) == ("", "/")
    assert not two.kind.counts


@pytest.mark.parametrize(
    ("url", "prefix"),
    [
        ("https://a.gov.tw", "/"),
        ("https://a.gov.tw/iphw/x/index.do?id=0", "/iphw/x/"),
        ("https://a.gov.tw/iphw/x", "/iphw/x/"),
        ("https://a.gov.tw/iphw/x/", "/iphw/x/"),
        ("https://a.gov.tw/home.html", "/"),
    ],
)
def test_the_folder_of_the_address_is_the_scope(tmp_path: Path, url: str, prefix: str) -> None:
    text = f'sites: [{{id: a, names: [{{zh: 甲}}], kind: bureau, url: "{url}"}}]'
    assert load_portfolio(write(tmp_path, text)).sites[0].prefix == prefix


def test_all_problems_are_reported_at_once_with_line_and_correction(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        """drivers: many
sites:
  - id: One Two
    names: []
    kind: park
    url: "www.example.gov.tw"
    budget: {pags: 3, pages: 0}
    badge: {version: "110.07", level: AA, expires: "30/11/2026"}
    default_owner: {unit: 秘書室, email: nobody}
  - names: [{zh: 二}]
    kind: bureau
""",
    )
    text = "\n".join(found)
    assert len(found) == 10
    for line, words in [
        (1, "drivers"),
        (3, "sites.0.id"),
        (4, "sites.0.names"),
        (5, "write one of"),
        (6, "https://www.example.gov.tw/"),
        (7, "did you mean “pages”"),
        (8, '"2026-11-30"'),
        (9, "unit@example.gov.tw"),
        (10, "sites.1.id: is missing"),
    ]:
        assert any(f"sites.yaml:{line}:" in problem and words in problem for problem in found), (line, words, text)


def test_thresholds_are_those_that_no_rule_gives(tmp_path: Path) -> None:
    assert load_portfolio(write(tmp_path, GOOD + "thresholds: {valid-links: 0.9}\n")).thresholds == {"valid-links": 0.9}
    found = problems(tmp_path, GOOD + "thresholds: {valid-link: 0.9, coverage: 95}\n")
    assert len(found) == 2
    assert any("did you mean “valid-links”?" in problem for problem in found)


def test_repeated_sites_name_both_lines(tmp_path: Path) -> None:
    site = '  - {id: a, names: [{zh: 甲}], kind: bureau, url: "https://a.gov.tw/"}\n'
    found = problems(tmp_path, f"sites:\n{site}{site}")
    assert len(found) == 2
    assert all("sites.yaml:3" in problem and "line 2" in problem for problem in found)


@pytest.mark.parametrize("text", ["sites: [", "a: b: c", "\t- x"])
def test_broken_yaml_names_its_place(tmp_path: Path, text: str) -> None:
    assert "line 1" in problems(tmp_path, text)[0]


@pytest.mark.parametrize("text", ["", "[]", "sites:", "sites: []", "42"])
def test_an_empty_file_is_no_configuration(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text)


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_portfolio(tmp_path / "nowhere.yaml")


def test_quiet_hours_are_two_different_hours(tmp_path: Path) -> None:
    for hours in ((8, 18), ()):
        text = f"{GOOD}others: {{quiet_hours: {list(hours)}}}\n"
        assert load_portfolio(write(tmp_path, text)).others.quiet_hours == hours
    for wrong in ("[8]", "[8, 8]"):
        (found,) = problems(tmp_path, f"{GOOD}others: {{quiet_hours: {wrong}}}\n")
        assert "write two different hours such as [8, 18]" in found
