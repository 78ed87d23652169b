"""Reads ``waivers.yaml`` beside ``sites.yaml`` and adds approvals to its end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Self

import msgspec
from pydantic import Field, RootModel, model_validator

from auditor.config.yaml_file import Day, Entry, read_yaml, write_yaml
from auditor.model import Waiver, WaiverReason, WaiverScope

WAIVERS_FILE = "waivers.yaml"

_HEAD = """\
# Faults that may stay for a time, each approved by a second person. `auditor waive` adds to this list; to end a
# waiver, delete its entry. reason: {reasons}. scope: {scopes}.
# places: the pages (or, in a template, region|selector) known when it was approved; any other place stays open.
"""

_Filled = Annotated[str, Field(min_length=1)]


class _Waiver(Entry):
    check: _Filled
    site: _Filled
    scope: WaiverScope = WaiverScope.CAUSE
    reason: WaiverReason
    owner: _Filled
    approver: _Filled
    granted: Day = Field(min_length=1)
    until: Day = Field(min_length=1)
    cause: str = ""
    places: tuple[str, ...] = ()
    known: int = 0
    note: str = ""

    @model_validator(mode="after")
    def _approves_something(self) -> Self:
        if self.until <= self.granted:
            raise ValueError("let until be a later day than granted")
        if self.owner.strip() == self.approver.strip():
            raise ValueError("owner and approver are two persons; name another approver")
        if self.scope is not WaiverScope.SITE and not (self.cause and self.places):
            raise ValueError("name cause and places as `auditor waive` does, or let scope be site")
        return self


class _Waivers(RootModel[list[_Waiver] | None]):
    pass


def load_waivers(path: Path) -> tuple[Waiver, ...]:
    """The waivers of a file in their order; none where there is no file.

    Raises ``ConfigurationError`` with every problem of the file at once.
    """
    if not path.exists():
        return ()
    file, _ = read_yaml(path, _Waivers)
    entries = [entry.model_dump(mode="json") for entry in file.root or ()]
    return tuple(msgspec.convert(entry, Waiver) for entry in entries)


def add_waivers(path: Path, waivers: Sequence[Waiver]) -> None:
    """Add waivers at the end of the file, whose present text and comments stay. The file is never half written.

    Raises ``ConfigurationError`` when the file or the addition has problems, ``OSError`` when it cannot be written.
    """
    load_waivers(path)
    text = path.read_text(encoding="utf-8") if path.exists() else _head()
    entries = [msgspec.to_builtins(waiver) for waiver in waivers]
    more = write_yaml(entries, width=110)
    half = path.with_name(f".{path.name}.half")
    try:
        half.write_text(f"{text.rstrip()}\n{more}", encoding="utf-8")
        load_waivers(half)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def _head() -> str:
    return _HEAD.format(reasons=", ".join(WaiverReason), scopes=", ".join(WaiverScope))
