"""How far the gathering has come: plain numbers for whoever shows them."""

from __future__ import annotations

from collections.abc import Callable

import msgspec


class Progress(msgspec.Struct, frozen=True):
    """A snapshot of the three queues. ``limit`` says what holds the speed back just now; rates are per second."""

    pages: int
    targets: int
    visits: int
    waiting: int
    visits_waiting: int
    seconds: float
    rate: float
    limit: str

    @property
    def done(self) -> int:
        """All pieces of work done in this process."""
        return self.pages + self.targets + self.visits

    @property
    def planned(self) -> int:
        """Done and known to be waiting; grows while pages are found."""
        return self.done + self.waiting + self.visits_waiting


Watch = Callable[[Progress], None]
