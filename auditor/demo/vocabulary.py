"""Reads the names of the units and the texts of their pages from the tables beside this module."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any, TypeVar

import msgspec

from auditor.model import SiteKind

_FOLDER = files(__package__ or "auditor.demo")
_Shape = TypeVar("_Shape")


class DemoUnit(msgspec.Struct, frozen=True):
    """One of the units: its id, which is also its folder, and its names."""

    id: str
    zh: str
    en: str
    kind: SiteKind
    city: str = ""
    region: str = ""

    @property
    def agency(self) -> str:
        """The name of the agency that it belongs to; empty for the bureau, which is one itself."""
        return "" if self.kind is SiteKind.BUREAU else "經濟部產業園區管理局"

    @property
    def branch(self) -> str:
        """The branch that the demo takes it to belong to, by its place; empty where it has none."""
        southern = "高屏分局" if self.city in {"高雄市", "屏東縣"} else "臺南分局"
        branches = {"north": "臺北分局", "east": "臺北分局", "central": "臺中分局", "south": southern}
        return branches.get(self.region, "") if self.agency else ""

    @property
    def former(self) -> str:
        """The name that it had until 2023-09-25; empty where it kept it."""
        return self.zh.replace("產業園區服務中心", "工業區服務中心") if self.zh.endswith("產業園區服務中心") else ""

    @property
    def zone(self) -> str:
        """The name without the kind of office, such as 新竹產業園區."""
        if self.kind is SiteKind.BUREAU:
            return "全國產業園區"
        return re.sub("(服務中心|管理處|管理小組|環境保護中心)$", "", self.zh)


class News(msgspec.Struct, frozen=True):
    """One announcement, before the zone's name is filled in."""

    title: str
    text: tuple[str, ...]


class DemoForm(msgspec.Struct, frozen=True):
    """One form to download as PDF and ODT."""

    file: str
    """Name of the files, without ending."""
    title: str
    name: str
    """What people apply for with it."""
    steps: tuple[str, ...]
    """How they apply."""
    office: bool = False
    """Whether it is offered as Word file too."""


class About(msgspec.Struct, frozen=True):
    """The introduction of a zone: three paragraphs and its offices."""

    founding: str
    traffic: str
    facilities: str
    offices: tuple[tuple[str, str, str], ...]
    """Name, duties and telephone of each."""


class English(msgspec.Struct, frozen=True):
    """The words of the English page."""

    intro: str
    services: tuple[tuple[str, str], ...]


class SystemRow(msgspec.Struct, frozen=True):
    """A system that the form names."""

    id: str
    name: str
    how: str
    """``audit``, ``probe`` or ``internal``."""
    path: str = ""
    """Its path on the outer host; empty is not configured."""


class Vocabulary(msgspec.Struct, frozen=True):
    """All of ``words.yaml``."""

    classes: dict[str, tuple[str, str, str]]
    """Theme, policy and service by kind of page."""
    news: tuple[News, ...]
    about: About
    forms: tuple[DemoForm, ...]
    laws: tuple[str, ...]
    example: str
    links: tuple[tuple[str, str], ...]
    """Names of other offices with their paths on the outer host."""
    keywords: tuple[tuple[str, str], ...]
    """Keywords of the search with the name of each in addresses."""
    policy: tuple[tuple[str, str], ...]
    english: English
    hits: dict[str, tuple[str, ...]]
    """Kinds of the pages found, by the name of the keyword."""
    systems: tuple[SystemRow, ...]


def read_vocabulary(name: str, shape: type[_Shape]) -> _Shape:
    """A table of this folder in the given shape. Raises ``msgspec.ValidationError`` that names the faulty row."""
    return msgspec.yaml.decode((_FOLDER / name).read_bytes(), type=shape)


def asset(name: str) -> bytes:
    """A file of ``files/``, such as the style sheet."""
    return (_FOLDER / "files" / name).read_bytes()


@cache
def vocabulary() -> Vocabulary:
    """The texts, read once."""
    return read_vocabulary("words.yaml", Vocabulary)


@cache
def demo_units() -> tuple[DemoUnit, ...]:
    """The bureau and the 52 units, in the order in which a smaller network takes them."""
    return read_vocabulary("units.yaml", tuple[DemoUnit, ...])


def fill(text: str, unit: DemoUnit) -> str:
    """The text with the unit's names in it."""
    return text.format(zone=unit.zone, unit=unit.zh, en=unit.en, city=unit.city)


def random_stream(seed: int, *names: Any) -> Random:
    """A random generator that depends on the seed and the names alone, not on what was drawn before."""
    return Random(":".join(map(str, (seed, *names))))  # noqa: S311 - for the texts of pages only
