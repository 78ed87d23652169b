"""A letter: what a unit was told of a period by mail, and whether it truly went out."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class MailKind(StrEnum):
    """What a letter is: a unit's list, or what is overdue for those above."""

    DIGEST = "digest"
    ESCALATION = "escalation"


class MailState(StrEnum):
    """How far a letter came. ``sending`` that stays was cut off while the server took it: it may have arrived."""

    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"


class MailRecord(msgspec.Struct, frozen=True):
    """One letter of a period (``2026-11``) to one unit at one address. ``moment`` is ISO with the time zone."""

    period: str
    kind: MailKind
    unit: str
    address: str
    state: MailState
    moment: str
    detail: str = ""
