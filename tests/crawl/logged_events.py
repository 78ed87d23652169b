"""The events that a crawl logs, as a test reads them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any

Events = Callable[[str], list[dict[str, Any]]]
"""The fields of all logged events of a name."""

_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


def fields_of(records: Iterable[logging.LogRecord], name: str) -> list[dict[str, Any]]:
    """The fields of the events of this name, in order."""
    named = [record for record in records if record.getMessage() == name]
    return [{key: value for key, value in vars(record).items() if key not in _PLAIN} for record in named]
