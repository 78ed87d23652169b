"""``docs/what-happens-to-one-url.md`` is true: a page passes each of its stations once, and so does each finding."""

from __future__ import annotations

import importlib
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from auditor.browser import browser
from auditor.browser.chromium import BrowserSettings, VisitRequest
from auditor.browser.visit_batch import close_visitor
from auditor.demo.network import DemoNetwork, build
from auditor.demo.server import running
from auditor.model import Finding, Rendered, Settings, Untested, VisitFailure
from auditor.pipeline import crawl_run
from auditor.pipeline.judgement.judge_run import judge_run
from auditor.pipeline.reports import report_run
from auditor.pipeline.resume import open_run
from auditor.store import Store

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "what-happens-to-one-url.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")
STATIONS = dict(re.findall(r"^\| \d+ \| (\w+) \| `([\w.]+)` \|", TEXT, re.MULTILINE))
PORT = 28_380
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PRODUCT = Path(crawl_run.__file__).resolve().parents[1]

Key = tuple[str, str]
"""A station, and the address of a page or the identity of a finding."""


def resolved(path: str) -> tuple[object, str]:
    """The class or module that has a function, and the function's name."""
    owner, _, name = path.rpartition(".")
    try:
        return importlib.import_module(owner), name
    except ModuleNotFoundError:
        module, _, kind = owner.rpartition(".")
        return getattr(importlib.import_module(module), kind), name


def test_the_document_names_ten_stations_whose_functions_exist() -> None:
    assert len(STATIONS) == 10
    for path in STATIONS.values():
        owner, name = resolved(path)
        assert callable(getattr(owner, name)), path
    judge_target = re.search(r"\(`(auditor\.judging[\w.]+)`\)", TEXT)
    assert judge_target
    assert callable(getattr(*resolved(judge_target[1])))


def test_the_document_names_modules_that_exist() -> None:
    section = TEXT.partition("## The modules of each station")[2].partition("\n## ")[0]
    named = [name for row in section.splitlines() for name in re.findall(r"`([\w/]+)`", row)]
    beside = PRODUCT / "pipeline" / "judgement"
    missing = [
        name
        for name in named
        if not any((folder / path).exists() for folder in (PRODUCT, beside) for path in (f"{name}.py", name))
    ]
    assert (len(named) > 40, missing) == (True, [])


class BlankBrowser:
    """A browser in which every page is blank."""

    def __init__(self, terms: BrowserSettings) -> None:
        self.agent = terms.agent

    def visit(self, url: str, _: VisitRequest) -> tuple[Rendered, str]:
        return Rendered(url, url, "Chromium 140"), "<html></html>"

    def show(self, url: str) -> VisitFailure:
        return VisitFailure(url, Untested.ENGINE_CRASHED)

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture(scope="module")
def network() -> Iterator[DemoNetwork]:
    made = build(zones=1, port=PORT, today=NOW.date())
    with running(made):
        yield made


@pytest.fixture(scope="module")
def passages(network: DemoNetwork, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter[Key]]:
    """How often each page and finding passed each station in a run that was crawled, judged and reported."""
    count: Counter[Key] = Counter()
    folder = tmp_path_factory.mktemp("one-url")
    with pytest.MonkeyPatch.context() as patch, Store.open(f"sqlite:///{folder / 'a.sqlite'}", folder / "b") as store:
        # workers of this process, so that what they are given can be counted
        patch.setattr("auditor.jobs.executors._pool", lambda *_: ThreadPoolExecutor(1))
        patch.setattr(browser, "Browser", BlankBrowser)
        settings = Settings(network.portfolio, topics=("links", "metadata", "accessibility"), source="test")
        run = open_run(store, settings, NOW, "2026-11")
        for station, keys_of in KEYS.items():
            counted(patch, count, station, keys_of)
        assert crawl_run.crawl_run(run, store, lambda _: None)
        close_visitor()
        judge_run(store, run, made="2026-11-23T10:00:00+00:00")
        report_run(store, run, folder / "reports", "en")
        count.update(("kept", fetched.url) for fetched in store.facts.fetch_records(run.number))
        yield count


def counted(
    patch: pytest.MonkeyPatch, count: Counter[Key], station: str, keys_of: Callable[[Any, Any, Any], Iterable[Key]]
) -> None:
    """Count what passes the function of a station, wherever it was imported by name."""
    owner, name = resolved(STATIONS[station])
    real = getattr(owner, name)

    def counting(*given: Any, **named: Any) -> Any:
        result = real(*given, **named)
        if isinstance(result, Iterator):
            result = list(result)
        count.update(keys_of(given, named, result))
        return result

    patch.setattr(owner, name, counting)
    for module in [module for path, module in sys.modules.items() if path.startswith("auditor.")]:
        if vars(module).get(name) is real:
            patch.setattr(module, name, counting)


def identity(finding: Finding) -> str:
    return f"{finding.site} {finding.fingerprint} {finding.outcome}"


KEYS: dict[str, Callable[[Any, Any, Any], Iterable[Key]]] = {
    "frontier": lambda _, __, request: [("frontier", request.url)],
    "politeness": lambda _, __, request: [("politeness", request.url)] if request else [],
    "fetch": lambda given, *_: [("fetch", given[1].url)],
    "parse": lambda _, __, results: [("parse", result.url) for result in results],
    "visit": lambda _, __, results: [("visit", result.url) for result in results],
    "store": lambda _, named, __: [
        (f"store {kind}", record.url) for kind in ("fetched", "visited") for record in named.get(kind, ())
    ],
    "judge": lambda given, *_: [("judge", given[1].url)],
    "group": lambda _, __, findings: [("group", identity(finding)) for finding in findings],
    "lifecycle": lambda _, __, findings: [("lifecycle", identity(finding)) for finding in findings],
    "report": lambda given, *_: [("report", identity(finding)) for site in given[0].sites for finding in site.findings],
}


STATIONS_OF_PAGES = ("frontier", "politeness", "fetch", "parse", "visit", "store fetched", "store visited", "judge")


@pytest.mark.parametrize("station", STATIONS_OF_PAGES)
def test_a_page_passes_each_station_once(network: DemoNetwork, passages: Counter[Key], station: str) -> None:
    """Every judged page but start pages, which are not admitted and may be parsed again for another one's redirect."""
    sites = network.portfolio.sites
    address = sites[1].url + "news.do?method=list&page=1"
    judged = {url for passed, url in passages if passed == "judge"}
    pages = judged - {url for site in sites for url in (site.url, *site.starts)}
    assert address in pages
    assert len(pages) > 20
    assert {url: passages[station, url] for url in pages} == dict.fromkeys(pages, 1)


def test_an_address_is_stored_once_and_judged_once(passages: Counter[Key]) -> None:
    assert {times for (passed, _), times in passages.items() if passed in {"kept", "judge"}} == {1}


@pytest.mark.parametrize("station", ["group", "lifecycle", "report"])
def test_a_finding_passes_each_station_once(network: DemoNetwork, passages: Counter[Key], station: str) -> None:
    """Every finding of a site; those of all sites together have no page in a report."""
    ids = {site.id for site in network.portfolio.sites}
    findings = {name for passed, name in passages if passed == "group" and name.split()[0] in ids}
    assert len(findings) > 20
    assert {name: passages[station, name] for name in findings} == dict.fromkeys(findings, 1)
