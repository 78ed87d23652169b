"""Log events on standard error, one a line, as text or JSON; passwords and personal numbers are masked."""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import datetime
from enum import StrEnum
from typing import Any, TextIO

from auditor.cli.shown_text import mask_secrets

_OWN_LOGGERS = ("auditor", "checks")
_ATTRIBUTES = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
"""Attributes that every record has; all others are fields of the event."""

_SIMPLE = re.compile(r"[^\s\"=]+")


class LogFormat(StrEnum):
    """How an event is written."""

    TEXT = "text"
    JSON = "json"


def configure_logging(*, verbose: bool, log_format: LogFormat) -> None:
    """Write events of this process to standard error.

    With ``verbose`` from level INFO on, otherwise from WARNING on; libraries always from WARNING on. May be called
    again: the last call counts.
    """
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, _StandardError)]:
        root.removeHandler(handler)
    handler = _StandardError()
    handler.setFormatter(_JsonLines() if log_format is LogFormat.JSON else _TextLines())
    root.addHandler(handler)
    for name in _OWN_LOGGERS:
        logging.getLogger(name).setLevel(logging.INFO if verbose else logging.NOTSET)


class _StandardError(logging.StreamHandler[TextIO]):
    """Writes to what ``sys.stderr`` is at the moment of the event: a progress bar replaces it while it is shown."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        """Standard error."""
        return sys.stderr


class _Lines(logging.Formatter):
    """An event as one line."""

    def format(self, record: logging.LogRecord) -> str:
        """The event with its fields, masked, without control characters."""
        head = {
            "time": datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        fields = {name: value for name, value in vars(record).items() if name not in _ATTRIBUTES and name not in head}
        if record.exc_info:
            fields["traceback"] = self.formatException(record.exc_info)
        return _escaped(self.line(_clean(head), _clean(fields)))

    def line(self, head: dict[str, Any], fields: dict[str, Any]) -> str:
        """Time, level, logger and event, then the event's own fields."""
        raise NotImplementedError


class _TextLines(_Lines):
    def line(self, head: dict[str, Any], fields: dict[str, Any]) -> str:
        shown = [head["time"], head["level"].upper(), head["event"]]
        return " ".join([*shown, *(f"{name}={_word(value)}" for name, value in fields.items())])


class _JsonLines(_Lines):
    def line(self, head: dict[str, Any], fields: dict[str, Any]) -> str:
        return json.dumps(head | fields, ensure_ascii=False)


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    """Values that JSON has, texts masked; everything else becomes text."""
    plain = (bool, int, float, type(None))
    return {name: value if type(value) in plain else mask_secrets(str(value)) for name, value in values.items()}


def _word(value: object) -> str:
    """A value of a text line: in quotation marks where its end would not be seen."""
    text = str(value)
    return text if _SIMPLE.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _escaped(line: str) -> str:
    """The line with every character that is not printable as its JSON escape."""
    if line.isprintable():
        return line
    return "".join(letter if letter.isprintable() else json.dumps(letter)[1:-1] for letter in line)
