"""Geometry of the map of sites by rows of the form: one small cell each, grouped by agency and branch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

import msgspec

from auditor.model import SiteEvidence
from auditor.report.html.agency_groups import SiteGroup, site_groups
from auditor.report.html.row_status import indicator_rows, row_mark, site_row
from auditor.report.html.views import Report, Status
from auditor.report.words import Words

_LEFT, _HEAD = 290, 16
_CELL, _PITCH, _GAP, _LINE = 14, 16, 12, 20


class HeatCell(msgspec.Struct, frozen=True):
    """One row of the form on one site."""

    x: int
    """Left edge in pixels."""
    y: int
    """Upper edge in pixels."""
    status: Status
    """Its mark."""
    href: str
    """The row on the page of the site, from the report's own folder."""
    title: str
    """Site, row and status in words."""


class HeatLabel(msgspec.Struct, frozen=True):
    """A name beside the cells."""

    x: int
    """Left edge in pixels."""
    y: int
    """Base line in pixels."""
    text: str
    """The name."""


class HeatMap(msgspec.Struct, frozen=True):
    """Sites from left to right, the rows of the form from top to bottom."""

    width: int
    """Width in pixels."""
    height: int
    """Height in pixels."""
    cells: tuple[HeatCell, ...]
    """The cells, site by site."""
    heads: tuple[HeatLabel, ...]
    """Names of branches, and of agencies over their main sites."""
    rows: tuple[HeatLabel, ...]
    """Numbers and names of the rows."""
    legend: tuple[tuple[Status, str], ...]
    """Each status with its word."""


def heat_map(report: Report, sites: Sequence[SiteEvidence]) -> HeatMap:
    """Place a cell for each row of the indicator on each site."""
    words, groups = report.words, site_groups(report, sites)
    lefts = list(accumulate((len(group.sites) * _PITCH + _GAP for group in groups), initial=_LEFT))
    heads = tuple(_heads([group.branch or group.agency for group in groups], lefts))
    top = max((head.y for head in heads), default=0) + _CELL
    labels = tuple(
        HeatLabel(0, top + number * _LINE + _CELL - 2, f"{row['id']} {words.pick(row, 'label')}")
        for number, row in enumerate(indicator_rows())
    )
    cells = tuple(cell for group, left in zip(groups, lefts, strict=False) for cell in _cells(words, group, left, top))
    width = max([lefts[-1], *(head.x + _width(head.text) for head in heads)])
    legend = tuple((status, words.of(status)) for status in Status)
    return HeatMap(width, top + len(labels) * _LINE, cells, heads, labels, legend)


def _heads(names: Sequence[str], lefts: Sequence[int]) -> Iterator[HeatLabel]:
    """The names of groups, each on the first line where it does not run into the one before."""
    ends: list[int] = []
    for name, left in zip(names, lefts, strict=False):
        line = next((number for number, end in enumerate(ends) if end <= left), len(ends))
        ends[line : line + 1] = [left + _width(name)]
        yield HeatLabel(left, _HEAD + line * _HEAD, name)


def _width(text: str) -> int:
    """Pixels that a name takes at most in the size of heads."""
    return sum(7 if letter.isascii() else 13 for letter in text) + 8


def _cells(words: Words, group: SiteGroup, left: int, top: int) -> Iterator[HeatCell]:
    rows = indicator_rows()
    for column, site in enumerate(group.sites):
        for line, row in enumerate(rows):
            status = row_mark(site_row(site, row["id"]))
            parts = (group.branch or group.agency, words.name(site.site), row["id"], words.of(status))
            href = f"sites/{site.site.id}.html{'' if status is Status.UNTESTED else '#r-' + row['id']}"
            place = left + column * _PITCH, top + line * _LINE
            yield HeatCell(*place, status, href, words.joined(parts, by="part"))
