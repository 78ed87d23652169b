"""Values that templates render: frozen, worded in the report's language, with nothing left to decide but the layout."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property

import msgspec

from auditor.findings.sharing import SharedFault
from auditor.model import Check, Evidence, Waiver
from auditor.report.words import Words


class Report(msgspec.Struct, frozen=True, dict=True):
    """What every page and export of a report is made from."""

    evidence: Evidence
    """One judgement with its run, its sites and their findings."""

    checks: dict[str, Check]
    """The installed checks by id; a finding may name one that is no longer installed."""

    shared: tuple[SharedFault, ...]
    """The faults that stand on several sites."""

    words: Words
    """The texts of the report's language."""

    @cached_property
    def waivers(self) -> dict[str, Waiver]:
        """Return the waivers of the judgement by id."""
        return {waiver.id: waiver for waiver in self.evidence.judgement.waivers}


class Status(StrEnum):
    """The four marks; each is shown as a shape and a word, never as a colour alone."""

    MET = "met"
    NOT_MET = "not_met"
    CANT_TELL = "cant_tell"
    UNTESTED = "untested"


class Anchor(msgspec.Struct, frozen=True):
    """A link inside the report."""

    text: str
    """The words of the link."""

    href: str
    """Its target, from the report's own folder; empty for the page that is shown."""


class Figure(msgspec.Struct, frozen=True):
    """One figure with its label."""

    label: str
    """What is counted."""

    value: str
    """The figure, formatted."""

    note: str = ""
    """Its denominator, or what else has to be read with it; empty: nothing."""


class Todo(msgspec.Struct, frozen=True):
    """One of the things to do first."""

    text: str
    """What to do."""

    gain: str
    """How many sites, pages and places it would mend."""

    href: str = ""
    """Where the details stand, from the report's own folder; empty: nowhere."""

    subject: str = ""
    """The address or the part of a template that is at fault; empty where ``text`` names it."""


class ChartBar(msgspec.Struct, frozen=True):
    """One bar of a chart."""

    label: str
    """What the bar stands for: a site, a day."""

    value: str
    """Its value, formatted."""

    length: float
    """Its length in percent of the longest possible bar."""


class Chart(msgspec.Struct, frozen=True):
    """A bar chart; all bars begin at zero."""

    key: str
    """Its id on the page, without the prefix ``c-``."""

    title: str
    """Its title."""

    summary: str
    """What it shows, in a sentence."""

    bars: tuple[ChartBar, ...]
    """The bars from top to bottom."""


class FindingGroup(msgspec.Struct, frozen=True):
    """The cards of a page under one heading."""

    key: str
    """The id of the heading, without the prefix ``g-``."""

    title: str
    """The heading, with the number of findings in the whole group."""

    cards: tuple[str, ...]
    """The cards as HTML: rendered once, since a page's size decides where the next begins."""
