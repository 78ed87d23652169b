"""A record of mail: what was sent to a unit about a period, and whether it was accepted."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class MailKind(StrEnum):
    """What a letter contains: a unit's findings, those of an agency's or branch's units, or what is overdue."""

    DIGEST = "digest"
    OVERVIEW = "overview"
    ESCALATION = "escalation"


class MailState(StrEnum):
    """How far a letter came. A lasting ``sending`` was cut off while the server took it: it may have arrived."""

    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"


class MailRecord(msgspec.Struct, frozen=True):
    """One letter about a period to one unit at one address."""

    period: str
    """The period, for example ``2026-11``."""
    kind: MailKind
    """What it contains."""
    unit: str
    """The unit's name."""
    address: str
    """The recipient's address."""
    state: MailState
    """How far it came."""
    moment: str
    """When that was: ISO 8601 with the time zone."""
    detail: str = ""
    """The server's answer where it refused the letter; empty otherwise."""
