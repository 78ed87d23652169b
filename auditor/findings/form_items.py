"""The items of the form's rows as ``indicator.yaml`` declares them: their checks, thresholds, units and words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType

import msgspec

from auditor.model import Site, Text
from auditor.standards import table
from auditor.standards.criteria import levels_up_to


class How(StrEnum):
    """What meets an item: that nothing failed, or that a large enough share is good."""

    ALL = "all"
    SHARE = "share"


class Count(StrEnum):
    """What a share counts."""

    THINGS = "things"
    PAGES = "pages"


class Threshold(msgspec.Struct, frozen=True):
    """The share at which an item is met."""

    value: float
    """From 0 to 1."""
    ours: bool
    """Whether no rule gives the figure: then the bureau may choose another."""


class Further(msgspec.Struct, frozen=True):
    """A check that counts only from a level on, or only under one version of the specification."""

    check: str
    level: str = "A"
    """The lowest level of a site (``A``, ``AA``, ``AAA``) at which it counts."""
    standard: str = ""
    """The version of the specification under which it counts; empty for all."""


class RowItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that a row of the form requires to be proved."""

    zh: str
    en: str
    checks: tuple[str, ...] = ()
    """The checks that always decide it; none where only people can."""
    also: tuple[Further, ...] = ()
    """The checks that decide it at some levels or versions only."""
    how: How = How.ALL
    count: Count = Count.THINGS
    threshold: Threshold | None = None
    unit: str = ""
    """The key of what is counted, in ``units``."""
    reason: str = ""
    """The key of why no check decides it, in ``reasons``."""
    systems: tuple[str, ...] = ()
    """Ids of the systems that the row names: the item is about them alone, and applies to the bureau only."""

    def checks_for(self, site: Site) -> tuple[str, ...]:
        """The checks that decide this item under the site's level and version of the specification."""
        reached = levels_up_to(site.level)
        further = (more.check for more in self.also if more.level in reached and more.standard in {"", site.version})
        return (*self.checks, *further)


class Indicator(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of ``indicator.yaml``."""

    coverage: Threshold
    """The share of subjects that must have been examined before an item can be met."""
    rows: dict[str, tuple[str, ...]]
    """The items of each row, by the row's id, in the form's order."""
    items: dict[str, RowItem]
    units: dict[str, Text]
    reasons: dict[str, Text]


@cache
def indicator() -> Indicator:
    """``indicator.yaml`` as values. Raises ``msgspec.ValidationError`` that names the key at fault."""
    return msgspec.convert(table("indicator"), Indicator)


def effective_thresholds(chosen: Mapping[str, float] = MappingProxyType({})) -> dict[str, float]:
    """The thresholds that no rule gives, by item or ``coverage``: those of ``indicator.yaml`` unless ``chosen``."""
    known = indicator()
    ours = {name: item.threshold for name, item in known.items.items()} | {"coverage": known.coverage}
    return {name: chosen.get(name, each.value) for name, each in ours.items() if each and each.ours}


def describe(key: str) -> Text:
    """The words for a row of the form, an item, a unit or a reason. Raises ``KeyError`` for any other key."""
    known = indicator()
    if key in known.items:
        return Text(known.items[key].zh, known.items[key].en)
    words = {**_labels(), **known.units, **known.reasons}
    return words[key]


@cache
def _labels() -> dict[str, Text]:
    items = (item for dimension in table("form")["form"] for item in dimension["items"])
    return {row["id"]: Text(row["label"], row["label_en"]) for item in items for row in item["rows"]}
