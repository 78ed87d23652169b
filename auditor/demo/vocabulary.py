"""The names of the 53 units and the words their pages are made of, read from the tables beside this module."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any, TypeVar

import msgspec

from auditor.model import SiteKind

_ROOM = files(__package__ or "auditor.demo")
_Shape = TypeVar("_Shape")


class DemoUnit(msgspec.Struct, frozen=True):
    """One of the 53 units: its id, which is also its folder, and its names."""

    id: str
    zh: str
    en: str
    kind: SiteKind
    city: str = ""
    region: str = ""

    @property
    def zone(self) -> str:
        """The name without the words that say what kind of office it is: 新竹產業園區."""
        if self.kind is SiteKind.BUREAU:
            return "全國產業園區"
        return re.sub("(服務中心|管理處|管理小組|環境保護中心)$", "", self.zh)


class News(msgspec.Struct, frozen=True):
    """One announcement, before the zone's name is filled in."""

    title: str
    text: tuple[str, ...]


class DemoForm(msgspec.Struct, frozen=True):
    """One form to download: PDF and ODT, and Word too where ``office`` says so.

    ``name`` is what is applied for with it, ``steps`` how.
    """

    file: str
    title: str
    name: str
    steps: tuple[str, ...]
    office: bool = False


class About(msgspec.Struct, frozen=True):
    """The introduction of a zone: three paragraphs and its offices (name, duties, telephone)."""

    founding: str
    traffic: str
    facilities: str
    offices: tuple[tuple[str, str, str], ...]


class English(msgspec.Struct, frozen=True):
    """The words of the English page."""

    intro: str
    services: tuple[tuple[str, str], ...]


class SystemRow(msgspec.Struct, frozen=True):
    """A system that the form names; ``path`` lies on the stand-in for outer hosts, empty is not configured."""

    id: str
    name: str
    how: str
    path: str = ""


class Vocabulary(msgspec.Struct, frozen=True):
    """All of ``vocabulary.yaml``. ``links`` are names with paths on the stand-in, ``hits`` page kinds by keyword."""

    classes: dict[str, tuple[str, str, str]]
    news: tuple[News, ...]
    about: About
    forms: tuple[DemoForm, ...]
    laws: tuple[str, ...]
    example: str
    links: tuple[tuple[str, str], ...]
    keywords: tuple[tuple[str, str], ...]
    policy: tuple[tuple[str, str], ...]
    english: English
    hits: dict[str, tuple[str, ...]]
    systems: tuple[SystemRow, ...]


def read_vocabulary(name: str, shape: type[_Shape]) -> _Shape:
    """A table of this folder in the given shape. Raises ``msgspec.ValidationError`` that names the row at fault."""
    return msgspec.yaml.decode((_ROOM / name).read_bytes(), type=shape)


def asset(name: str) -> bytes:
    """A file of ``files/``, such as the style sheet."""
    return (_ROOM / "files" / name).read_bytes()


@cache
def vocabulary() -> Vocabulary:
    """The words, read once."""
    return read_vocabulary("words.yaml", Vocabulary)


@cache
def demo_units() -> tuple[DemoUnit, ...]:
    """The bureau and the 52 units, in the order in which a smaller network takes them."""
    return read_vocabulary("units.yaml", tuple[DemoUnit, ...])


def fill(text: str, unit: DemoUnit) -> str:
    """The text with the unit's names in it."""
    return text.format(zone=unit.zone, unit=unit.zh, en=unit.en, city=unit.city)


def chance(seed: int, *names: Any) -> Random:
    """A stream of chance that depends on the seed and the names alone, not on what was drawn before."""
    return Random(":".join(map(str, (seed, *names))))  # noqa: S311 - it decorates pages, it guards nothing
