"""What templates are given: frozen values, already worded, with nothing left to decide but the layout."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property

import msgspec

from auditor.findings.grouping import SharedFault
from auditor.model import Check, Evidence, Waiver
from auditor.report.words import Words


class Report(msgspec.Struct, frozen=True, dict=True):
    """What every page is made from: the evidence, the checks by id, the faults shared by sites, and the words."""

    evidence: Evidence
    checks: dict[str, Check]
    shared: tuple[SharedFault, ...]
    words: Words

    @cached_property
    def waivers(self) -> dict[str, Waiver]:
        """The waivers of the judgement by id."""
        return {waiver.id: waiver for waiver in self.evidence.judgement.waivers}


class Status(StrEnum):
    """The four marks; each is shown as a shape and a word, never as a colour alone."""

    MET = "met"
    NOT_MET = "not_met"
    CANT_TELL = "cant_tell"
    UNTESTED = "untested"


class Anchor(msgspec.Struct, frozen=True):
    """Words that lead somewhere in this report; every address inside it is as seen from the report's own folder."""

    text: str
    href: str


class Figure(msgspec.Struct, frozen=True):
    """One figure with its label and, where it has one, its denominator in words."""

    label: str
    value: str
    note: str = ""


class Todo(msgspec.Struct, frozen=True):
    """One of the things to do first: what, on what, what it would mend, and where the reader finds it."""

    text: str
    gain: str
    href: str = ""
    subject: str = ""


class Column(msgspec.Struct, frozen=True):
    """A column of a table: its header (with the unit), and whether numbers stand in it."""

    label: str
    numeric: bool = False


class TableCell(msgspec.Struct, frozen=True):
    """A cell: text, and where it has them a mark, a link, a second line, or more columns to cover.

    ``outside`` marks an address of an audited site; ``code`` text that is to be read letter by letter.
    """

    text: str
    status: Status | None = None
    href: str = ""
    note: str = ""
    span: int = 1
    outside: bool = False
    code: bool = False


class Row(msgspec.Struct, frozen=True):
    """A row of a table; the first cell is its header."""

    header: TableCell
    cells: tuple[TableCell, ...]


class Grid(msgspec.Struct, frozen=True):
    """A table with its caption. ``key`` tells it from others on the page."""

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


class ChartBar(msgspec.Struct, frozen=True):
    """One bar of a chart: its label, its value in words, and its length in percent of the longest."""

    label: str
    value: str
    length: float


class Chart(msgspec.Struct, frozen=True):
    """Bars from zero with the text that says the same."""

    key: str
    title: str
    summary: str
    bars: tuple[ChartBar, ...]


class Spotted(msgspec.Struct, frozen=True):
    """One place of a fault. ``href`` is empty where the address is none that a reader may follow."""

    url: str
    href: str
    where: str
    selector: str
    snippet: str
    facts: tuple[tuple[str, str], ...]
    question: str = ""


class ReportImage(msgspec.Struct, frozen=True):
    """A picture of a report: its path in the report's folder, what it shows in words, width and height."""

    href: str
    alt: str
    width: int
    height: int


class Card(msgspec.Struct, frozen=True):
    """One finding, unfolded: what happens, where, the evidence, how to mend it, its history and its codes."""

    id: str
    status: Status
    severity: str
    severity_word: str
    title: str
    subject: str
    cause: str
    cause_href: str
    reach: str
    owner: str
    age: str
    effect: str
    question: str
    remedy: str
    first: tuple[Spotted, ...]
    rest: tuple[Spotted, ...]
    more: Anchor | None
    cut: str
    history: tuple[tuple[str, str], ...]
    codes: tuple[tuple[str, str], ...]
    check: str
    topic: str = ""
    life: str = ""
    archive: str = ""
    picture: ReportImage | None = None


class FormRow(msgspec.Struct, frozen=True):
    """One row of the form as the evaluator reads it: verdict, what it rests on, and each thing asked to be proved.

    ``counts`` says how many sites stand where; empty for the row of one site.
    """

    id: str
    label: str
    status: Status
    word: str
    sentence: str
    items: Grid
    counts: dict[Status, int] = {}


class FindingGroup(msgspec.Struct, frozen=True):
    """Findings under one heading. ``cards`` are rendered already, so that one card can stand on several pages."""

    key: str
    title: str
    cards: tuple[str, ...]
