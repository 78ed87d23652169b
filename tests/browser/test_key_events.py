from __future__ import annotations

import string

import pytest

from auditor.browser.key_events import character_events, control_key_events


def test_tab_is_not_released_and_enter_has_its_text() -> None:
    assert [event["type"] for event in control_key_events("Tab")] == ["rawKeyDown"]
    assert [event["type"] for event in control_key_events("Enter")] == ["keyDown", "keyUp"]
    assert next(control_key_events("Enter"))["text"] == "\r"
    assert [event["type"] for event in control_key_events("Escape")] == ["rawKeyDown", "keyUp"]
    space = next(control_key_events("Space"))
    assert (space["key"], space["code"], space["text"]) == (" ", "Space", " ")


@pytest.mark.parametrize(
    ("character", "code", "number", "shift"),
    [
        ("a", "KeyA", 65, False),
        ("A", "KeyA", 65, True),
        ("7", "Digit7", 55, False),
        ("&", "Digit7", 55, True),
        ("/", "Slash", 191, False),
        ("?", "Slash", 191, True),
    ],
)
def test_a_character_is_typed_by_its_key_on_an_american_keyboard(
    character: str, code: str, number: int, shift: bool
) -> None:
    pressed, released = character_events(character)
    assert (pressed["type"], pressed["text"], released["type"]) == ("keyDown", character, "keyUp")
    assert (pressed["key"], pressed["code"], pressed["windowsVirtualKeyCode"]) == (character, code, number)
    assert (pressed.get("modifiers") == 8) is shift


def test_every_printable_character_has_a_key() -> None:
    for character in string.ascii_letters + string.digits + string.punctuation:
        assert len(list(character_events(character))) == 2
