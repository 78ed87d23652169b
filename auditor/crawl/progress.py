"""How far a run's crawl has come, as plain numbers for a progress bar."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from auditor.crawl.held_hosts import HeldHost


class Progress(msgspec.Struct, frozen=True):
    """A snapshot of the three queues: fetches, bodies to parse, visits."""

    pages: int
    """Pages of sites fetched and parsed in this process."""

    targets: int
    """Other addresses fetched in this process."""

    visits: int
    """Pages visited with a browser in this process."""

    waiting: int
    """Addresses known and not yet fetched and parsed."""

    visits_waiting: int
    """Visits planned and not yet made."""

    seconds: float
    """Since this process began."""

    rate: float
    """Pieces of work a second, over the last seconds."""

    limit: str
    """What limits the speed now: politeness, network, reading (parsing) or browser."""

    held: tuple[HeldHost, ...] = ()
    """Hosts that hold the run while nothing else is left to do."""

    @property
    def done(self) -> int:
        """All pieces of work done in this process."""
        return self.pages + self.targets + self.visits

    @property
    def planned(self) -> int:
        """Done and known to be waiting; grows while pages are found."""
        return self.done + self.waiting + self.visits_waiting


Watch = Callable[[Progress], None]
