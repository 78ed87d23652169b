"""What a page listens to, and what single characters do on it: keys typed while no element has the focus."""

from __future__ import annotations

import string
from typing import Any, Protocol

import msgspec

from auditor.model import Shortcuts

_KEYS = frozenset({"keydown", "keypress", "keyup"})
_PRINTABLE = string.ascii_letters + string.digits + string.punctuation


_FIRST = _PRINTABLE[0]
_SIGNS = {
    ";": ("Semicolon", 186), "=": ("Equal", 187), ",": ("Comma", 188), "-": ("Minus", 189), ".": ("Period", 190),
    "/": ("Slash", 191), "`": ("Backquote", 192), "[": ("BracketLeft", 219), "\\": ("Backslash", 220),
    "]": ("BracketRight", 221), "'": ("Quote", 222),
}  # fmt: skip
_SHIFTED = dict(zip(':+<_>?~{|}"!@#$%^&*()', ";=,-./`[\\]'1234567890", strict=True))
_SHIFT = 8


def keystroke(character: str) -> dict[str, Any]:
    """The key of an American keyboard that types a character, with Shift where needed: old scripts ask its code."""
    plain = _SHIFTED.get(character, character.lower())
    name = "Digit" if plain.isdigit() else "Key"
    code, number = _SIGNS.get(plain, (f"{name}{plain.upper()}", ord(plain.upper())))
    held = {"modifiers": _SHIFT} if plain != character else {}
    return {"key": character, "code": code, "windowsVirtualKeyCode": number, **held}


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
    for character in (*_PRINTABLE, _FIRST):
        stage.type(character)
    stage.evaluate("auditor.sleep(30).then(() => '')")
    acted = msgspec.json.decode(stage.evaluate("auditor.keys.end()"), type=_Acted)
    return Shortcuts(tuple(key for key in acted.keys if len(key) == 1), acted.settable, typed=True)
