"""``docs/what-happens-to-one-url.md`` is true: a page enters each of its rooms once, and is asked for once."""

from __future__ import annotations

import importlib
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from auditor.demo.network import DemoNetwork, build
from auditor.demo.server import running
from auditor.model import Settings
from auditor.pipeline import crawl_run
from auditor.pipeline.judgement.judge_run import judge_run
from auditor.pipeline.resume import open_run
from auditor.store import Store

PAGE = Path(__file__).resolve().parents[2] / "docs" / "what-happens-to-one-url.md"
ROOMS = re.findall(r"^\| \d \| (\w+) \| `([\w.]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
PORT = 28_380
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def found(path: str) -> tuple[object, str]:
    """The class or module that holds a function, and the function's name."""
    owner, _, name = path.rpartition(".")
    try:
        return importlib.import_module(owner), name
    except ModuleNotFoundError:
        module, _, kind = owner.rpartition(".")
        return getattr(importlib.import_module(module), kind), name


def test_the_document_names_seven_rooms_that_exist() -> None:
    assert len(ROOMS) == 7
    for _, path in ROOMS:
        owner, name = found(path)
        assert callable(getattr(owner, name)), path


@pytest.fixture(scope="module")
def network() -> Iterator[DemoNetwork]:
    made = build(zones=1, port=PORT, today=NOW.date())
    with running(made):
        yield made


def test_a_page_enters_each_room_once(network: DemoNetwork, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every room that this process holds notes the addresses that enter it; workers have their own processes."""
    entered: Counter[tuple[str, str]] = Counter()
    address = network.portfolio.sites[1].url + "news.do?method=list&page=1"

    def watch(room: str, path: str, url_of: Any) -> None:
        owner, name = found(path)
        real = getattr(owner, name)

        def noted(*given: Any, **more: Any) -> Any:
            result = real(*given, **more)
            entered.update((room, url) for url in url_of(given, result))
            return result

        monkeypatch.setattr(owner, name, noted)

    rooms = dict(ROOMS)
    watch("frontier", rooms["frontier"], lambda given, ask: [ask.url] if ask else [])
    watch("hosts", rooms["hosts"], lambda given, ask: [ask.url] if ask else [])
    watch("fetching", rooms["fetching"], lambda given, _: [given[1].url])
    watch("store", rooms["store"], lambda given, _: [])
    monkeypatch.setattr("auditor.pipeline.judgement.judge_run.run_checks.judge_page", _noting(entered, "judge"))
    with Store.open(f"sqlite:///{tmp_path / 'store.sqlite'}", tmp_path / "blobs") as store:
        settings = Settings(network.portfolio, topics=("links", "metadata"), source="test")
        run = open_run(store, settings, NOW, "2026-11")
        assert crawl_run.crawl_run(run, store, lambda _: None, browser=False)
        judge_run(store, run, made="2026-11-23T10:00:00+00:00")
        kept = [fetched.url for fetched in store.facts.fetch_records(run.number)]
        pages = {fetched.url for fetched in store.facts.fetch_records(run.number) if fetched.site}
    counted = {room: times for (room, url), times in entered.items() if url == address}
    assert counted == {"frontier": 1, "hosts": 1, "fetching": 1, "judge": 1}
    assert kept.count(address) == 1
    assert {times for (room, url), times in entered.items() if room == "fetching" and url in pages} == {1}


def _noting(entered: Counter[tuple[str, str]], room: str) -> Any:
    from auditor.judging import run_checks

    real = run_checks.judge_page

    def noted(checks: Any, facts: Any, context: Any) -> Any:
        entered[room, facts.url] += 1
        return real(checks, facts, context)

    return noted
