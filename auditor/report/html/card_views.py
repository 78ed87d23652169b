"""Values that the template of a finding's card renders: the card, its places and its picture."""

from __future__ import annotations

import msgspec

from auditor.report.html.views import Anchor, Status


class PlaceView(msgspec.Struct, frozen=True):
    """One place of a finding."""

    url: str
    """The address of the page, as it is."""

    href: str
    """The same address where a reader may follow it; empty for any other scheme than http and https."""

    position: str
    """The part of the page and the line in its source; empty where both are unknown."""

    selector: str
    """The CSS selector of the element; may be empty."""

    snippet: str
    """The beginning of the element's source; may be empty."""

    facts: tuple[tuple[str, str], ...]
    """What the check stated, as (label, text)."""

    question: str = ""
    """What a person has to decide here; empty where the check has decided."""


class ReportImage(msgspec.Struct, frozen=True):
    """A picture of a report."""

    href: str
    """Its path in the report's folder."""

    alt: str
    """What it shows, in words."""

    width: int
    """Its width in CSS pixels."""

    height: int
    """Its height in CSS pixels."""


class Card(msgspec.Struct, frozen=True):
    """One finding: closed, what it is and how far it reaches; open, everything needed to mend it."""

    id: str
    """The card's id on the page."""

    status: Status
    """``NOT_MET`` for a fault, ``CANT_TELL`` for a question."""

    severity: str
    """The severity's value, a class of the style sheet."""

    severity_word: str
    """The severity in words."""

    title: str
    """What is at fault, in the check's words."""

    subject: str
    """The address or part of a template that it is about, at most a line long."""

    cause: str
    """What has to be mended; empty where it is the place itself."""

    cause_href: str
    """``cause`` where it is an address that a reader may follow, else empty."""

    reach: str
    """On how many places and pages it stands."""

    owner: str
    """The unit that answers for it, or that none is assigned."""

    age: str
    """Its life, the days it is open, and the days it is overdue."""

    effect: str
    """What a visitor experiences; may be empty."""

    question: str
    """What a person has to decide; empty for a fault."""

    remedy: str
    """How to mend it; may be empty."""

    first: tuple[PlaceView, ...]
    """The places shown at once."""

    rest: tuple[PlaceView, ...]
    """The places that a reader unfolds."""

    more: Anchor | None
    """The page that lists all places; None where the card holds them all."""

    cut: str
    """How many places were kept of how many; empty where all were."""

    history: tuple[tuple[str, str], ...]
    """Number, life, days, deadline and waiver, as (label, text)."""

    codes: tuple[tuple[str, str], ...]
    """Criteria and codes, as (version of the standard, codes)."""

    check: str
    """The check's id."""

    topic: str = ""
    """The check's topic, a class of the style sheet; empty for a check that is not installed."""

    life: str = ""
    """The life's value, a class of the style sheet."""

    wrong: str = ""
    """The command that records a false alarm; empty for a finding that is not open."""

    archive: str = ""
    """Where earlier copies of a dead address may be found; empty: nowhere."""

    annex: str = ""
    """The path of the page that lists all its places for print; empty: nowhere."""

    picture: ReportImage | None = None
    """A picture of the element at fault; None where there is none."""


class RuleCard(msgspec.Struct, frozen=True):
    """Many findings of one rule on one site, each with its own card inside."""

    title: str
    """What is at fault."""

    severity: str
    """The severity's value, a class of the style sheet."""

    severity_word: str
    """The severity in words."""

    reach: str
    """How many findings, places and pages there are."""

    topic: str
    """The check's topic, a class of the style sheet."""

    new: bool
    """Whether one of the findings is new."""

    cards: tuple[str, ...]
    """The cards of the findings as HTML."""
