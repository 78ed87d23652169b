"""How long the metadata of 10,000 pages take to be read and judged, on one core.

    python -m benchmarks.heads [--pages 10000]

The pages are those of the demo network, planted faults among them, over and over: their heads read by Beautiful Soup,
then judged by every check of metadata that looks at one page as delivered. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from datetime import date
from itertools import cycle, islice

import msgspec

from auditor.demo.network import build
from auditor.extract.home.metadata_soup import read_head
from auditor.extract.parse_batch import ParseJob, parse_batch
from auditor.judging import registry, run_checks
from auditor.model import Context, Judged, Outcome, Page, PageFacts, Rendered, Response, Scope, Topic, Untested

DAY = date(2026, 11, 23)


def main() -> None:
    """Read, judge, print one row."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=10_000)
    wanted = options.parse_args().pages
    network = build(today=DAY)
    sites = {site.id: site for site in network.portfolio.sites}
    site = next(iter(sites.values()))
    checks = [
        check
        for check in registry.select(registry.load_checks(packs=False), level="AA")
        if check.topic is Topic.METADATA and check.scope is Scope.PAGE and Rendered not in check.needs.values()
    ]
    bodies = {url: network.pages[url].body for url in network.kinds}
    facts = {url: _facts(url, body, site.id) for url, body in bodies.items()}
    found: Counter[Outcome] = Counter()
    started = time.process_time()
    for _, body in islice(cycle(bodies.items()), wanted):
        read_head(body.decode("utf-8", "replace"), "http://127.0.0.1/")
    read = time.process_time() - started
    for one in islice(cycle(facts.values()), wanted):
        for judged in run_checks.judge_page(checks, one, Context(site, DAY.isoformat())):
            if isinstance(judged, Judged):
                found.update(verdict.outcome for verdict in judged.verdicts)
    judging = time.process_time() - started - read
    print("| pages | checks | read, CPU s | judged, CPU s | verdicts | faults |\n|---|---|---|---|---|---|")
    row = (wanted, len(checks), round(read, 1), round(judging, 1), found.total(), found[Outcome.FAILED])
    print(f"| {' | '.join(f'{value:,}' for value in row)} |")


def _facts(url: str, body: bytes, site: str) -> PageFacts:
    (digested,) = parse_batch([ParseJob(url, body, "text/html", "", start=False)])
    page = msgspec.msgpack.decode(digested.page, type=Page)
    return PageFacts(url, site, Response(url, url, 200), page, Untested.NOT_VISITED)


if __name__ == "__main__":
    main()
