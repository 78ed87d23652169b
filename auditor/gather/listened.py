"""What a page listens to, and what single characters do on it: keys typed while no element has the focus."""

from __future__ import annotations

import string
from typing import Protocol

import msgspec

from auditor.model import Shortcuts

_KEYS = frozenset({"keydown", "keypress", "keyup"})
_PRINTABLE = string.ascii_letters + string.digits + string.punctuation


class Stage(Protocol):
    """What this needs of a tab."""

    def evaluate(self, expression: str) -> str:
        """The text that an expression comes to in our world of the page."""

    def type(self, character: str) -> None:
        """Type a character."""


class _Acted(msgspec.Struct):
    keys: tuple[str, ...]
    settable: bool


def shortcuts(stage: Stage, listening: frozenset[str]) -> Shortcuts:
    """The printable characters that change the page by themselves; none are typed where no script waits for keys.

    A page that a key would leave stays: only that it would is noted.
    """
    if not listening & _KEYS:
        return Shortcuts()
    stage.evaluate("auditor.keys.begin()")
    for character in _PRINTABLE:
        stage.type(character)
    stage.evaluate("auditor.sleep(30).then(() => '')")
    acted = msgspec.json.decode(stage.evaluate("auditor.keys.end()"), type=_Acted)
    return Shortcuts(tuple(key for key in acted.keys if len(key) == 1), acted.settable, typed=True)
