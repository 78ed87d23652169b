"""Other engines on the same pages: axe-core with its experimental rules, IBM, HTML_CodeSniffer, QualWeb, Alfa.

They come from npm, into a folder of their own:

    npm install axe-core@4.14.1 accessibility-checker-engine html_codesniffer esbuild \
        @qualweb/qw-page @qualweb/util @qualweb/locale @qualweb/act-rules \
        @siteimprove/alfa-{act,device,dom,http,rules,web}

Each runs alone in the freshly loaded page, with all its rules; what it reports with a success criterion counts.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterable
from pathlib import Path

import msgspec
from selenium import webdriver
from selenium.common.exceptions import WebDriverException

from auditor.model import Outcome
from benchmarks.plain import plain_browser

ENGINES: dict[str, tuple[str, ...]] = {
    "axe-core": ("axe-core/axe.min.js",),
    "IBM Equal Access": ("accessibility-checker-engine/ace-window.js",),
    "HTML_CodeSniffer": ("html_codesniffer/build/HTMLCS.js",),
    "QualWeb": (
        "@qualweb/qw-page/dist/qw-page.bundle.js",
        "@qualweb/util/dist/__webpack/util.bundle.js",
        "@qualweb/locale/dist/locale.bundle.js",
        "@qualweb/act-rules/dist/__webpack/act.bundle.js",
    ),
    "Alfa": (),
}
"""By name: the files of a package folder that the engine needs besides our bundle, which holds Alfa."""

_RUN = """const [name, done] = arguments;
Promise.resolve().then(() => engines[name]()).then(done, (error) => done(String(error)));"""


class Said(msgspec.Struct):
    """What one engine said: by page, each outcome with its criteria; its seconds; pages that it failed on."""

    found: dict[str, list[tuple[Outcome, frozenset[str]]]] = {}
    seconds: float = 0.0
    failures: int = 0

    def outcomes(self, page: str, criteria: frozenset[str]) -> set[Outcome]:
        """The outcomes on a page that carry one of the criteria."""
        return {outcome for outcome, named in self.found.get(page, ()) if named & criteria}


def ask(packages: Path, origin: str, pages: Iterable[str]) -> dict[str, Said]:
    """What every engine says of every page below ``origin``. ``packages`` is a folder with ``node_modules``."""
    said = {name: Said() for name in ENGINES}
    sources = {name: _source(packages / "node_modules", name) for name in ENGINES}
    with plain_browser() as driver:
        for page in pages:
            for name, one in said.items():
                _ask(driver, f"{origin}{page}", (name, sources[name]), one, page)
    return said


def _ask(driver: webdriver.Chrome, url: str, engine: tuple[str, str], said: Said, page: str) -> None:
    name, source = engine
    try:
        driver.get(url)
        driver.execute_script("(0, eval)(arguments[0])", source)
        began = time.perf_counter()
        answer = driver.execute_async_script(_RUN, name)
        said.seconds += time.perf_counter() - began
    except WebDriverException as error:
        answer = str(error.msg)
    if isinstance(answer, str):
        said.failures += 1
    else:
        said.found[page] = [(Outcome(outcome), frozenset(criteria)) for outcome, criteria in answer]


def _source(modules: Path, name: str) -> str:
    parts = [(modules / file).read_text(encoding="utf-8") for file in ENGINES[name]]
    return ";\n".join([*parts, _bundle(modules)])


def _bundle(modules: Path) -> str:
    """Our way of asking them, with Alfa, which comes as modules only."""
    ours = Path(__file__).with_name("engines.mjs").read_text(encoding="utf-8")
    command = [str(modules / ".bin" / "esbuild"), "--bundle", "--format=iife", "--loader=js"]
    done = subprocess.run(command, input=ours, cwd=modules.parent, check=True, capture_output=True, text=True)
    return done.stdout
