"""Key events of an American keyboard, as parameters of the DevTools command ``Input.dispatchKeyEvent``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_CODES = {"Tab": 9, "Enter": 13, "Escape": 27, "Space": 32}
_TEXTS = {"Enter": "\r", "Space": " "}
_PUNCTUATION = {
    ";": ("Semicolon", 186), "=": ("Equal", 187), ",": ("Comma", 188), "-": ("Minus", 189), ".": ("Period", 190),
    "/": ("Slash", 191), "`": ("Backquote", 192), "[": ("BracketLeft", 219), "\\": ("Backslash", 220),
    "]": ("BracketRight", 221), "'": ("Quote", 222),
}  # fmt: skip
_SHIFTED = dict(zip(':+<_>?~{|}"!@#$%^&*()', ";=,-./`[\\]'1234567890", strict=True))
_SHIFT = 8
_WITH_SHIFT = "Shift+"


def control_key_events(key: str) -> Iterator[dict[str, Any]]:
    """Yield the events of pressing a control key. Tab is not released: that would cost a frame."""
    modifiers = {"modifiers": _SHIFT} if key.startswith(_WITH_SHIFT) else {}
    key = key.removeprefix(_WITH_SHIFT)
    value = " " if key == "Space" else key
    pressed = {"key": value, "code": key, "windowsVirtualKeyCode": _CODES[key], **modifiers}
    text = {"text": _TEXTS[key]} if key in _TEXTS else {}
    yield {"type": "keyDown" if text else "rawKeyDown", **pressed, **text}
    if key != "Tab":
        yield {"type": "keyUp", **pressed}


def character_events(character: str) -> Iterator[dict[str, Any]]:
    """Yield the events of typing a printable character, with Shift where needed: old scripts read the key's code."""
    plain = _SHIFTED.get(character, character.lower())
    prefix = "Digit" if plain.isdigit() else "Key"
    code, number = _PUNCTUATION.get(plain, (f"{prefix}{plain.upper()}", ord(plain.upper())))
    modifiers = {"modifiers": _SHIFT} if plain != character else {}
    pressed = {"key": character, "code": code, "windowsVirtualKeyCode": number, **modifiers}
    yield {"type": "keyDown", "text": character, **pressed}
    yield {"type": "keyUp", **pressed}
