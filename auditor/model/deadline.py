"""Until when a fault has to be mended, and who is told when it was not."""

from __future__ import annotations

import msgspec

from auditor.model.check import Severity


class Deadlines(msgspec.Struct, frozen=True):
    """Days from the day a fault is open to the day it has to be mended, by severity; 0 sets no deadline.

    The known rules of agencies say one day (臺中市政府民政局, 2016) and two days (內政部消防署). ``working_days``
    counts only days on which Taiwan's offices are open. ``escalation`` is the address told of what is overdue.
    """

    blocker: int = 1
    serious: int = 1
    moderate: int = 2
    minor: int = 2
    notice: int = 0
    working_days: bool = False
    escalation: str = ""

    def days(self, severity: Severity) -> int:
        """The days allowed for a fault of this severity."""
        allowed: int = getattr(self, severity.value)
        return allowed
