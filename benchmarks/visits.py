"""Our side of the accessibility benchmark: visits as a run makes them, in a process that loads nothing else.

    python -m benchmarks.visits MODE DRIVERS FILE

FILE lists addresses; MODE is ``rules`` or anything else for every probe. A line is printed for each page that was seen.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Sequence
from pathlib import Path

from auditor.browser.chromium import BrowserSettings
from auditor.browser.visit_batch import VisitJob, open_visitor, visit_batch
from auditor.jobs.executors import WorkerPools

BATCH = 4


def main() -> None:
    """Visit the pages of the file with so many browsers."""
    mode, drivers, file = sys.argv[1:]
    pages = Path(file).read_text(encoding="utf-8").split()
    opening = functools.partial(open_visitor, terms(pages))
    with WorkerPools(cores=1, drivers=int(drivers), open_visitor=opening) as workers:
        for done in (workers.visit_executor or workers.parse_executor).map(visit_batch, batches(pages, mode)):
            for visit in done:
                if visit.failure is None:
                    print(len(visit.rendered), flush=True)


def batches(pages: Sequence[str], mode: str) -> list[list[VisitJob]]:
    """The pages as jobs, as a run hands them to its browsers."""
    items = [VisitJob(url, "site", probes=mode != "rules") for url in pages]
    return [items[start : start + BATCH] for start in range(0, len(items), BATCH)]


def terms(pages: Sequence[str]) -> BrowserSettings:
    """The usual terms of a visit; the pages' own servers may be asked although they are on loopback."""
    return BrowserSettings(inside=frozenset("/".join(url.split("/")[:3]) for url in pages))


if __name__ == "__main__":
    main()
