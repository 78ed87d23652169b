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


def test_the_bureaus_file_has_both_agencies_and_the_52_units() -> None:
    portfolio = load_portfolio(ROOT / "sites.yaml")
    kinds = [site.kind for site in portfolio.sites if site.kind.counts]
    assert [kinds.count(kind) for kind in SiteKind if kind.counts] == [1, 1, 3, 46, 1, 2]
    assert sum(bool(site.url) for site in portfolio.sites) == 8
    assert len(portfolio.systems) == 23
    assert portfolio.site("idb").names[0].until == "2023-09-25"
    assert [site.id for site in portfolio.sites if not site.has_present_name] == [
        "mo-north", "mo-central", "mo-south", "env-center",
    ]  # fmt: skip
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


def test_equal_keys_are_refused_with_both_lines(tmp_path: Path) -> None:
    text = GOOD.replace("  - id: two", "    budget: {depth: 4}\n  - id: two") + "drivers: 2\ndrivers: 3\n"
    found = problems(tmp_path, text)
    assert len(found) == 2
    assert any("sites.yaml:11: sites.0.budget: is already given at line 10" in problem for problem in found)
    assert any("sites.yaml:16: drivers: is already given at line 15" in problem for problem in found)


@pytest.mark.parametrize(
    "text",
    [
        "inside: ['https://admin:geheim@intern.example/']",
        "browsers: ['http://admin:geheim@10.0.0.1:4444']",
        "cluster: 'tls://admin:geheim@10.0.0.1:8786'",
        "contact: 'https://admin:geheim@example.gov.tw/'",
        "others: 'https://admin:geheim@example.gov.tw/'",
        "systems: {a: {name: 系統, how: probe, url: 'https://admin:geheim@example.gov.tw/'}}",
    ],
)
def test_a_password_in_an_address_is_refused_and_not_repeated(tmp_path: Path, text: str) -> None:
    (found,) = problems(tmp_path, f"{GOOD}{text}\n")
    assert "sites.yaml:14:" in found
    assert "geheim" not in found


def test_a_password_in_a_search_address_is_refused(tmp_path: Path) -> None:
    text = GOOD.replace("    budget: {depth: 3}", '    search_probe: "https://a:geheim@example.gov.tw/?q={word}"')
    (found,) = problems(tmp_path, text)
    assert "without user name and password" in found
    assert "geheim" not in found


@pytest.mark.parametrize("wrong", ["budget: {pages: 0}", "budget: 5", "colour: red", "default_owner: {email: a@b.tw}"])
def test_a_mistake_under_defaults_is_reported_once(tmp_path: Path, wrong: str) -> None:
    (found,) = problems(tmp_path, GOOD.replace("budget: {pages: 40}", wrong, 1))
    assert "sites.yaml:3: defaults." in found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("drivers: 0", "drivers: is 0; write 1 or more"),
        ("drivers: 99", "drivers: is 99; write 32 or less"),
        ("drivers: many", "drivers: is 'many'; write a whole number"),
        ("drivers: 1.5", "drivers: is 1.5; write a whole number"),
        ("keep_bodies_days: 99999", "write 4,000 or less"),
        ("others: {delay: soon}", "others.delay: is 'soon'; write a number, such as 0.5"),
        ("others: {robots: perhaps}", "write true or false"),
        ("others: {quiet_hours: 8}", "write a list"),
        ("others: 8", "others: is 8; write keys with values"),
        ("contact: 8", "write a text"),
        ("contact:", "contact: is empty; write a text"),
        ("pages: 40", "pages: is no key here; it belongs under “defaults.budget”"),
        ("driver: 4", "driver: is no key here; did you mean “drivers”?"),
        ("others: {drivers: 4}", "others.drivers: is no key here; remove it"),
        ("xyzzy: 4", "xyzzy: is no key here; remove it"),
    ],
)
def test_ranges_types_and_keys_are_worded_plainly(tmp_path: Path, text: str, words: str) -> None:
    (found,) = problems(tmp_path, f"{GOOD}{text}\n")
    assert words in found


def test_a_key_is_never_said_to_be_meant_by_itself(tmp_path: Path) -> None:
    site = '{id: a, names: [{zh: 甲}], kind: bureau, url: "https://a.gov.tw/", agency: [{zh: 乙, form: "2023-09-26"}]}'
    found = problems(tmp_path, f"defaults: {{politeness: {{delay: 99}}}}\nsites: [{site}]")
    assert any("did you mean “from”?" in text for text in found), found
    assert any("write 60 or less" in text for text in found), found
