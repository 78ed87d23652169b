"""Accessibility visits beside other tools: the same pages, the same axe-core, the same machine, in one run.

    python -m benchmarks.accessibility [--pages 40] [--rivals FOLDER] [--at-once 1 2] [--passes 2] [--memory 500]

FOLDER holds the rivals, installed by:

    npm install pa11y-ci @axe-core/cli
    python -m venv py && py/bin/pip install playwright axe-playwright-python

One that is not there is named and left out. The pages are those of the demo network on loopback. Every tool gets our
axe-core and our rules where it can be told to, and starts its own browsers, whose start is counted; it is run with each
number of pages at once, and its best row is what to compare. Every second pass takes the tools in reverse, so that
other work on the machine does not always meet the same one. ``--memory`` shows so many pages to one browser process of
ours, with all probes, and prints what the process tree holds on the way. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import functools
import itertools
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from auditor.demo.network import DemoNetwork, build
from auditor.demo.server import running
from auditor.gather.chromium import BrowserTerms, browser_program, driver_program
from auditor.gather.engines import TAGS, engine_folder
from auditor.gather.visit import VisitItem, open_visitor, visit_batch
from auditor.workers import Workers
from benchmarks.demo import descendants, held_bytes, measured

BATCH = 4
PAGES_PER_SITE = 15
SWITCHES = ("headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage", "disable-quic", "no-first-run")


class Row(NamedTuple):
    """One run of a tool: what it cost, and how many pages it gave an answer for."""

    tool: str
    at_once: int
    seconds: float
    cpu: float
    peak: int
    answered: int


def main() -> None:
    """Run every tool and print the table, or watch the memory of ours."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=40)
    options.add_argument("--rivals", type=Path)
    options.add_argument("--at-once", type=int, nargs="+", default=[1, 2])
    options.add_argument("--passes", type=int, default=2)
    options.add_argument("--memory", type=int, default=0)
    options.add_argument("--port", type=int, default=39_080)
    options.add_argument("--ours", nargs=3, metavar=("MODE", "DRIVERS", "FILE"), help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.ours:
        mode, drivers, file = chosen.ours
        _ours(mode, int(drivers), Path(file).read_text(encoding="utf-8").split())
        return
    network = build(zones=max(4, -(-(chosen.memory or chosen.pages) // PAGES_PER_SITE)), port=chosen.port)
    with running(network), tempfile.TemporaryDirectory() as folder:
        if chosen.memory:
            _memory(_addresses(network, chosen.memory), network)
            return
        _compare(_addresses(network, chosen.pages), chosen, Path(folder))


def _compare(pages: list[str], chosen: argparse.Namespace, folder: Path) -> None:
    print(f"load before: {os.getloadavg()[0]:.1f}\n")
    print("| tool | pages at once | pages a minute | CPU s a page | peak PSS MB | pages answered |")
    print("|---|---|---|---|---|---|")
    tools = list(_tools(chosen.rivals, folder))
    for number in range(chosen.passes):
        for tool, at_once in itertools.product(tools[:: -1 if number % 2 else 1], chosen.at_once):
            row = tool(pages, at_once)
            cells = (row.tool, row.at_once, f"{60 * len(pages) / row.seconds:.0f}", f"{row.cpu / len(pages):.2f}")
            answered = f"{row.answered} of {len(pages)}"
            print("|", " | ".join(map(str, (*cells, f"{row.peak / 1e6:.0f}", answered))), "|", flush=True)
    print(f"\nload after: {os.getloadavg()[0]:.1f}")


def _addresses(network: DemoNetwork, count: int) -> list[str]:
    """Pages of the network that a browser is shown: HTML that answers with success, in order of their addresses."""
    found = [url for url, answer in network.pages.items() if answer.status == 200 and "text/html" in answer.media_type]
    return [url for url in found if url.startswith("http://")][:count]


Tool = Callable[[list[str], int], Row]


def _tools(rivals: Path | None, folder: Path) -> Iterator[Tool]:
    for mode in ("rules", "rules and every probe"):
        yield functools.partial(_run_ours, mode, folder)
    for name, (needed, tool) in _RIVALS.items():
        if rivals is None or not (rivals / needed).exists():
            print(f"| {name} | | not installed | | | |")
        else:
            yield functools.partial(tool, rivals.resolve(), folder)


def _run_ours(mode: str, folder: Path, pages: list[str], at_once: int) -> Row:
    listed = folder / "pages.txt"
    listed.write_text("\n".join(pages), encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.accessibility", "--ours", mode, str(at_once), str(listed)]
    return _row(f"auditor, {mode}", at_once, [command], folder)


def _run_pa11y(rivals: Path, folder: Path, pages: list[str], at_once: int) -> Row:
    """pa11y-ci takes no axe-core of ours and no tags: it runs the one that it comes with."""
    launch = {"executablePath": browser_program(BrowserTerms()), "args": [f"--{switch}" for switch in SWITCHES]}
    defaults = {
        "runners": ["axe"], "standard": "WCAG2AA", "wait": BrowserTerms().quiet_ms, "concurrency": at_once,
        "chromeLaunchConfig": launch, "useIncognitoBrowserContext": False, "timeout": 60_000,
    }  # fmt: skip
    config = folder / "pa11y.json"
    config.write_text(json.dumps({"defaults": defaults, "urls": pages}), encoding="utf-8")
    command = [str(rivals / "node_modules/.bin/pa11y-ci"), "--json", "--config", str(config)]
    return _row("pa11y-ci, axe runner", at_once, [command], folder, lambda told: len(json.loads(told)["results"]))


def _run_axe_cli(rivals: Path, folder: Path, pages: list[str], at_once: int) -> Row:
    """@axe-core/cli looks at one page at a time: more at once are more of it, each with its share of the pages."""
    commands = []
    for share in range(at_once):
        own = pages[share::at_once]
        chrome = f"chrome-options={','.join(switch for switch in SWITCHES)}"
        commands.append([
            str(rivals / "node_modules/.bin/axe"), *own, "--stdout", f"--tags={','.join(TAGS)}",
            f"--axe-source={engine_folder() / 'axe.min.js'}", f"--load-delay={BrowserTerms().quiet_ms}", f"--{chrome}",
            f"--chrome-path={browser_program(BrowserTerms())}",
            f"--chromedriver-path={driver_program(BrowserTerms())}",
        ])  # fmt: skip
    return _row("@axe-core/cli", at_once, commands, folder, lambda told: told.count('"testEngine"'))


def _run_playwright(rivals: Path, folder: Path, pages: list[str], at_once: int) -> Row:
    script = folder / "playwright_axe.py"
    script.write_text(_PLAYWRIGHT, encoding="utf-8")
    shared = [browser_program(BrowserTerms()), str(engine_folder() / "axe.min.js"), ",".join(TAGS)]
    command = [str(rivals / "py/bin/python"), str(script), *shared, str(BrowserTerms().quiet_ms)]
    commands = [[*command, *pages[share::at_once]] for share in range(at_once)]
    return _row("Playwright + axe-playwright-python", at_once, commands, folder)


_RIVALS: dict[str, tuple[str, Callable[..., Row]]] = {
    "pa11y-ci, axe runner": ("node_modules/.bin/pa11y-ci", _run_pa11y),
    "@axe-core/cli": ("node_modules/.bin/axe", _run_axe_cli),
    "Playwright + axe-playwright-python": ("py/bin/playwright", _run_playwright),
}
_PLAYWRIGHT = """
import sys
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
browser, source, tags, wait, *pages = sys.argv[1:]
rules = {"runOnly": tags.split(","), "resultTypes": ["violations", "incomplete"]}
with sync_playwright() as playwright:
    chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
    page = chromium.new_page()
    axe = Axe.from_file(source)
    for address in pages:
        page.goto(address)
        page.wait_for_timeout(int(wait))
        print(len(axe.run(page, options=rules).response["violations"]), flush=True)
    chromium.close()
"""


def _row(
    tool: str, at_once: int, commands: list[list[str]], folder: Path, count: Callable[[str], int] = str.count
) -> Row:
    """Run the commands together and measure their whole tree; without ``count`` each page answers with one line."""
    files = [folder / f"told-{number}" for number in range(len(commands))]
    lines = [
        f"{' '.join(map(_quoted, command))} > {file} 2> {file}.err"
        for command, file in zip(commands, files, strict=True)
    ]
    seconds, cpu, peak, _ = measured(["/bin/sh", "-c", " & ".join(lines) + " & wait"])
    told = [file.read_text(encoding="utf-8", errors="replace") for file in files]
    answered = sum(len(text.splitlines()) if count is str.count else count(text) for text in told if text.strip())
    return Row(tool, at_once, seconds, cpu, peak, answered)


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "'\\''") + "'"


# ---- ours, in a process of its own


def _items(pages: Sequence[str], mode: str) -> list[list[VisitItem]]:
    items = [VisitItem(url, "site", probes=mode != "rules") for url in pages]
    return [items[start : start + BATCH] for start in range(0, len(items), BATCH)]


def _terms(pages: Sequence[str]) -> BrowserTerms:
    return BrowserTerms(inside=frozenset("/".join(url.split("/")[:3]) for url in pages))


def _ours(mode: str, drivers: int, pages: list[str]) -> None:
    """Visit the pages as a run does; a line for each page that was seen."""
    opening = functools.partial(open_visitor, _terms(pages))
    with Workers(cores=1, drivers=drivers, open_visitor=opening) as workers:
        for done in (workers.visiting or workers.digesting).map(visit_batch, _items(pages, mode)):
            for visit in done:
                if visit.failure is None:
                    print(len(visit.rendered), flush=True)


def _memory(pages: list[str], network: DemoNetwork) -> None:
    """What the process tree of one browser holds, every fifty pages."""
    open_visitor(BrowserTerms(inside=frozenset(network.portfolio.inside) | _terms(pages).inside))
    print("| pages | PSS MB | lost |\n|---|---|---|")
    shown, lost, began = 0, 0, time.monotonic()
    for batch in _items(pages, "probes"):
        lost += sum(1 for visit in visit_batch(batch) if visit.failure)
        shown += len(batch)
        if shown % 52 < BATCH:
            held = sum(map(held_bytes, descendants(os.getpid())))
            print(f"| {shown} | {held / 1e6:.0f} | {lost} |", flush=True)
    print(f"\n{shown} pages in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
