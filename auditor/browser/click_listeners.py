"""Elements that act on a click by listeners of scripts, and whether a keyboard can do the same (WCAG 2.1.1, F42, F54).

Handlers in attributes are seen in the markup; listeners are known to the browser alone, which names those of an
element. Where a script listens to keys on the page as a whole, no element counts as deaf to keys.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from auditor.browser.page_state import rendered_place
from auditor.browser.tab import Tab
from auditor.browser.webdriver import WebDriverException
from auditor.model import Observation, ObservationKind, Region
from auditor.standards.personal_numbers import masked_plain

_Candidate = tuple[bool, str, Region, str, str]
"""Whether it takes the focus, its place, the beginning of its text."""

_CLICKS = frozenset({"click", "mousedown", "mouseup", "pointerdown", "pointerup"})
_KEYS = frozenset({"keydown", "keyup", "keypress"})
_HIGHEST = 12
"""So many elements around a candidate are asked for listeners of keys."""


def observe_listeners(tab: Tab, url: str) -> Iterator[Observation]:
    """Yield what acts on a click and not on keys: with the focus (``KEYLESS``) or without it (``CLICK_ONLY``).

    Raises ``PageMoved``.
    """
    found = msgspec.json.decode(tab.evaluate("auditor.clickCandidates.collect()"), type=list[_Candidate])
    if not found:
        return
    whole = tab.listened_events()
    for index, (takes_focus, selector, region, snippet, text) in enumerate(found):
        if not _CLICKS & _listened(tab, f"auditor.clickCandidates.candidate({index})"):
            continue
        if takes_focus and (_KEYS & whole or _hears_keys(tab, index)):
            continue
        kind = ObservationKind.KEYLESS if takes_focus else ObservationKind.CLICK_ONLY
        place = rendered_place(url, selector, region, snippet)
        yield Observation(place, kind, masked_plain(text), certain=True)


def _hears_keys(tab: Tab, index: int) -> bool:
    asked = (f"auditor.clickCandidates.ancestor({index}, {up})" for up in range(_HIGHEST))
    return any(_KEYS & _listened(tab, expression) for expression in asked)


def _listened(tab: Tab, expression: str) -> frozenset[str]:
    """The types of events that the element is listened to for; none where it is gone."""
    try:
        return tab.listeners_of(expression)
    except WebDriverException:
        return frozenset()
