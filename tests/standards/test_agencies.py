"""What a unit belongs to on a day, and what a text names of it."""

from __future__ import annotations

import pytest

from auditor.model import Name, Site, SiteKind, Superior
from auditor.standards import agencies, table
from auditor.standards.folded_text import folded_name

TODAY = "2026-11-30"
ZONE = Site(
    "taichung",
    (
        Name("台中工業區服務中心", until="2023-09-25"),
        Name("台中產業園區服務中心", "Taichung Industrial Park Service Center"),
    ),
    SiteKind.SERVICE_CENTER,
)
BUREAU = Site("idb", (Name("經濟部工業局", until="2023-09-25"), Name("經濟部產業發展署")), SiteKind.BUREAU)
JOINED = Site(
    "ruifang",
    (Name("瑞芳(兼大武崙)工業區服務中心", until="2023-09-25"), Name("瑞芳(兼大武崙)產業園區服務中心")),
    SiteKind.SERVICE_CENTER,
)


@pytest.mark.parametrize(
    ("spelling", "other"),
    [
        ("臺中產業園區服務中心", "台中產業園區服務中心"),
        ("瑞芳（兼大武崙）產業園區服務中心", "瑞芳(兼大武崙)產業園區服務中心"),
        ("台中 產業園區\u3000服務中心", "台中產業園區服務中心"),
        ("ＡＢＣ１２３", "abc123"),
        ("「臺南」科技\u200b產業園區", "台南科技產業園區"),
    ],
)
def test_spellings_of_one_name_are_equal(spelling: str, other: str) -> None:
    assert folded_name(spelling) == folded_name(other)


def test_different_names_stay_different() -> None:
    assert folded_name("台中工業區") != folded_name("台北工業區")


def test_a_zone_changed_its_agency_on_a_day() -> None:
    on = {day: agencies.superior_on(ZONE, "agency", day) for day in ("2023-09-25", "2023-09-26", TODAY)}
    assert [agency.zh for agency in on.values() if agency] == [
        "經濟部工業局", "經濟部產業園區管理局", "經濟部產業園區管理局",
    ]  # fmt: skip
    assert all(agency.source for agency in on.values() if agency)
    parent = agencies.superior_on(ZONE, "parent", TODAY)
    assert parent is not None
    assert parent.zh == "經濟部"
    assert agencies.superior_on(ZONE, "branch", TODAY) is None  # stands in no source
    assert agencies.superior_on(BUREAU, "agency", TODAY) is None


def test_the_configuration_replaces_what_the_kind_gives() -> None:
    own = Site("a", (Name("甲"),), SiteKind.SERVICE_CENTER, agency=(Superior("乙署"),), branch=())
    assert agencies.superior_on(own, "agency", TODAY) == Superior("乙署")
    assert agencies.superiors(own, "branch") == ()


@pytest.mark.parametrize(
    ("site", "text", "kinds"),
    [
        (ZONE, "經濟部產業園區管理局 高屏分局", ["above"]),
        (ZONE, "臺北分局", ["above"]),
        (ZONE, "產業園區管理局", ["above"]),
        (ZONE, "農工業局", []),
        (ZONE, "工業局 台中工業區服務中心", ["former", "former"]),
        (ZONE, "原工業局", []),
        (ZONE, "Export Processing Zone Administration", ["former"]),
        (ZONE, "Taichung Industrial Park Service Center", ["own"]),
        (ZONE, "新竹縣政府台中產業園區服務中心", ["unlisted", "own"]),
        (ZONE, "版權所有台中產業園區服務中心", ["own"]),
        (JOINED, "瑞芳產業園區服務中心", ["own"]),
        (JOINED, "大武崙工業區服務中心", ["former"]),
        (JOINED, "瑞芳兼大武崙產業園區服務中心", ["own"]),
        (BUREAU, "經濟部產業發展署", ["own"]),
        (BUREAU, "工業局", ["former"]),
        (BUREAU, "經濟部產業園區管理局", ["not_above"]),
    ],
)
def test_names_are_found_in_a_text(site: Site, text: str, kinds: list[str]) -> None:
    assert [naming.kind.value for naming in agencies.names_in(text, site, TODAY)] == kinds


def test_before_the_change_the_old_names_were_right() -> None:
    found = agencies.names_in("經濟部工業局臺中工業區服務中心", ZONE, "2023-09-25")
    assert [naming.kind.value for naming in found] == ["above", "own"]


def test_a_commissioned_site_may_be_of_any_agency() -> None:
    project = Site("p", (Name("綠色工廠"),), SiteKind.COMMISSIONED)
    assert [naming.kind.value for naming in agencies.names_in("經濟部產業發展署", project, TODAY)] == ["above"]


def test_former_hosts_have_those_in_their_place() -> None:
    assert agencies.former_hosts("2023-09-25") == {}
    assert agencies.former_hosts(TODAY)["www.moeaidb.gov.tw"] == "www.ida.gov.tw"
    assert agencies.former_hosts(TODAY)["idbpark.moeaidb.gov.tw"] == "idbpark.bip.gov.tw"
    assert agencies.former_domain("proj.moeaidb.gov.tw", TODAY) == "moeaidb.gov.tw"
    assert agencies.former_domain("www.ida.gov.tw", TODAY) == ""


def test_every_source_and_agency_of_the_table_exists() -> None:
    rows = table("agencies")
    named = [row for group in rows["belonging"].values() for role in ("agency", "parent") for row in group[role]]
    assert {row["agency"] for row in named} <= rows["agencies"].keys()
    sources = {row["source"] for row in (*named, *rows["agencies"].values()) if "source" in row}
    assert sources <= rows["sources"].keys()
