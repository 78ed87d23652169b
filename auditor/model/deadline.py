"""Until when a fault has to be mended, and who is notified when it was not."""

from __future__ import annotations

import msgspec

from auditor.model.check import Severity


class Deadlines(msgspec.Struct, frozen=True):
    """Days from the day a fault is open to the day it has to be mended, by severity; 0 sets no deadline.

    The known rules of agencies demand one day (臺中市政府民政局, 2016) and two days (內政部消防署).
    """

    blocker: int = 1
    """Days for a blocker."""
    serious: int = 1
    """Days for a serious fault."""
    moderate: int = 2
    """Days for a moderate fault."""
    minor: int = 2
    """Days for a minor fault."""
    notice: int = 0
    """Days for a notice."""
    working_days: bool = False
    """Whether only days count on which Taiwan's offices are open."""
    escalation: str = ""
    """The mail address that is notified of overdue faults; empty: none."""

    def days(self, severity: Severity) -> int:
        """Return the days allowed for a fault of this severity."""
        allowed: int = getattr(self, severity.value)
        return allowed
