"""Accessibility visits beside other tools: the same pages, the same axe-core, the same machine, in one run.

    python -m benchmarks.accessibility [--pages 40] [--rivals FOLDER] [--at-once 1 2 3] [--passes 2] [--memory 500]

FOLDER holds the rivals, installed by:

    npm install pa11y-ci @axe-core/cli      (package.json: {"overrides": {"axe-core": "4.14.1"}}, as ours)
    python -m venv py && py/bin/pip install playwright axe-playwright-python

One that is not there is named and left out. The pages are those of the demo network on loopback. Every tool gets our
axe-core and our rules where it can be told to, and starts its own browsers, whose start is counted; it is run with each
number of pages at once, and its best row is what to compare. Every second pass takes the tools in reverse, so that
other work on the machine does not always meet the same one. ``--memory`` shows so many pages to one browser process of
ours, with all probes, kills it in the middle, and prints what the process tree holds and how many pages were lost.
Nothing is asserted.
"""

from __future__ import annotations

import argparse
import functools
import itertools
import json
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from auditor.browser.axe_release import TAGS, engine_folder
from auditor.browser.chromium import BrowserSettings, browser_program, driver_program
from auditor.browser.visit_batch import open_visitor, visit_batch
from auditor.demo.network import DemoNetwork, build
from auditor.demo.server import running
from benchmarks.demo import descendants, held_bytes, measured
from benchmarks.visits import BATCH, batches, terms

PAGES_PER_SITE = 15
_KILL_SECONDS = 1.0
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
    options.add_argument("--at-once", type=int, nargs="+", default=[1, 2, 3])
    options.add_argument("--passes", type=int, default=2)
    options.add_argument("--memory", type=int, default=0)
    options.add_argument("--port", type=int, default=39_080)
    chosen = options.parse_args()
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
    command = [sys.executable, "-m", "benchmarks.visits", mode, str(at_once), str(listed)]
    return _row(f"auditor, {mode}", at_once, [command], folder)


def _run_pa11y(rivals: Path, folder: Path, pages: list[str], at_once: int) -> Row:
    """pa11y-ci takes no tags, and runs the axe-core that it was installed with: its row says which."""
    launch = {"executablePath": browser_program(BrowserSettings()), "args": [f"--{switch}" for switch in SWITCHES]}
    defaults = {
        "runners": ["axe"], "standard": "WCAG2AA", "wait": BrowserSettings().quiet_ms, "concurrency": at_once,
        "chromeLaunchConfig": launch, "useIncognitoBrowserContext": False, "timeout": 60_000,
    }  # fmt: skip
    config = folder / "pa11y.json"
    config.write_text(json.dumps({"defaults": defaults, "urls": pages}), encoding="utf-8")
    command = [str(rivals / "node_modules/.bin/pa11y-ci"), "--json", "--config", str(config)]
    place = next(p for p in ("pa11y/node_modules/axe-core", "axe-core") if (rivals / "node_modules" / p).exists())
    engine = json.loads((rivals / "node_modules" / place / "package.json").read_text(encoding="utf-8"))["version"]
    name = f"pa11y-ci, axe runner {engine}"
    return _row(name, at_once, [command], folder, lambda told: len(json.loads(told)["results"]))


def _run_axe_cli(rivals: Path, folder: Path, pages: list[str], at_once: int) -> Row:
    """@axe-core/cli looks at one page at a time: more at once are more of it, each with its share of the pages."""
    commands = []
    for share in range(at_once):
        own = pages[share::at_once]
        chrome = f"chrome-options={','.join(switch for switch in SWITCHES)}"
        commands.append([
            str(rivals / "node_modules/.bin/axe"), *own, "--stdout", f"--tags={','.join(TAGS)}",
            f"--axe-source={engine_folder() / 'axe.min.js'}",
            f"--load-delay={BrowserSettings().quiet_ms}", f"--{chrome}",
            f"--chrome-path={browser_program(BrowserSettings())}",
            f"--chromedriver-path={driver_program(BrowserSettings())}",
        ])  # fmt: skip
    return _row("@axe-core/cli", at_once, commands, folder, lambda told: told.count('"testEngine"'))


def _run_playwright(rivals: Path, folder: Path, pages: list[str], at_once: int) -> Row:
    script = folder / "playwright_axe.py"
    script.write_text(_PLAYWRIGHT, encoding="utf-8")
    shared = [browser_program(BrowserSettings()), str(engine_folder() / "axe.min.js"), ",".join(TAGS)]
    command = [str(rivals / "py/bin/python"), str(script), *shared, str(BrowserSettings().quiet_ms)]
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


# ---- memory


def _memory(pages: list[str], network: DemoNetwork) -> None:
    """What the process tree of one browser holds, every fifty pages; in the middle the browser is killed at work."""
    open_visitor(BrowserSettings(inside=frozenset(network.portfolio.inside) | terms(pages).inside))
    print(f"load before: {os.getloadavg()[0]:.1f}\n\n| pages | PSS MB | lost |\n|---|---|---|", flush=True)
    shown, lost, began = 0, 0, time.monotonic()
    jobs = batches(pages, "probes")
    for number, batch in enumerate(jobs):
        if number == len(jobs) // 2:
            threading.Timer(_KILL_SECONDS, _kill_browser).start()
        lost += sum(1 for visit in visit_batch(batch) if visit.failure)
        shown += len(batch)
        if shown % 52 < BATCH:
            held = sum(map(held_bytes, descendants(os.getpid())))
            print(f"| {shown} | {held / 1e6:.0f} | {lost} |", flush=True)
    print(f"\n{shown} pages, {lost} lost, in {time.monotonic() - began:.0f} s, load after: {os.getloadavg()[0]:.1f}")


def _kill_browser() -> None:
    """End browser and driver, which share a group of their own, without a warning."""
    groups = {os.getpgid(one) for one in descendants(os.getpid())} - {os.getpgid(0)}
    for group in groups:
        os.killpg(group, signal.SIGKILL)
    print(f"| the browser is killed: {len(groups)} group | | |", flush=True)


if __name__ == "__main__":
    main()
