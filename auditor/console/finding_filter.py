"""The filters of the list of findings: read from an address, written back into one, applied to rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self
from urllib.parse import urlencode

import msgspec

from auditor.console.exchange import WebRequest
from auditor.console.finding_index import CLOSED, FindingRow
from auditor.findings.deadlines import days_open

OPEN = "open"
"""The state that stands for every state in which somebody has something to do; the default."""

ANY = "any"
"""The state that stands for all."""


class FindingFilter(msgspec.Struct, frozen=True):
    """What a list shows; an empty field leaves nothing out."""

    q: str = ""
    """Words that all stand in title, cause, address, unit, check or number."""
    state: str = OPEN
    """A ``WorkState``, ``OPEN`` or ``ANY``."""
    kind: str = ""
    """``failed`` or ``cant_tell``."""
    severity: str = ""
    topic: str = ""
    site: str = ""
    unit: str = ""
    check: str = ""
    assigned: str = ""
    """The account that a finding is assigned to."""
    late: str = ""
    """``1``: only what should have been mended before."""
    age: str = ""
    """Days for which a finding has been open at least."""
    since: str = ""
    """The first day (ISO) of findings that are new since then."""

    @classmethod
    def of_request(cls, request: WebRequest) -> Self:
        """Return the filter that an address holds; what it does not hold is the default."""
        sent = {name: value for name in cls.__struct_fields__ if (value := request.asked(name))}
        return cls(**sent)

    @property
    def query(self) -> str:
        """Return the filter as the query of an address; empty for the default."""
        chosen = ((name, getattr(self, name)) for name in self.__struct_fields__)
        return urlencode([(name, value) for name, value in chosen if value != getattr(FindingFilter(), name)])

    def choose(self, rows: Iterable[FindingRow], day: str) -> list[FindingRow]:
        """Return the rows that pass, in their order; ages are those on a day (ISO)."""
        words = self.q.casefold().split()
        least = int(self.age) if self.age.isascii() and self.age.isdigit() else 0
        return [row for row in rows if self._passes(row) and self._is_of_age(row, day, least) and _has(row, words)]

    def _passes(self, row: FindingRow) -> bool:
        finding, indexed = row.indexed.finding, row.indexed
        wanted = (
            (self.kind, finding.outcome.value),
            (self.severity, finding.severity.value),
            (self.topic, indexed.topic),
            (self.site, finding.site),
            (self.unit, indexed.unit),
            (self.check, finding.check),
            (self.assigned, row.assigned),
            (self.late, "1" if row.late else "0"),
        )
        return self._is_in_state(row) and all(not value or value == present for value, present in wanted)

    def _is_in_state(self, row: FindingRow) -> bool:
        if self.state == OPEN:
            return row.state not in CLOSED
        return self.state in {ANY, row.state.value}

    def _is_of_age(self, row: FindingRow, day: str, least: int) -> bool:
        finding = row.indexed.finding
        return (not self.since or finding.first_seen >= self.since) and (not least or days_open(finding, day) >= least)


def _has(row: FindingRow, words: list[str]) -> bool:
    return all(word in row.indexed.text for word in words)
