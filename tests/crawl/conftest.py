"""A fresh store for the tests of what a crawl writes, and the events that a crawl logs."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from logged_events import Events, fields_of

from auditor.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'store.sqlite'}", tmp_path / "blobs") as opened:
        yield opened


@pytest.fixture
def events(caplog: pytest.LogCaptureFixture) -> Events:
    caplog.set_level(logging.INFO, "auditor.crawl")
    return lambda name: fields_of(caplog.records, name)
