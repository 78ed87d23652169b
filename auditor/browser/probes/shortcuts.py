"""Detects single-character shortcuts (WCAG 2.1.4): types printable keys and reports those that change the page.

No element has the focus while they are typed.
"""

from __future__ import annotations

import string

import msgspec

from auditor.browser.tab import Tab
from auditor.model import Shortcuts

_KEY_EVENTS = frozenset({"keydown", "keypress", "keyup"})
_PRINTABLE = string.ascii_letters + string.digits + string.punctuation


class _TypedKeys(msgspec.Struct):
    keys: tuple[str, ...]
    """The keys that changed the page."""

    settable: bool
    """The page has a control by which shortcuts might be switched off or changed."""


def detect_shortcuts(tab: Tab, listened: frozenset[str]) -> Shortcuts:
    """Return the printable characters that change the page; none are typed where no script listens to keys.

    ``listened`` are the types of events that page scripts listen to. A page that a key would navigate away from stays:
    the key is reported.
    """
    if not listened & _KEY_EVENTS:
        return Shortcuts()
    tab.evaluate("auditor.shortcuts.begin()")
    for character in (*_PRINTABLE, _PRINTABLE[0]):  # the first once more: see shortcuts.js
        tab.type_character(character)
    tab.evaluate("auditor.sleep(30).then(() => '')")
    typed = tab.evaluate_as("auditor.shortcuts.end()", _TypedKeys)
    return Shortcuts(tuple(key for key in typed.keys if len(key) == 1), typed.settable, typed=True)
